// The page, put together.

import * as ask from "./ask.js";
import * as key from "./key.js";
import * as memory from "./memory.js";
import * as settings from "./settings.js";
import * as tokens from "./tokens.js";
import * as views from "./views.js";
import { load } from "./served.js";
import { say } from "./failure.js";

key.start();
settings.start();
ask.start();
tokens.start();
memory.start();

try {
  await load();
  views.start((view) => view === "memory" && memory.refresh());
  document.body.dataset.ready = "true";
} catch (error) {
  say(error);
}
