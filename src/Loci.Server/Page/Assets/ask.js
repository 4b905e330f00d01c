// The run of one prompt: base answer, map, learning, adapted answer; and what each says on the page.

import { call } from "./api.js";
import { answer } from "./answering.js";
import { byId, el } from "./dom.js";
import { clear, say } from "./failure.js";
import { count, places, seconds } from "./format.js";
import { exploration } from "./settings.js";
import { served } from "./served.js";
import * as learnt from "./learnt.js";
import * as tokens from "./tokens.js";

let running = null;

/** Wires the form. */
export function start() {
  byId("ask-form").addEventListener("submit", (event) => {
    event.preventDefault();
    run(byId("prompt").value);
  });
  byId("prompt").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) byId("ask-form").requestSubmit();
  });
  byId("stop-button").addEventListener("click", () => running?.abort());
}

async function run(prompt) {
  if (running) return;
  const own = running = new AbortController();
  clear();
  begin();
  try {
    const base = await speak("base", prompt, false, own.signal);
    if (served.tuned) await learn(prompt, base, own.signal);
    else byId("adapted-note").textContent = "This server has no memory to learn from.";
    progress("Done.");
  } catch (error) {
    if (error.name !== "AbortError") say(error);
    progress(error.name === "AbortError" ? "Stopped." : "");
  } finally {
    running = null;
    end();
  }
}

async function learn(prompt, base, signal) {
  progress("Searching the memory…");
  const map = await call("POST", "/v1/tuning/explore", exploration(prompt), signal);
  learnt.showMap(prompt, map);
  progress("Learning…");
  const adapted = await speak("adapted", prompt, true, signal);
  learnt.showOutcome(adapted.learnt, map);
  if (base.scores && adapted.scores) tokens.show(base.scores, adapted.scores, "the prompt");
  else if (base.scores) byId("tokens-result").replaceChildren(el("p", {}, "The prompt itself was learnt: how much better its tokens became would say nothing."));
}

/** Lets one of the models answer into its place on the page. */
async function speak(name, prompt, tuned, signal) {
  const place = byId(`${name}-answer`);
  const said = el("span", { class: "said" });
  place.append(...(served.chats ? [] : [el("span", { class: "given" }, ending(prompt))]), said);
  const began = performance.now();
  let scores = null;
  let pieces = 0;
  if (!tuned) progress("The base model answers…");
  place.setAttribute("aria-busy", "true");
  try {
    const outcome = await answer(prompt, tuned, signal, {
      text: (piece) => {
        if (pieces++ === 0 && tuned) answering();
        said.append(piece);
      },
      step: (step, steps, loss) => {
        byId("steps").hidden = false;
        byId("steps").max = steps;
        byId("steps").value = step;
        byId("step").textContent = `step ${step} of ${steps}, loss ${places(loss)}`; // the bar tells it to those who listen, who would not want every step read out
      },
      scores: (given) => {
        scores = given;
      },
    });
    byId(`${name}-note`).textContent = note(tuned, outcome, (performance.now() - began) / 1000);
    return { scores, learnt: outcome };
  } finally {
    place.setAttribute("aria-busy", "false");
  }
}

function note(tuned, learntHere, took) {
  const base = `${seconds(took)} in all`;
  if (!tuned || !learntHere) return base;
  return learntHere.guard === "kept" || learntHere.guard === "off" ? `${base}, after ${count(learntHere.steps, "gradient step")}` : `${base}; the base answered, since what was learnt was not kept`;
}

function answering() {
  byId("step").textContent = "";
  progress("The adapted model answers…");
}

/** The end of a prompt, which an answer continues. */
const ending = (prompt) => (prompt.length <= 240 ? prompt : `…${prompt.slice(-240)}`);

function begin() {
  for (const name of ["base", "adapted"]) {
    byId(`${name}-answer`).replaceChildren();
    byId(`${name}-note`).textContent = "";
  }
  learnt.hide();
  byId("tokens-result").replaceChildren();
  byId("steps").hidden = true;
  byId("steps").value = 0;
  byId("ask-button").setAttribute("aria-disabled", "true"); // not disabled, which would take the focus away
  byId("stop-button").hidden = false;
}

function end() {
  byId("ask-button").removeAttribute("aria-disabled");
  byId("stop-button").hidden = true;
  byId("steps").hidden = true;
  byId("step").textContent = "";
}

const progress = (text) => {
  byId("progress").textContent = text;
};
