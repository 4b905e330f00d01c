// The candidates in a plane, the prompt among them, and what each rule picks, numbered in order.

import { el, svg } from "./dom.js";
import { number, percent } from "./format.js";
import { apart } from "./apart.js";
import { NAMES, brief, numbers } from "./rules.js";

const EDGE = 30;
const MARK = 10; // radius of a pick's mark

/** Draws the map into a figure. */
export function drawMap(figure, map, lit) {
  const width = Math.min(680, Math.max(300, figure.clientWidth)); // drawn one to one, so that numbers can be read on a phone
  const height = Math.max(300, 0.66 * width);
  const place = scale(map, width, height);
  const picture = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-labelledby": "map-title map-desc" },
    svg("title", { id: "map-title" }, "Map of the candidates"),
    svg("desc", { id: "map-desc" }, describe(map)));
  const dots = map.candidates.map((candidate, i) => svg("circle", { ...at(place(candidate)), r: radius(candidate, map), class: "dot", onpointerenter: () => lit.set(i), onpointerleave: () => lit.set(null) },
    svg("title", {}, `${candidate.document}, score ${number(candidate.score)}`)));
  const layers = spread(map, place, width, height).map(({ name, picks }) => ({ name, layer: layer(name, picks, map, lit) }));
  picture.append(...dots, ...layers.map(({ layer: drawn }) => drawn).reverse(), query(place(map.query), width));
  lit.watch((candidate) => dots.forEach((dot, i) => dot.classList.toggle("lit", i === candidate)));
  figure.replaceChildren(caption(layers), picture, legend(), el("p", { class: "hint" },
    `Near on the map is alike in words; two dimensions show ${percent(map.spread_shown)} of how the ${map.candidates.length} candidates differ. Larger dots score higher; a number with + is picked again later.`), table(map));
  show(layers, "both");
}

function scale(map, width, height) {
  const all = [...map.candidates, map.query];
  const [left, right] = [Math.min(...all.map(({ x }) => x)), Math.max(...all.map(({ x }) => x))];
  const [low, high] = [Math.min(...all.map(({ y }) => y)), Math.max(...all.map(({ y }) => y))];
  const unit = Math.min((width - 2 * EDGE) / (right - left || 1), (height - 2 * EDGE) / (high - low || 1));
  return ({ x, y }) => ({ x: width / 2 + unit * (x - (left + right) / 2), y: height / 2 - unit * (y - (low + high) / 2) });
}

const at = ({ x, y }) => ({ cx: x.toFixed(1), cy: y.toFixed(1) });

const radius = ({ score }, { candidates }) => (2.5 + 3.5 * Math.sqrt(score / (candidates[0].score || 1))).toFixed(1);

function query({ x, y }, width) {
  const side = sideOf(x, width);
  const star = Array.from({ length: 10 }, (_, i) => {
    const [angle, far] = [(Math.PI * i) / 5 - Math.PI / 2, i % 2 ? 4.5 : 11];
    return `${(x + far * Math.cos(angle)).toFixed(1)},${(y + far * Math.sin(angle)).toFixed(1)}`;
  });
  return svg("g", {}, svg("polygon", { points: star.join(" "), class: "query" }), svg("text", { x: x + side * 14, y: y + 4, class: "query-name", "text-anchor": side < 0 ? "end" : "start" }, "prompt"));
}

/** Which side of the prompt its name has room on. */
const sideOf = (x, width) => (x > width - 75 ? -1 : 1);

/** What the prompt and its name cover. */
const named = ({ x, y }, width) => [0, 22, 38, 52].map((far) => ({ x: x + sideOf(x, width) * far, y }));

/** Every rule's picks with where their marks stand: moved apart where they would cover each other, of all rules together, so that a mark stays where it is when a rule is hidden. */
function spread(map, place, width, height) {
  const picks = map.rules.flatMap((rule) => [...numbers(rule)].map(([candidate, order]) => ({ rule: rule.name, candidate, order, from: place(map.candidates[candidate]) })));
  const free = apart(picks.map(({ from }) => from), 2 * MARK + 1, named(place(map.query), width), width, height);
  picks.forEach((pick, i) => Object.assign(pick, { to: free[i] }));
  return map.rules.map(({ name }) => ({ name, picks: picks.filter(({ rule }) => rule === name) }));
}

/** A rule's picks: a numbered circle each, with a line to the candidate it stands for. */
function layer(name, picks, map, lit) {
  return svg("g", { "data-rule": name }, [...picks].reverse().map(({ candidate, order, from, to }) => {
    const mark = svg("g", { class: `pick rule-${name}`, onpointerenter: () => lit.set(candidate), onpointerleave: () => lit.set(null) },
      svg("line", { x1: from.x, y1: from.y, x2: to.x, y2: to.y, class: "leader" }),
      svg("circle", { ...at(to), r: MARK }),
      svg("text", { x: to.x, y: to.y }, brief(order)),
      svg("title", {}, `${NAMES[name] ?? name}, pick ${order.join(", ")}: ${map.candidates[candidate].document}`));
    lit.watch((now) => mark.classList.toggle("lit", now === candidate));
    return mark;
  }));
}

function caption(layers) {
  const options = [...layers.map(({ name }) => [name, NAMES[name] ?? name]), ["both", "Both"]];
  return el("figcaption", {}, el("strong", {}, "Candidates and picks"),
    el("fieldset", { class: "choice" }, el("legend", { class: "unseen" }, "Picks shown"), options.map(([name, text]) =>
      el("label", {}, el("input", { type: "radio", name: "rule", value: name, checked: name === "both", onchange: () => show(layers, name) }), text))));
}

const show = (layers, chosen) => layers.forEach(({ name, layer: drawn }) => drawn.toggleAttribute("hidden", chosen !== "both" && chosen !== name));

function legend() {
  const sign = (kind, ...shape) => el("li", {}, svg("svg", { viewBox: "0 0 14 14", "aria-hidden": "true" }, ...shape), kind);
  return el("ul", { class: "legend" },
    sign("prompt", svg("polygon", { points: "7,0 9,5 14,5 10,8 12,14 7,10 2,14 4,8 0,5 5,5", class: "query" })),
    sign("candidate", svg("circle", { cx: 7, cy: 7, r: 4, class: "dot" })),
    sign("SIFT’s pick", svg("g", { class: "pick rule-sift" }, svg("circle", { cx: 7, cy: 7, r: 6 }))),
    sign("nearest neighbours’ pick", svg("g", { class: "pick rule-nn" }, svg("circle", { cx: 7, cy: 7, r: 6 }))));
}

function describe(map) {
  const told = map.rules.map((rule) => `${NAMES[rule.name] ?? rule.name} picks ${new Set(rule.indices).size} different ones`);
  return `${map.candidates.length} candidates around the prompt. ${told.join("; ")}. The table below has the same.`;
}

function table(map) {
  const picked = map.rules.map(numbers);
  return el("details", {}, el("summary", {}, "The map as a table"), el("div", { class: "table-wrap", tabindex: 0, role: "region", "aria-label": "Candidates" }, el("table", {},
    el("thead", {}, el("tr", {}, ["Document", "Part", "Score", ...map.rules.map((rule) => NAMES[rule.name] ?? rule.name)].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", {}, map.candidates.map((candidate, i) => el("tr", {},
      el("td", { class: "source" }, candidate.document), el("td", {}, `${candidate.ordinal + 1}`), el("td", {}, number(candidate.score)),
      picked.map((of) => el("td", {}, (of.get(i) ?? []).join(", ")))))))));
}
