// Moves marks apart until none covers another, each staying as near to its place as it can.

const ROUNDS = 120;

/**
 * @param places where the marks belong, in pixels
 * @param gap least distance between two
 * @param keepFree places that none may cover
 */
export function apart(places, gap, keepFree, width, height) {
  const marks = places.map(({ x, y }) => ({ x, y }));
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false;
    for (let i = 0; i < marks.length; i++) {
      for (let j = 0; j < i; j++) moved = push(marks[i], marks[j], gap, i - j, 0.5) || moved;
      for (const free of keepFree) moved = push(marks[i], free, gap, i, 1) || moved;
      marks[i].x = Math.min(width - gap / 2, Math.max(gap / 2, marks[i].x));
      marks[i].y = Math.min(height - gap / 2, Math.max(gap / 2, marks[i].y));
    }
    if (!moved) break;
  }
  return marks;
}

/** Pushes one mark from another, or both from each other where the share is half. */
function push(one, other, gap, turn, share) {
  const [dx, dy] = [one.x - other.x, one.y - other.y];
  const distance = Math.hypot(dx, dy);
  if (distance >= gap) return false;
  const angle = distance > 1e-6 ? Math.atan2(dy, dx) : turn * 2.399963; // marks on one spot leave it along a sunflower's angles
  const step = share * (gap - distance) + 0.01;
  one.x += step * Math.cos(angle);
  one.y += step * Math.sin(angle);
  if (share < 1) {
    other.x -= step * Math.cos(angle);
    other.y -= step * Math.sin(angle);
  }
  return true;
}
