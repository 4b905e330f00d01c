// Two views of one page, by the address's fragment: asking, and the memory.

import { byId } from "./dom.js";

const VIEWS = ["ask", "memory"];

/** Shows the view the address names, now and whenever it changes; tells which. */
export function start(onShown) {
  const show = () => {
    const name = location.hash.slice(1);
    if (name === "main") return; // the link past the head
    const view = VIEWS.includes(name) ? name : VIEWS[0];
    for (const one of VIEWS) byId(`view-${one}`).hidden = one !== view;
    for (const link of document.querySelectorAll("nav a")) {
      if (link.getAttribute("href") === `#${view}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    document.title = view === "memory" ? "Memory – Loci" : "Loci";
    onShown(view);
  };
  addEventListener("hashchange", show);
  show();
}
