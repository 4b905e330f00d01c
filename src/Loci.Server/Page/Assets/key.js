// The key, where the server asks for one: kept in this browser, asked for in a dialog when it is missing or wrong.

import { byId } from "./dom.js";

const PLACE = "loci.key";
let waiting = null;

/** The key, or null. */
export const current = () => localStorage.getItem(PLACE);

/** Asks for a key and waits until there is another one; false where it was refused. Those who ask at once wait together. */
export function ask(why) {
  const dialog = byId("key-dialog");
  byId("key-wrong").textContent = current() ? why : "";
  byId("key-button").hidden = false;
  waiting ??= new Promise((resolve) => {
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      waiting = null;
      resolve(dialog.returnValue === "used");
    }, { once: true });
  });
  if (!dialog.open) dialog.showModal();
  return waiting;
}

/** Wires the dialog. */
export function start() {
  const dialog = byId("key-dialog");
  const field = byId("key");
  byId("key-button").hidden = !current();
  byId("key-button").addEventListener("click", () => ask("").then((used) => used && location.reload()));
  byId("key-form").addEventListener("submit", (event) => {
    event.preventDefault();
    localStorage.setItem(PLACE, field.value.trim());
    field.value = "";
    dialog.close("used");
  });
  byId("key-forget").addEventListener("click", () => {
    localStorage.removeItem(PLACE);
    dialog.close("");
  });
}
