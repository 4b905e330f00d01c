// The memory: what it holds, searching it, adding to it, forgetting.

import { call } from "./api.js";
import { byId, el } from "./dom.js";
import { clear, say } from "./failure.js";
import { bytes, count, number } from "./format.js";
import * as forgetting from "./forgetting.js";
import { say as sayServed, served } from "./served.js";

const PAGE = 50;
let last = null; // the last document shown

/** Wires the view. */
export function start() {
  on("search-form", search);
  on("filter-form", list);
  on("add-form", add);
  byId("documents-more").addEventListener("click", () => attempt(more));
  forgetting.start();
}

/** Shows what the memory holds now. */
export const refresh = () => attempt(async () => {
  if (!served.tuned) {
    byId("memory-info").textContent = "This server has no memory. Start it with --memory to give it one.";
    return;
  }
  const info = await call("GET", "/v1/memory");
  byId("memory-info").textContent = `“${info.name}” holds ${count(info.documents, "document")} in ${count(info.chunks, "chunk")}, ${bytes(info.bytes)} of text, compared by ${info.embedder}.`;
  await list();
});

function on(form, work) {
  byId(form).addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(work);
  });
}

async function attempt(work) {
  clear();
  try {
    await work();
  } catch (error) {
    say(error);
  }
}

async function search() {
  const query = byId("search-text").value.trim();
  if (!query) return;
  const { data } = await call("POST", "/v1/memory/search", { query, count: 10 });
  byId("search-result").replaceChildren(
    el("p", { class: "hint", role: "status" }, `${count(data.length, "chunk")} found, nearest first`),
    el("ol", { class: "hits" }, data.map((hit) => el("li", { class: "hit" },
      el("span", { class: "source" }, hit.document), el("p", { class: "facts" }, `part ${hit.ordinal + 1} · score ${number(hit.score)}`), el("p", {}, hit.text)))));
}

async function add() {
  const [source, text] = [byId("add-source"), byId("add-text")];
  byId("memory-progress").textContent = "Adding…";
  const reply = await call("POST", "/v1/memory/documents", { documents: [{ source: source.value, text: text.value, replaces: byId("add-replaces").checked }] })
    .catch((error) => {
      byId("memory-progress").textContent = "";
      throw error;
    });
  byId("memory-progress").textContent = reply.added ? `Added, in ${count(reply.chunks, "chunk")}.` : "The memory knows this text already.";
  byId("add-form").reset();
  await changed();
}

async function changed() {
  await Promise.all([refresh(), sayServed()]);
}

async function list() {
  last = null;
  byId("documents").replaceChildren();
  await more();
}

async function more() {
  const query = new URLSearchParams({ limit: PAGE, ...(last === null ? {} : { after: last }), ...(byId("filter-prefix").value ? { source_prefix: byId("filter-prefix").value } : {}) });
  const page = await call("GET", `/v1/memory/documents?${query}`);
  byId("documents").append(...page.data.map(entry));
  if (page.data.length === 0 && last === null) byId("documents").append(el("li", { class: "hint" }, "There is none."));
  last = page.data.at(-1)?.id ?? last;
  byId("documents-more").hidden = !page.has_more;
}

function entry(document) {
  const added = new Date(1000 * document.added).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
  return el("li", { class: "document" },
    el("div", {}, el("span", { class: "source" }, document.source), el("p", { class: "facts" }, [`${bytes(document.bytes)}`, `added ${added}`, ...(document.copies.length ? [`also as ${document.copies.join(", ")}`] : [])].join(" · "))),
    el("button", { type: "button", class: "danger small", "aria-label": `Forget ${document.source}`, onclick: () => attempt(() => forget(document)) }, "Forget"));
}

async function forget(document) {
  if (!await forgetting.confirm(document.source)) return;
  await call("DELETE", `/v1/memory/documents/${document.id}`);
  byId("memory-progress").textContent = "Forgotten.";
  await changed();
  byId("documents-title").focus(); // the button that was pressed has gone with its document
}
