// What was learnt for a prompt: the map and the falling line as soon as the memory was searched, the numbers when learning has ended.

import { byId } from "./dom.js";
import { drawMap } from "./map.js";
import { drawDecline } from "./decline.js";
import { drawOutcome } from "./outcome.js";
import { listPicks } from "./picks.js";

/** Hides what was learnt before. */
export function hide() {
  byId("learnt").hidden = byId("changed").hidden = true;
  for (const id of ["outcome", "map-figure", "decline-figure", "picks"]) byId(id).replaceChildren();
}

/** Shows candidates and picks. */
export function showMap(prompt, map) {
  byId("learnt").hidden = false;
  const lit = light();
  drawMap(byId("map-figure"), map, lit);
  drawDecline(byId("decline-figure"), map);
  listPicks(byId("picks"), prompt, map, lit);
}

/** Shows what came of it. */
export function showOutcome(learnt, map) {
  if (!learnt) return;
  drawOutcome(byId("outcome"), learnt);
  byId("changed").hidden = learnt.memory_snapshot === map.memory_snapshot;
}

/** One candidate at a time is lit, on the map and in the list alike. */
function light() {
  const watchers = [];
  return { watch: (watcher) => watchers.push(watcher), set: (candidate) => watchers.forEach((watcher) => watcher(candidate)) };
}
