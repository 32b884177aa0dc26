import type { History } from '../diff/history.ts';
import type { Side } from '../diff/side.ts';
import type { ForecastChange, SimulatedWindow } from '../report/forecast.ts';

/** How much may be computed at most; what has no room in it is left out, and said so. */
export interface EffortBound {
  /** Events of the engine and of the clock, of all worlds together. */
  readonly steps: number;
  /** Worlds that are played of each side, if there is room. */
  readonly worlds: number;
}

/** What the simulation of a change has: see `ForecastChange`. Pure and deterministic. */
export type SimulateChange = (
  base: Side,
  head: Side,
  history: History,
  window: SimulatedWindow,
  bound: EffortBound,
) => ForecastChange;
