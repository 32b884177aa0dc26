import type { LocatedRisk } from '../diff/diff-view.ts';
import type { ForecastPair, PipelineForecast } from '../forecast/forecast.ts';
import { basisText } from '../forecast/forecast-basis.ts';
import { forecastChangePart } from '../forecast/forecast-page.ts';
import { type Markdown, md, nothing, plain, strong } from '../text/markdown.ts';
import { blocks, details } from '../text/markdown-blocks.ts';
import type { ReviewView } from './review-view.ts';

/** Part of a figure by which two plays of the same may differ. */
const luck = 0.08;

/** Shares that tell chance from a change: less is luck. */
const worse = 0.02;

/** How the week to come would go, before and after, folded away. Nothing where it would go as it does. */
export function forecastFold({ forecast, forecastBasis }: Pick<ReviewView, 'forecast' | 'forecastBasis'>): Markdown {
  if (forecast === undefined) return nothing;
  const pipelines = forecast.pipelines.filter(isSeen);
  const basis = forecastBasis === undefined ? nothing : plain(basisText(forecastBasis));
  return pipelines.length === 0
    ? nothing
    : details('The next 7 days, simulated', blocks(forecastChangePart({ ...forecast, pipelines }), basis));
}

/** The risk that says of a pipeline that slow runs miss the deadline. */
const missesDeadline = 'SG859';

/** Which runs would fail or be late that would not have been, a line each; what a risk says already is left to that. */
export function forecastWarnings({ forecast, diff }: Pick<ReviewView, 'forecast' | 'diff'>): readonly Markdown[] {
  const told = new Set(diff.risks.flatMap(({ code, pipeline }) => (code === missesDeadline ? [pipeline] : [])));
  const words = (forecast?.pipelines ?? []).flatMap((pair) => [
    ...failWords(pair),
    ...(told.has(pair.pipeline) ? [] : lateWords(pair)),
  ]);
  return words.map((each) => md`⚠️ ${strong(md`${plain(each)}.`)} Simulated from earlier runs.`);
}

/** How often that happens what a risk tells of. */
export function simulatedRisk({ forecast }: Pick<ReviewView, 'forecast'>, { code, pipeline }: LocatedRisk): Markdown {
  if (code !== missesDeadline) return nothing;
  const pair = (forecast?.pipelines ?? []).find((each) => each.pipeline === pipeline);
  const [words] = pair === undefined ? [] : lateWords(pair);
  return words === undefined ? nothing : md`Simulated: ${plain(words.slice(pipeline.length + 2))}. `;
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

function failWords({ pipeline, before, after }: ForecastPair): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const [was, is] = [before, after].map((each) => ({ part: each.failed, all: each.runs })) as [Part, Part];
  return worseWords(pipeline, was, is, 'fail', true);
}

function lateWords({ pipeline, before, after }: ForecastPair): readonly string[] {
  if (before === undefined || after === undefined) return [];
  const [was, is] = [before, after].map(({ deadline }) => ({
    part: deadline?.missed ?? 0,
    all: deadline?.due ?? 0,
  })) as [Part, Part];
  return worseWords(pipeline, was, is, 'miss the deadline', before.failed + after.failed > 0);
}

interface Part {
  readonly part: number;
  readonly all: number;
}

/** @param hasLuck Whether it may come of failures that are drawn: then a few more of them say nothing. */
function worseWords(pipeline: string, before: Part, after: Part, what: string, hasLuck: boolean): readonly string[] {
  const [was, is] = [share(before.part, before.all), share(after.part, after.all)];
  const chance = hasLuck ? 2 * Math.sqrt(spread(was, before.all) + spread(is, after.all)) : 0;
  if (is <= was + Math.max(worse, chance)) return [];
  return [`${pipeline}: ${percent(is)} of the runs of the next 7 days ${what} (before: ${percent(was)})`];
}

/** How far a share of so many draws lies from the truth, squared. */
function spread(of: number, draws: number): number {
  return draws === 0 ? 0 : (of * (1 - of)) / draws;
}

function missedShare({ deadline }: PipelineForecast): number {
  return deadline === undefined ? 0 : share(deadline.missed, deadline.due);
}

function share(part: number, all: number): number {
  return all === 0 ? 0 : part / all;
}

function percent(value: number): string {
  return value === 0 ? 'none' : `${Math.max(1, Math.round(value * 100))}%`;
}
