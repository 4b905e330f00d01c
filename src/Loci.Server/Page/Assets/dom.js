// Elements by hand. Text only ever goes in as text: nothing here reads HTML, so that what a memory or a model says stays inert.

const SVG = "http://www.w3.org/2000/svg";

/** The element of the page with this id. */
export const byId = (id) => document.getElementById(id);

/** Makes an HTML element. Attributes that are null or false are left out; those that begin with "on" are listeners. */
export const el = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);

/** Makes an SVG element. */
export const svg = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

/** Puts children in the place of what an element holds; those that are null are left out. */
export const put = (place, ...children) => place.replaceChildren(...present(children));

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

/** What is there of nested lists of children. */
const present = (children) => children.flat(Infinity).filter((child) => child !== null && child !== undefined);
