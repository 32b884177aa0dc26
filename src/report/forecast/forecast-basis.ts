import { nameList } from '../text/name-list.ts';

/** What the simulation of a change knows of earlier runs. */
export interface ForecastBasis {
  /** Successes of the task of which the most are known. */
  readonly successes: number;
  /** Runs that were looked into for how often tasks fail, of the pipeline of which these are the most; 0: of none. */
  readonly runs: number;
  /** Pipelines that have run, and of which nobody has looked how often their tasks fail. */
  readonly unknown: readonly string[];
}

/** Where its figures come from, in a sentence or two. */
export function basisText({ successes, runs, unknown }: ForecastBasis): string {
  const take = `Tasks take as long as in earlier runs (up to ${successes} of each task)`;
  if (runs === 0) return `${take}, and never fail of themselves: nobody has looked how often they do.`;
  const fail = `${take}, and fail as often as in the newest runs (up to ${runs} of each pipeline).`;
  return unknown.length === 0 ? fail : `${fail} Those of ${nameList(unknown)} never do: nobody has looked.`;
}
