// One prompt to one of the two models, as a stream: text as it comes, gradient steps as they are taken, and at the end what was learnt.
// A model without a chat template continues the prompt itself, and scores the prompt's tokens on the way, unless it has learnt them; one with a template answers it.

import { stream } from "./api.js";
import { drawing, learnsPrompt, tuning } from "./settings.js";
import { served } from "./served.js";

const TOLD = ["selection", "uncertainty", "loss", "timing", "progress"];
const STEP = /^tuning step (\d+) of (\d+), loss (\S+)/;

/**
 * Asks.
 * @param tuned whether it learns first
 * @param on {text, step, scores}: told each piece of text, each step taken, and, where they are scored, the prompt's tokens with what the model gives them
 * @returns what was learnt, or null
 */
export async function answer(prompt, tuned, signal, on) {
  const shared = { model: served.model, stream: true, ...drawing(), ...(tuned ? { tuning: { ...tuning(TOLD), query: "prompt" } } : {}) };
  let learnt = null;
  const scored = !served.chats && !(tuned && learnsPrompt());
  let echoed = !scored;
  await stream(
    served.chats ? "/v1/chat/completions" : "/v1/completions",
    served.chats ? { ...shared, messages: [{ role: "user", content: prompt }] } : { ...shared, prompt, ...(scored ? { echo: true, logprobs: 0 } : {}) },
    signal,
    (chunk) => {
      learnt = chunk.tuning ?? learnt;
      const choice = chunk.choices[0];
      if (!choice) return;
      if (!echoed) {
        echoed = true;
        on.scores(tokensOf(choice.logprobs));
        return;
      }
      const piece = choice.delta?.content ?? choice.text;
      if (piece) on.text(piece);
    },
    (comment) => {
      const step = STEP.exec(comment);
      if (step) on.step(Number(step[1]), Number(step[2]), Number(step[3]));
    },
  );
  return learnt;
}

/** Tokens with what a model gives them, from the log-probabilities of an echoed text. */
export const tokensOf = (logprobs) => logprobs.tokens.map((text, i) => ({ text, logprob: logprobs.token_logprobs[i] }));
