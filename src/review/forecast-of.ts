import type { History } from '../diff/history.ts';
import type { DiffView } from '../report/diff/diff-view.ts';
import type { ForecastChange } from '../report/forecast/forecast.ts';
import type { ForecastBasis } from '../report/forecast/forecast-basis.ts';
import { simulateChange } from '../simulate/simulate-change.ts';
import type { PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';

const weekMs = 7 * 24 * 3_600_000;

/** Half a second at most, however many pipelines change: of a schedule of several crons each look costs as much more. */
const most = { steps: 50_000, worlds: 5 } as const;

/**
 * How what changes would fare in the week to come, before and after. Nothing where no pipeline changes, where a file has errors, or where
 * nothing is known of earlier runs: then it would be made of assumptions alone.
 */
export function forecastOf(
  { history, now }: PullChange,
  { base, head }: PullSides,
  diff: DiffView,
): ForecastChange | undefined {
  const isKnown = diff.costs.some(({ before, after }) => before !== undefined || after !== undefined);
  if (history === undefined || !isKnown || (head.unfit?.size ?? 0) + (head.unread?.size ?? 0) > 0) return undefined;
  const window = { from: new Date(now).toISOString(), to: new Date(now + weekMs).toISOString() };
  const steps = Math.floor(most.steps / mostCrons(diff));
  return simulateChange(base, head, history, window, { ...most, steps }, diff);
}

/** What is known of the pipelines that are told of. */
export function basisOf({ pipelines }: ForecastChange, history: History): ForecastBasis {
  const known = pipelines.flatMap(({ pipeline }) => {
    const found = history.get(pipeline);
    return found === undefined || Object.keys(found.tasks).length === 0 ? [] : [{ pipeline, ...found }];
  });
  return {
    successes: Math.max(0, ...known.flatMap(({ tasks }) => Object.values(tasks).map(({ attempts }) => attempts))),
    runs: Math.max(0, ...known.map(({ lookedInto = 0 }) => lookedInto)),
    unknown: known.filter(({ lookedInto }) => lookedInto === undefined).map(({ pipeline }) => pipeline),
  };
}

function mostCrons({ pipelines, pipelinesBefore, pipelinesAfter }: DiffView): number {
  const changed = pipelines.flatMap(({ id }) => [pipelinesBefore.get(id) ?? [], pipelinesAfter.get(id) ?? []].flat());
  return changed.reduce((found, { on }) => Math.max(found, on.schedule.length), 1);
}
