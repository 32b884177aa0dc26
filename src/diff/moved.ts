/**
 * Of the same things in another order, those that have moved: the fewest without which the rest stands in its old order. Takes the
 * old position of each in its new order; gives positions in the new order, ascending. O(n log n), by patience sorting.
 */
export function movedPositions(oldPositions: readonly number[]): readonly number[] {
  /** By length of a rising run: the position at which the one with the smallest end ends. */
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  oldPositions.forEach((value, position) => {
    const length = firstNotBelow(ends, value, oldPositions);
    previous.push(length === 0 ? undefined : ends[length - 1]);
    ends[length] = position;
  });
  const stays = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) stays.add(at);
  return oldPositions.map((_, position) => position).filter((position) => !stays.has(position));
}

function firstNotBelow(ends: readonly number[], value: number, values: readonly number[]): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
