// The selection rules that are shown beside each other.

/** Names as people read them, in the order they are shown. */
export const NAMES = { sift: "SIFT", nn: "Nearest neighbours" };

/** Numbers of the picks of each candidate that a rule picked: candidate → [1, 4]. */
export function numbers(rule) {
  const picks = new Map();
  rule.indices.forEach((candidate, i) => picks.set(candidate, [...(picks.get(candidate) ?? []), i + 1]));
  return picks;
}

/** A list of numbers that fits in a small circle: 1, 4 or 1–4+. */
export const brief = (list) => (list.length === 1 ? `${list[0]}` : list.length === 2 ? list.join(",") : `${list[0]}…`);
