/** A task of a graph that is measured; all of them run `sh -c true`. */
export interface BenchTask {
  readonly id: string;
  readonly needs: readonly string[];
}

export type BenchGraph = readonly BenchTask[];

/** Tasks that need nothing. */
export function wide(size: number): BenchGraph {
  return Array.from({ length: size }, (_, index) => ({ id: nameOf(index), needs: [] }));
}

/** Each task needs the one before it. */
export function chain(size: number): BenchGraph {
  return Array.from({ length: size }, (_, index) => ({
    id: nameOf(index),
    needs: index === 0 ? [] : [nameOf(index - 1)],
  }));
}

export interface LayeredOptions {
  readonly width: number;
  /** Tasks of the layer above that each task needs, at most: the same may be drawn twice. */
  readonly needs: number;
  readonly seed: number;
}

/** Layers of equal width; each task needs some of the layer above. The same seed gives the same graph everywhere. */
export function layered(size: number, { width, needs, seed }: LayeredOptions): BenchGraph {
  const draw = seededDraws(seed);
  return Array.from({ length: size }, (_, index) => {
    const above = Math.floor(index / width) * width - width;
    if (above < 0) return { id: nameOf(index), needs: [] };
    const drawn = Array.from({ length: needs }, () => above + Math.floor(draw() * width));
    return { id: nameOf(index), needs: [...new Set(drawn)].sort((a, b) => a - b).map(nameOf) };
  });
}

function nameOf(index: number): string {
  return `t${index}`;
}

/** Fractions from a linear congruential generator with the constants of C++'s `minstd_rand`: plenty to draw edges with. */
function seededDraws(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = (seed % (modulus - 1)) + 1;
  return () => {
    state = (state * 48_271) % modulus;
    return (state - 1) / (modulus - 1);
  };
}
