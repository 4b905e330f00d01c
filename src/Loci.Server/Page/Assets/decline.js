// Uncertainty about the prompt, falling pick by pick, for each rule.

import { el, put, svg } from "./dom.js";
import { places } from "./format.js";
import { NAMES } from "./rules.js";

const HEIGHT = 300;
const [LEFT, RIGHT, TOP, BOTTOM] = [52, 16, 36, 42];

/** Draws the lines into a figure. */
export function drawDecline(figure, map) {
  const most = Math.max(1, ...map.rules.map((rule) => rule.uncertainty.length));
  const lines = map.rules.map((rule) => ({ name: rule.name, values: [map.uncertainty_before, ...rule.uncertainty] }));
  const width = Math.min(520, Math.max(280, figure.clientWidth)); // one to one, as the map is
  const all = lines.flatMap(({ values }) => values);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const floor = high - low < high / 2 ? low - (high - low) / 10 : 0; // a small fall is seen from near by; the axis says where it begins
  const x = (n) => LEFT + ((width - LEFT - RIGHT) * n) / most;
  const y = (value) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - (value - floor) / (high - floor || 1));
  put(figure,
    el("figcaption", {}, el("strong", {}, "Uncertainty, pick by pick")),
    svg("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-labelledby": "decline-title decline-desc" },
      svg("title", { id: "decline-title" }, "Uncertainty about the prompt after each pick"),
      svg("desc", { id: "decline-desc" }, lines.map(({ name, values }) => `${NAMES[name] ?? name}: from ${places(values[0])} to ${places(values.at(-1))}`).join("; ")),
      frame(x, y, most, floor, high, width),
      [...lines].reverse().map(({ name, values }) => line(name, values, x, y))),
    el("ul", { class: "legend" }, lines.map(({ name, values }) => el("li", {},
      svg("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, svg("line", { x1: 0, y1: 7, x2: 14, y2: 7, class: `line rule-${name}` })), `${NAMES[name] ?? name}, at last ${places(values.at(-1))}`))),
    floor > 0 ? el("p", { class: "hint" }, `The axis begins at ${places(floor)}, not at 0.`) : null,
    table(lines, most));
}

function frame(x, y, most, floor, high, width) {
  const levels = round(floor, high);
  const digits = high - floor < 0.05 ? 3 : 2;
  const every = Math.ceil(most / 8);
  return [
    levels.map((level) => svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(level), y2: y(level), class: "grid" })),
    levels.map((level) => svg("text", { x: LEFT - 8, y: y(level) + 4, "text-anchor": "end", class: "tick" }, places(level, digits))),
    Array.from({ length: most + 1 }, (_, n) => n).filter((n) => n % every === 0).map((n) => svg("text", { x: x(n), y: HEIGHT - BOTTOM + 18, "text-anchor": "middle", class: "tick" }, `${n}`)),
    svg("text", { x: (LEFT + width - RIGHT) / 2, y: HEIGHT - 5, "text-anchor": "middle", class: "axis-name" }, "picks"),
    svg("text", { x: 10, y: TOP - 17, class: "axis-name" }, "σ, what is not yet known"),
  ];
}

/** Round levels between two values, some four of them. */
function round(low, high) {
  const raw = (high - low) / 4 || 1;
  const size = 10 ** Math.floor(Math.log10(raw));
  const step = size * [1, 2, 5, 10].find((times) => times * size >= raw);
  const levels = [];
  for (let level = Math.ceil(low / step - 1e-9); level * step <= high * (1 + 1e-9); level++) levels.push(level * step);
  return levels;
}

function line(name, values, x, y) {
  const points = values.map((value, n) => `${x(n).toFixed(1)},${y(value).toFixed(1)}`);
  return svg("g", { class: `rule-${name}`, "data-line": name },
    svg("polyline", { points: points.join(" "), class: `line rule-${name}` }),
    values.map((value, n) => svg("circle", { cx: x(n).toFixed(1), cy: y(value).toFixed(1), r: 2.5, class: "bead" }, svg("title", {}, `${NAMES[name] ?? name}, after ${n}: ${places(value)}`))));
}

function table(lines, most) {
  return el("details", {}, el("summary", {}, "The lines as a table"), el("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": "Uncertainty" }, el("table", {},
    el("thead", {}, el("tr", {}, ["Picks", ...lines.map(({ name }) => `σ, ${NAMES[name] ?? name}`)].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, Array.from({ length: most + 1 }, (_, n) => el("tr", {}, el("th", { scope: "row" }, `${n}`), lines.map(({ values }) => el("td", {}, places(values[n])))))))));
}
