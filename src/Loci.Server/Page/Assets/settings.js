// How runs are made, kept in this browser. A field that is empty leaves the choice to the server.

import { byId, el } from "./dom.js";

const PLACE = "loci.settings";

const FIELDS = [
  { name: "count", label: "Picks N", hint: "chunks learnt, at most", type: "number", min: 1, step: 1 },
  { name: "candidates", label: "Candidates K", hint: "nearest chunks looked at", type: "number", min: 1, step: 1 },
  { name: "lambda", label: "Noise λ", hint: "large: relevance, small: diversity", type: "number", min: 0, step: "any" },
  { name: "method", label: "Method", hint: "what learns", options: [["", "default"], ["full", "full"], ["lora", "lora"], ["head", "head"]] },
  { name: "steps", label: "Steps", hint: "gradient steps, at most", type: "number", min: 1, step: 1 },
  { name: "prompt_steps", label: "Prompt steps", hint: "steps on the prompt itself", type: "number", min: 0, step: 1 },
  { name: "guard", label: "Guard", hint: "refuses what predicts the prompt worse", options: [["", "default"], ["true", "on"], ["false", "off"]] },
  { name: "tokens", label: "Answer tokens", hint: "length of each answer", type: "number", min: 1, step: 1, standard: "48" },
  { name: "temperature", label: "Temperature", hint: "0 takes the likeliest token", type: "number", min: 0, step: "any", standard: "0" },
];

/** Puts the fields on the page. */
export function start() {
  const kept = read();
  byId("settings-fields").append(...FIELDS.map((field) => {
    const id = `setting-${field.name}`;
    const value = kept[field.name] ?? field.standard ?? "";
    const input = field.options
      ? el("select", { id, "aria-describedby": `${id}-hint` }, field.options.map(([of, text]) => el("option", { value: of, selected: of === value }, text)))
      : el("input", { id, type: field.type, min: field.min, step: field.step, value, placeholder: "default", inputmode: "decimal", "aria-describedby": `${id}-hint` });
    input.addEventListener("change", save);
    return el("div", {}, el("label", { for: id }, field.label), input, el("p", { id: `${id}-hint`, class: "hint" }, field.hint));
  }));
}

/** What to send in `tuning`, with what to tell of it. */
export function tuning(told) {
  const guard = text("guard");
  return clean({
    count: whole("count"), candidates: whole("candidates"), lambda: real("lambda"), method: text("method") || undefined, steps: whole("steps"), prompt_steps: whole("prompt_steps"),
    guard: guard ? guard === "true" : undefined, query: undefined, return: told,
  });
}

/** What to send to the map, which shows what tuning with these settings reads. */
export function exploration(prompt) {
  const [count, steps] = [whole("count"), whole("steps")];
  return clean({ prompt, count: count && steps ? Math.min(count, steps) : count, candidates: whole("candidates"), lambda: real("lambda") });
}

/** Whether the prompt itself is learnt, so that scoring it would say nothing. */
export const learnsPrompt = () => (whole("prompt_steps") ?? 0) > 0;

/** How answers are drawn. */
export const drawing = () => clean({ max_tokens: whole("tokens") ?? 48, temperature: real("temperature") ?? 0, seed: 1 });

/** K, where it is set. */
export const candidates = () => whole("candidates");

const text = (name) => byId(`setting-${name}`).value;
const real = (name) => (text(name) === "" ? undefined : Number(text(name)));
const whole = (name) => (text(name) === "" ? undefined : Math.round(Number(text(name))));
const clean = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

function save() {
  localStorage.setItem(PLACE, JSON.stringify(Object.fromEntries(FIELDS.map(({ name }) => [name, text(name)]))));
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(PLACE)) ?? {};
  } catch {
    return {};
  }
}
