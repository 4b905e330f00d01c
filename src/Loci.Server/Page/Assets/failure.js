// What went wrong, said once, where everyone hears it.

import { byId } from "./dom.js";

/** Says it. */
export function say(error) {
  byId("failure").textContent = error.message;
  byId("failure").hidden = false;
}

/** Takes back what was said. */
export function clear() {
  byId("failure").hidden = true;
  byId("failure").textContent = "";
}
