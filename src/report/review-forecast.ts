import type { ForecastPair, PipelineForecast } from './forecast.ts';
import { forecastChangePart } from './forecast-page.ts';
import { type Markdown, md, nothing, plain, strong } from './markdown.ts';
import { details } from './markdown-blocks.ts';
import { nameList } from './name-list.ts';
import type { ReviewView } from './review-view.ts';

/** Pipelines that are told to fare worse. */
const most = 3;

/** Part of a figure by which two plays of the same may differ. */
const luck = 0.08;

/** Shares that tell chance from a change: less is luck. */
const worse = 0.02;

/** How the week to come would go, before and after, folded away. Nothing where it would go as it does. */
export function forecastFold({ forecast }: Pick<ReviewView, 'forecast'>): Markdown {
  if (forecast === undefined) return nothing;
  const pipelines = forecast.pipelines.filter(isSeen);
  return pipelines.length === 0
    ? nothing
    : details('The next 7 days, simulated', forecastChangePart({ ...forecast, pipelines }));
}

/** Which runs would fail or be late that would not have been, in a line; nothing if there are none. */
export function forecastLine({ forecast }: Pick<ReviewView, 'forecast'>): Markdown {
  const told = (forecast?.pipelines ?? []).flatMap(worseWords);
  return told.length === 0 ? nothing : md`⚠️ ${strong(md`Simulated, the next 7 days:`)} ${plain(nameList(told, most))}`;
}

/** Of what is on one side alone there is nothing to compare; of the others, what differs by more than luck is shown. */
function isSeen({ before, after }: ForecastPair): boolean {
  if (before === undefined || after === undefined) return false;
  const [old, now] = [figuresOf(before), figuresOf(after)];
  return now.some((figure, index) => isOther(old[index] ?? 0, figure));
}

function figuresOf(forecast: PipelineForecast): readonly number[] {
  const { runs, failed, late, takes, endsAfter, queues, runnerMinutes } = forecast;
  const [queue] = queues;
  const shares = [share(failed, runs), missedShare(forecast)].map((each) => (each < worse ? 0 : each));
  return [...shares, runs, late.p50Ms, takes.p50Ms, endsAfter.p50Ms, queue?.wait.p50Ms ?? 0, runnerMinutes];
}

function isOther(before: number, after: number): boolean {
  return Math.abs(before - after) > luck * Math.max(before, after);
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
