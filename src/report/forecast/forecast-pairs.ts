import type { ForecastPair, PipelineForecast, Simulation } from './forecast.ts';
import { forecastCells } from './forecast-words.ts';

/** Two simulations side by side: the pipelines that fare otherwise, in the order of the second; what is gone comes last. */
export function forecastPairs(before: Simulation, after: Simulation): readonly ForecastPair[] {
  const old = new Map(before.pipelines.map((each) => [each.pipeline, each]));
  const now = after.pipelines.map((each) => pairOf(each.pipeline, old.get(each.pipeline), each));
  const kept = new Set(after.pipelines.map(({ pipeline }) => pipeline));
  const gone = before.pipelines.filter(({ pipeline }) => !kept.has(pipeline));
  return [...now, ...gone.map((each) => pairOf(each.pipeline, each, undefined))].filter(isOtherwise);
}

/** Whether a pipeline fares otherwise. Its share of the jobs does not count: that changes with whoever else was in them. */
export function isOtherwise({ before, after }: ForecastPair): boolean {
  return JSON.stringify({ ...before, runnerMinutes: 0 }) !== JSON.stringify({ ...after, runnerMinutes: 0 });
}

/** `4 min → 6 min` where both differ; what is on one side alone says so. */
export function pairCells(
  { pipeline, before, after }: ForecastPair,
  worlds: { readonly before: number; readonly after: number },
): readonly string[] {
  const old = before && forecastCells(before, worlds.before).slice(1);
  const now = after && forecastCells(after, worlds.after).slice(1);
  const mark = before === undefined ? ' (new)' : after === undefined ? ' (removed)' : '';
  const cells = (now ?? old ?? []).map((cell, index) => {
    const was = old?.[index] ?? cell;
    return now === undefined || was === cell ? cell : `${blank(was)} → ${blank(cell)}`;
  });
  return [`${pipeline}${mark}`, ...cells];
}

function blank(cell: string): string {
  return cell === '' ? 'none' : cell;
}

function pairOf(pipeline: string, before?: PipelineForecast, after?: PipelineForecast): ForecastPair {
  return { pipeline, ...(before && { before }), ...(after && { after }) };
}
