/**
 * The candidate that was most likely meant, or nothing if none is near: at most a third of the letters may differ, and
 * letter case, `-` and `_` do not count. Ties go to the first candidate.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = fold(word);
  const bound = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | undefined;
  let bestDistance = bound + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, fold(candidate), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function fold(word: string): string {
  return word.slice(0, 200).toLowerCase().replaceAll(/[-_]/g, '');
}

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). Gives up with `bound` as soon
 * as the distance cannot be smaller.
 */
export function editDistance(a: string, b: string, bound = Number.POSITIVE_INFINITY): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      current.push(cell(a, b, row, column, current, last, beforeLast));
    }
    if (Math.min(...current) >= bound) return bound;
    beforeLast = last;
    last = current;
  }
  return Math.min(bound, last[b.length] ?? bound);
}

function cell(
  a: string,
  b: string,
  row: number,
  column: number,
  current: readonly number[],
  last: readonly number[],
  beforeLast: readonly number[],
): number {
  const same = a[row - 1] === b[column - 1];
  const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1);
  const best = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
  const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
  return swapped ? Math.min(best, (beforeLast[column - 2] ?? 0) + 1) : best;
}
