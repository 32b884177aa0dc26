/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  if (sorted.length % 2 === 1) return upper;
  return (upper + (sorted[sorted.length / 2 - 1] ?? Number.NaN)) / 2;
}

/** What came of many pairs of values. */
export interface Ratio {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * How many times larger the first of each pair is. Each ratio is taken within its pair, whose two values were measured
 * right after each other: what slows the machine for a while slows both.
 */
export function ratioOf(pairs: readonly (readonly [number, number])[]): Ratio {
  const ratios = pairs.map(([first, second]) => first / second);
  return { median: median(ratios), lowest: Math.min(...ratios), highest: Math.max(...ratios) };
}
