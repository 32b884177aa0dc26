import type { Simulation } from './forecast.ts';

/** A simulation, as people asked for it. */
export interface ForecastView {
  readonly simulation: Simulation;
  /** The same with the pipelines of another commit, under the same luck. */
  readonly before?: { readonly name: string; readonly simulation: Simulation };
  /** What was asked to go otherwise than usual, as it was typed. */
  readonly whatIf: readonly string[];
  /** Pipelines that have errors: they were not played. */
  readonly leftOut: readonly string[];
  /** Whether single pipelines were asked for: then more is told of each. */
  readonly isChosen: boolean;
}
