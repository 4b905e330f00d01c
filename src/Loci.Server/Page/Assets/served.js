// What this server serves: the model's name, whether it can learn, and whether prompts are read by a chat template.

import { byId } from "./dom.js";
import { count } from "./format.js";
import { call } from "./api.js";

const known = { model: null, tuned: null, chats: false, memory: false };

/** What is known so far; load() before. */
export const served = known;

/** Asks the server what it is, and says it in the page's head. */
export async function load() {
  const [models, tokenizer] = await Promise.all([call("GET", "/v1/models"), call("GET", "/v1/tokenizer_info")]);
  known.model = models.data.find((model) => !model.id.endsWith(":tuned"))?.id;
  known.tuned = models.data.find((model) => model.id === `${known.model}:tuned`)?.id ?? null;
  known.chats = Boolean(tokenizer.chat_template_family);
  await say();
}

/** Says what the server holds now. */
export async function say() {
  let memory = "no memory to learn from";
  if (known.tuned) {
    const info = await call("GET", "/v1/memory");
    memory = `memory “${info.name}”: ${count(info.documents, "document")}, ${count(info.chunks, "chunk")}`;
  }
  byId("served").textContent = `${known.model} · ${memory}`;
}
