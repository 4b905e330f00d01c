// SIFT's picks in order, each with where it comes from, its score, σ after it, and its text when it is asked for.

import { call } from "./api.js";
import { el } from "./dom.js";
import { say } from "./failure.js";
import { number, places, sharedFolder } from "./format.js";

const MOST = 2000; // candidates a search may be asked for

/** Lists the picks of the first rule. */
export function listPicks(list, prompt, map, lit) {
  const rule = map.rules[0];
  const folder = sharedFolder(map.candidates.map(({ document }) => document));
  list.replaceChildren(...rule.indices.map((index, i) => {
    const candidate = map.candidates[index];
    const id = `pick-${i + 1}-text`;
    const text = el("div", { id, class: "pick-text", hidden: true, tabindex: 0, role: "region", "aria-label": `Text of pick ${i + 1}` });
    const button = el("button", { type: "button", class: "quiet small", "aria-expanded": "false", "aria-controls": id, "aria-label": `Text of pick ${i + 1}` }, "Text");
    button.addEventListener("click", () => toggle(button, text, prompt, candidate, map.candidates.length));
    const entry = el("li", { class: "pick-entry", onpointerenter: () => lit.set(index), onpointerleave: () => lit.set(null), onfocusin: () => lit.set(index), onfocusout: () => lit.set(null) },
      el("div", { class: "pick-head" }, el("span", { class: "pick-number" }, `${i + 1}`), el("span", { class: "source", title: candidate.document }, candidate.document.slice(folder.length)), button),
      el("p", { class: "pick-facts" }, `part ${candidate.ordinal + 1} · score ${number(candidate.score)} · σ ${places(rule.uncertainty[i])}`), text);
    lit.watch((now) => entry.classList.toggle("lit", now === index));
    return entry;
  }));
}

async function toggle(button, text, prompt, candidate, candidates) {
  const open = text.hidden;
  button.setAttribute("aria-expanded", String(open));
  text.hidden = !open;
  if (!open || text.textContent) return;
  text.setAttribute("aria-busy", "true");
  try {
    text.textContent = await fetchText(prompt, candidate, candidates);
  } catch (error) {
    say(error);
  } finally {
    text.setAttribute("aria-busy", "false");
  }
}

/** The text of a chunk: the same search, within its document. */
async function fetchText(prompt, candidate, candidates) {
  const { data } = await call("POST", "/v1/memory/search", { query: prompt, count: Math.min(MOST, candidates), source_prefix: candidate.document });
  return data.find(({ id }) => id === candidate.id)?.text ?? "The memory has changed since; it no longer holds this text.";
}
