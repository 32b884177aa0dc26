import type { PipelineState } from './ports.ts';

/** Ends of runs that wait to be told, per pipeline. */
export const mostUntold = 100;

/**
 * Notes that the end of a run is to be told, where ends are told at all: by this process, or by one before it. Whoever ends a run
 * is not always the one who can tell.
 */
export function withUntold(state: PipelineState, run: string, isReporting: boolean): PipelineState {
  if (!isReporting && state.untold === undefined) return state;
  const others = (state.untold ?? []).filter((each) => each !== run);
  return { ...state, untold: [...others, run].slice(-mostUntold) };
}

/**
 * From now on ends are noted, whoever ends a run: the process that claims one tells how it goes, and may die before it has told the end.
 * Somebody who tells nobody may be the one who goes on with it.
 */
export function withTelling(state: PipelineState, isReporting: boolean): PipelineState {
  return isReporting && state.untold === undefined ? { ...state, untold: [] } : state;
}

/** The same without runs that were told, or cannot be. */
export function withTold(state: PipelineState, told: ReadonlySet<string>): PipelineState {
  if (state.untold === undefined) return state;
  return { ...state, untold: state.untold.filter((run) => !told.has(run)) };
}
