// The tokens of a text under one of the two models. The adapted one learns for the prompt, whatever the text, and never the prompt itself, which the text may hold.

import { call } from "./api.js";
import { tuning } from "./settings.js";
import { served } from "./served.js";
import { tokensOf } from "./answering.js";

/** Tokens with what the model gives them. */
export async function score(text, prompt, tuned, signal) {
  const reply = await call("POST", "/v1/completions", {
    model: served.model, prompt: text, echo: true, logprobs: 0, max_tokens: 0,
    ...(tuned ? { tuning: { ...tuning(["loss"]), prompt_steps: undefined, query: { text: prompt } } } : {}),
  }, signal);
  return { tokens: tokensOf(reply.choices[0].logprobs), guard: reply.tuning?.guard };
}
