import type { ForecastChange, ForecastPair, PipelineForecast } from './forecast.ts';
import { forecastChangePart } from './forecast-page.ts';
import { pairCells } from './forecast-pairs.ts';
import { type Markdown, md, nothing, plain, strong } from './markdown.ts';
import { details } from './markdown-blocks.ts';
import { nameList } from './name-list.ts';
import type { ReviewView } from './review-view.ts';

/** Pipelines that are told to fare worse. */
const most = 3;

/** Shares that tell chance from a change: less is luck. */
const worse = 0.02;

/** How the week to come would go, before and after, folded away. Nothing where it would go as it does. */
export function forecastFold({ forecast }: Pick<ReviewView, 'forecast'>): Markdown {
  if (forecast === undefined) return nothing;
  const pipelines = forecast.pipelines.filter((pair) => isSeen(pair, forecast));
  return pipelines.length === 0
    ? nothing
    : details('The next 7 days, simulated', forecastChangePart({ ...forecast, pipelines }));
}

/** Which runs would fail or be late that would not have been, in a line; nothing if there are none. */
export function forecastLine({ forecast }: Pick<ReviewView, 'forecast'>): Markdown {
  const told = (forecast?.pipelines ?? []).flatMap(worseWords);
  return told.length === 0 ? nothing : md`⚠️ ${strong(md`Simulated, the next 7 days:`)} ${plain(nameList(told, most))}`;
}

/** New pipelines have no runs that one could know anything of. */
function isSeen(pair: ForecastPair, { worlds }: ForecastChange): boolean {
  return (
    pair.before !== undefined && pairCells(pair, { before: worlds, after: worlds }).some((cell) => cell.includes(' → '))
  );
}

function worseWords({ pipeline, before, after }: ForecastPair): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const [failed, wasFailed] = [after, before].map(({ failed: count, runs }) => share(count, runs)) as [number, number];
  const [late, wasLate] = [after, before].map(missedShare) as [number, number];
  return [
    ...(failed > wasFailed + worse
      ? [`${percent(failed)} of the runs of ${pipeline} fail (before: ${percent(wasFailed)})`]
      : []),
    ...(late > wasLate + worse
      ? [`${percent(late)} of the runs of ${pipeline} miss the deadline (before: ${percent(wasLate)})`]
      : []),
  ];
}

function missedShare({ deadline }: PipelineForecast): number {
  return deadline === undefined ? 0 : share(deadline.missed, deadline.due);
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : part / all;
}

function percent(value: number): string {
  return value === 0 ? 'none' : `${Math.max(1, Math.round(value * 100))} %`;
}
