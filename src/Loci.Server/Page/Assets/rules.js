// The selection rules that are shown beside each other.

/** Names as people read them, in the order they are shown. */
export const NAMES = { sift: "SIFT", nn: "Nearest neighbours" };

/** Numbers of the picks of each candidate that a rule picked: candidate → [1, 4]. */
export function numbers(rule) {
  const picks = new Map();
  rule.indices.forEach((candidate, i) => picks.set(candidate, [...(picks.get(candidate) ?? []), i + 1]));
  return picks;
}

/** The numbers of a candidate's picks in a small circle: the first, with a + where it is picked again. */
export const brief = (list) => `${list[0]}${list.length > 1 ? "+" : ""}`;
