// A text's tokens under both models, each tinted by how much better, or worse, it is predicted after learning.

import { byId, el, put } from "./dom.js";
import { clear, say } from "./failure.js";
import { places } from "./format.js";
import { score } from "./scoring.js";
import { served } from "./served.js";

const FULL = 3; // nats of change that have the full tint

/** Wires the form. */
export function start() {
  byId("tokens-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const prompt = byId("prompt").value;
    const text = byId("tokens-text").value || prompt;
    if (text.trim()) await compare(text, prompt.trim() ? prompt : text);
    else byId("tokens-progress").textContent = "There is no text, and no prompt.";
  });
}

async function compare(text, prompt) {
  const button = byId("tokens-button");
  if (button.hasAttribute("aria-disabled")) return;
  clear();
  button.setAttribute("aria-disabled", "true");
  try {
    byId("tokens-progress").textContent = "The base reads…";
    const base = await score(text, prompt, false);
    byId("tokens-progress").textContent = "Learning for the prompt…";
    const adapted = served.tuned ? await score(text, prompt, true) : base;
    show(base.tokens, adapted.tokens, text === prompt ? "the prompt" : "the text");
    byId("tokens-progress").textContent = adapted.guard === "refused" ? "What was learnt was refused: both are the base." : "Done.";
  } catch (error) {
    byId("tokens-progress").textContent = "";
    say(error);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** Shows tokens under both models. */
export function show(base, adapted, what) {
  const told = el("p", { class: "token-told", id: "token-told", "aria-live": "polite" });
  const tokens = base.map((token, i) => ({ text: token.text, before: token.logprob, after: adapted[i].logprob }));
  const scored = tokens.filter(({ before }) => before !== null);
  const mean = (of) => -scored.reduce((sum, token) => sum + token[of], 0) / scored.length;
  put(byId("tokens-result"),
    el("p", { class: "scored", role: "group", "aria-label": `Tokens of ${what}` }, tokens.map((token) => tokenOf(token, told))),
    el("p", { class: "scale" }, 
      el("span", {}, el("span", { class: "swatch worse" }), " worse, dotted as well"), el("span", {}, el("span", { class: "swatch better" }), ` better; full tint by ${FULL} nats or more`)),
    told,
    scored.length === 0 ? null : el("p", { class: "hint" }, `Mean over ${scored.length} tokens: ${places(mean("before"))} nats before, ${places(mean("after"))} after. The first token has nothing before it and is not counted.`),
    table(scored));
}

function tokenOf({ text, before, after }, told) {
  if (before === null) return el("span", { class: "token alone" }, text);
  const gain = after - before;
  const tell = () => {
    told.textContent = `“${text.trim() || "␣"}”: ${places(-before, 2)} nats before, ${places(-after, 2)} after (${gain >= 0 ? "better" : "worse"} by ${places(Math.abs(gain), 2)})`;
  };
  const token = el("span", { class: `token ${gain < 0 ? "worse" : "better"}`, "data-gain": gain.toFixed(4), onpointerenter: tell }, text);
  token.style.setProperty("--part", (0.75 * Math.min(1, Math.abs(gain) / FULL)).toFixed(3));
  return token;
}

function table(tokens) {
  return el("details", {}, el("summary", {}, "The tokens as a table"), el("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": "Tokens" }, el("table", {},
    el("thead", {}, el("tr", {}, ["Token", "Nats before", "Nats after", "Better by"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, tokens.map(({ text, before, after }) => el("tr", {}, el("td", { class: "source" }, JSON.stringify(text)), el("td", {}, places(-before)), el("td", {}, places(-after)), el("td", {}, places(after - before))))))));
}
