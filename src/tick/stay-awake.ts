/** How often a working wake-up looks for what has fallen due meanwhile. */
export const lookAgainMs = 60_000;

/** How often one that only waits to be certain that a runner is dead looks at its lease. */
const watchMs = 10_000;

/** What a wake-up may stay awake for though nothing runs. */
export interface Vigil {
  /** Somebody may have died. */
  readonly isWatching: boolean;
  /** Milliseconds until the first fire that is soon enough to be waited for. */
  readonly fireInMs: number | undefined;
}

export function isWorthWaiting({ isWatching, fireInMs }: Vigil): boolean {
  return isWatching || fireInMs !== undefined;
}

/** Milliseconds. */
export function lookAgainIn({ isWatching, fireInMs }: Vigil): number {
  const usual = isWatching ? watchMs : lookAgainMs;
  return Math.min(usual, fireInMs ?? usual);
}
