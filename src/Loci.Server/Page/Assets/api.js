// Requests to this server, and its errors as exceptions with the words it said.

import * as key from "./key.js";
import { readEvents } from "./events.js";

/** What the server refused, in its own words. */
export class ApiError extends Error {
  constructor(status, message, code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** Asks and gives the answer's JSON. */
export async function call(method, path, body, signal) {
  const response = await send(method, path, body, signal);
  return response.json();
}

/** Asks and tells each event and comment of the stream as it comes. */
export async function stream(path, body, signal, onEvent, onComment) {
  const response = await send("POST", path, body, signal);
  let done = false;
  await readEvents(response.body, (data) => {
    if (data === "[DONE]") {
      done = true;
      return;
    }
    const event = JSON.parse(data);
    if (event.error) throw new ApiError(0, event.error.message, event.error.code);
    onEvent(event);
  }, onComment);
  if (!done) throw new ApiError(0, "The answer broke off before its end.", null);
}

async function send(method, path, body, signal) {
  for (;;) {
    const secret = key.current();
    const response = await reach(path, {
      method,
      signal,
      headers: { ...(body ? { "Content-Type": "application/json" } : {}), ...(secret ? { Authorization: `Bearer ${secret}` } : {}) },
      body: body ? JSON.stringify(body) : undefined,
    });
    if (response.ok) return response;
    const error = await failure(response);
    if (response.status === 401 && (key.current() !== secret || await key.ask(error.message))) continue;
    throw error;
  }
}

async function reach(path, request) {
  try {
    return await fetch(path, { ...request, credentials: "omit", redirect: "error" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ApiError(0, "The server cannot be reached. Is it still running?", null);
  }
}

async function failure(response) {
  try {
    const { error } = await response.json();
    const wait = response.headers.get("Retry-After");
    return new ApiError(response.status, wait ? `${error.message} Try again in ${wait} s.` : error.message, error.code);
  } catch {
    return new ApiError(response.status, `The server answered with status ${response.status}.`, null);
  }
}
