// The numbers of a run: loss of the prompt before and after, what the guard said, uncertainty, seconds per stage.

import { el, svg } from "./dom.js";
import { count, number, percent, places, seconds } from "./format.js";

const VERDICTS = {
  kept: ["Kept", "good", "It predicts the prompt better than the base does, and answers."],
  refused: ["Refused", "bad", "It predicts the prompt no better than the base does: the base answers."],
  off: ["Not asked", "", "The guard is off: what was learnt answers, whatever it does to the prompt."],
  broken: ["Broken", "bad", "Numbers were not finite: the base answers."],
  nothing: ["Nothing", "", "There was nothing to learn from: the base answers."],
};

const STAGES = ["embed", "search", "select", "tune", "guard"];

/** Draws the numbers. */
export function drawOutcome(place, learnt) {
  place.replaceChildren(loss(learnt), guard(learnt), uncertainty(learnt), timing(learnt));
}

const fact = (title, ...content) => el("div", { class: "fact" }, el("h3", {}, title), ...content);

function loss({ query_loss_before: before, query_loss_after: after }) {
  if (!Number.isFinite(before) || !Number.isFinite(after)) return fact("Loss of the prompt", el("p", { class: "big" }, "–"), el("p", {}, "The prompt is too short to tell."));
  const change = after / before - 1;
  return fact(
    "Loss of the prompt",
    el("p", { class: `big ${change < 0 ? "good" : "bad"}` }, `${places(before, 2)} → ${places(after, 2)}`),
    el("p", {}, `nats per token, ${change < 0 ? "down" : "up"} ${percent(Math.abs(change))}`),
    bars(before, after),
  );
}

function bars(before, after) {
  const most = Math.max(before, after);
  const bar = (y, name, value, kind) => [
    svg("text", { x: 0, y: y + 10, class: "bar-label" }, name),
    svg("rect", { x: 62, y, width: (138 * value) / most, height: 12, rx: 3, class: kind }),
  ];
  return svg("svg", { viewBox: "0 0 200 34", role: "img", "aria-label": `Loss ${places(before, 2)} before, ${places(after, 2)} after` }, bar(1, "before", before, "bar-base"), bar(20, "after", after, "bar-adapted"));
}

function guard({ guard: said, steps, method }) {
  const [word, kind, text] = VERDICTS[said] ?? [said, "", ""];
  return fact("The guard", el("p", { class: `big ${kind}`, id: "verdict" }, word), el("p", {}, text), el("p", {}, `${count(steps, "gradient step")}, ${method}`));
}

function uncertainty({ uncertainty_before: before, uncertainty_after: after, selected }) {
  return fact(
    "Uncertainty about the prompt",
    el("p", { class: "big" }, `${places(before)} → ${places(after)}`),
    el("p", {}, `σ before the first pick and after the ${count(selected?.length ?? 0, "pick")}`),
    el("p", {}, `${count(new Set(selected?.map((pick) => pick.id)).size, "different chunk")} from ${count(new Set(selected?.map((pick) => pick.document)).size, "document")}`),
  );
}

function timing({ timing: stages }) {
  const entries = STAGES.filter((stage) => stage in (stages ?? {})).map((stage) => [stage, stages[stage]]);
  return fact(
    "Time",
    el("p", { class: "big" }, seconds(entries.reduce((sum, [, value]) => sum + value, 0))),
    el("dl", { class: "stages" }, entries.map(([stage, value]) => [el("dt", {}, stage), el("dd", { title: `${number(value)} s` }, seconds(value))])),
  );
}
