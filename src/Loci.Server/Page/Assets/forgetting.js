// Asks before a document is forgotten.

import { byId } from "./dom.js";

/** Wires the dialog. */
export function start() {
  const dialog = byId("forget-dialog");
  byId("forget-form").addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close("forget");
  });
  byId("forget-cancel").addEventListener("click", () => dialog.close(""));
}

/** Whether the document is to go. */
export function confirm(name) {
  const dialog = byId("forget-dialog");
  byId("forget-name").textContent = name;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => resolve(dialog.returnValue === "forget"), { once: true }));
}
