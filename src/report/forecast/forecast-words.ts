import { countText } from '../../diagnostic/count-text.ts';
import { formatDuration } from '../../model/duration.ts';
import { countOf } from '../run/run-words.ts';
import { nameList } from '../text/name-list.ts';
import type { Assumptions, DeadlineForecast, PipelineForecast, PoolQueue, Simulation } from './forecast.ts';
import type { ForecastView } from './forecast-view.ts';

/** What a table of forecasts says of each pipeline. */
export const forecastHeads = [
  'pipeline',
  'runs',
  'failed',
  'late p95',
  'takes p50',
  'p95',
  'done p95',
  'deadline missed',
  'waits p95',
  'minutes',
] as const;

/** One text for each of `forecastHeads`, of one world where it is a count. */
export function forecastCells(forecast: PipelineForecast, worlds: number): readonly string[] {
  const { pipeline, runs, failed, late, takes, endsAfter, deadline, queues, runnerMinutes } = forecast;
  const span = (ms: number) => (runs === 0 ? '–' : spanText(ms));
  return [
    pipeline,
    averageText(runs / Math.max(1, worlds)),
    failed === 0 ? '–' : shareText(failed / runs),
    late.p95Ms < 1_000 ? '–' : span(late.p95Ms),
    span(takes.p50Ms),
    span(takes.p95Ms),
    span(endsAfter.p95Ms),
    deadline === undefined ? '' : missedText(deadline, worlds),
    queues[0] === undefined ? '–' : queueText(queues[0]),
    averageText(runnerMinutes),
  ];
}

/** In one line: what is wrong with those that are told of, if anything is. */
export function forecastVerdict({ pipelines, asked, perWorld, worlds, isCut }: Simulation): string {
  if (worlds === 0) return 'nothing could be played within the bound on effort';
  const backfills = asked.filter(({ kind }) => kind === 'backfill');
  const sum = (what: 'runs' | 'failed') =>
    [...pipelines, ...backfills].reduce((all, each) => all + each[what], 0) / worlds;
  const [runs, failed] = [averageText(sum('runs')), averageText(sum('failed'))];
  const parts = [
    lateText(pipelines, worlds),
    sum('failed') === 0 ? '' : `${failed === '0' ? '<0.1' : failed} of ${runs} runs fail`,
    perWorld.unserved > 0 ? `${averageOf(perWorld.unserved, 'pipeline')} due and not begun` : '',
  ].filter((part) => part !== '');
  const well = sum('runs') === 0 ? 'nothing runs' : `all ${runs} runs end well and in time`;
  return `${parts.length === 0 ? well : parts.join(', ')}${isCut ? ' (not all was played)' : ''}`;
}

/** What one world alone shows may come otherwise. */
function lateText(pipelines: readonly PipelineForecast[], worlds: number): string {
  const late = pipelines.flatMap(({ deadline }) => (deadline !== undefined && deadline.missed > 0 ? [deadline] : []));
  if (late.length === 0) return '';
  const isSure = worlds > 1 && late.every((each) => each.worlds === 1);
  const verb = isSure ? (late.length === 1 ? 'misses' : 'miss') : 'may miss';
  return `${countOf(late.length, 'pipeline')} ${verb} a deadline`;
}

/** `2026-03-02 00:00 to 2026-03-09 00:00 UTC, 20 worlds from seed 0`. */
export function windowText({ window, worlds, seed }: Pick<Simulation, 'window' | 'worlds' | 'seed'>): string {
  const [from, to] = [window.from, window.to].map((at) => `${at.slice(0, 10)} ${at.slice(11, 16)}`);
  return `${from} to ${to} UTC, ${countOf(worlds, 'world')} from seed ${seed}`;
}

/** What happens besides, each a sentence. */
export function worldLines({ perWorld, worlds }: Simulation): readonly string[] {
  const each = worlds === 1 ? 'In all' : 'In a world, on average';
  const { wakeUps, lateWakeUps, lostWakeUps, idleWakeUps, jobs, runnerMinutes, takenOver, alerts, incidents } =
    perWorld;
  const wakes = [
    lateWakeUps > 0 ? `${averageText(lateWakeUps)} late` : '',
    lostWakeUps > 0 ? `${averageText(lostWakeUps)} lost` : '',
    idleWakeUps > 0 ? `${averageText(idleWakeUps)} idle` : '',
  ].filter((part) => part !== '');
  return [
    `${each}: ${averageOf(wakeUps, 'wake-up')}${wakes.length === 0 ? '' : ` (${wakes.join(', ')})`}, ${averageOf(jobs, 'job')}, ${averageOf(runnerMinutes, 'runner minute')}`,
    takenOver > 0 ? `Runs that another job goes on with: ${averageText(takenOver)}` : '',
    incidents + alerts > 0 ? `Told: ${averageOf(incidents, 'incident')}, ${averageOf(alerts, 'alert')}` : '',
  ].filter((line) => line !== '');
}

/** What decides how long a pipeline takes, and behind whom it waits; a line each. */
export function pipelineLines(
  { pipeline, path, queues, passedOver }: PipelineForecast,
  worlds: number,
): readonly string[] {
  return [
    path.length > 1 ? `${pipeline}: ${nameList(path, 12).replaceAll(', ', ' → ')} decide how long it takes` : '',
    ...queues.map((queue) => `${pipeline}: ${waitText(queue, worlds)}`),
    passedOver > 0
      ? `${pipeline}: ${averageOf(passedOver / Math.max(1, worlds), 'interval')} passed over (catchup)`
      : '',
  ].filter((line) => line !== '');
}

/** What was taken for granted; a sentence each. */
export function assumptionLines({ simulation: { assumed }, leftOut, whatIf }: ForecastView): readonly string[] {
  return [
    whatIf.length === 0 ? '' : `What if: ${whatIf.join(' ')}`,
    ...knownLines(
      assumed,
      whatIf.some((each) => each.startsWith('--late')),
    ),
    leftOut.length === 0 ? '' : `Not played, for they have errors: ${nameList(leftOut, 10)}`,
  ].filter((line) => line !== '');
}

function knownLines(assumed: Assumptions, isLateGiven: boolean): readonly string[] {
  const { unknownDurations, unknownMs, tasks, knownFailures, unconditioned, knownWakeUps } = assumed;
  const takes = unknownDurations === 1 ? 'it takes' : 'each takes';
  const unknown = `of ${countOf(unknownDurations, 'task')} nothing is known: ${takes} ${formatDuration(unknownMs)}`;
  const sound = tasks - knownFailures;
  const never = sound === 1 ? 'never fails of itself' : 'never fail of themselves';
  return [
    unknownDurations === 0 ? '' : `Assumed: ${unknown}`,
    sound > 0 ? `Assumed: ${countOf(sound, 'task')} ${never}` : '',
    unconditioned === 0
      ? ''
      : `Assumed: conditions of ${countOf(unconditioned, 'task')} hold, and lists have one item, as nobody knows the outputs`,
    knownWakeUps === 0 && !isLateGiven ? 'Assumed: wake-ups are on time (--late says otherwise)' : '',
  ];
}

/** `12% (3/20 worlds)`. */
export function missedText({ due, missed, worlds: share }: DeadlineForecast, worlds: number): string {
  if (missed === 0) return 'never';
  const of = worlds === 1 ? '' : ` (${Math.round(share * worlds)}/${worlds} worlds)`;
  return `${shareText(missed / due)}${of}`;
}

function queueText({ pool, wait }: PoolQueue): string {
  return `${spanText(wait.p95Ms)} (${pool ?? 'jobs'})`;
}

function waitText({ pool, waits, wait, behind }: PoolQueue, worlds: number): string {
  const what = pool === undefined ? 'a place among the tasks of its run' : `a slot of ${pool}`;
  const others = nameList(
    behind.map(({ pipeline }) => pipeline),
    5,
  );
  const who = others === '' ? '' : `, behind ${others}`;
  const count = averageOf(waits / Math.max(1, worlds), 'attempt');
  return `${count} waited for ${what}, p95 ${spanText(wait.p95Ms)}${who}`;
}

function averageOf(count: number, noun: string): string {
  const text = averageText(count);
  return `${text} ${noun}${text === '1' ? '' : 's'}`;
}

/** Whole numbers from ten on, else one digit more. */
export function averageText(count: number): string {
  return count >= 10 ? countText(Math.round(count)) : String(Number(count.toFixed(1)));
}

/** Never says that nothing happens, or everything, unless it is so. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.1) return '<0.1%';
  if (percent < 100 && percent > 99.9) return '>99.9%';
  return `${Number(percent.toFixed(percent < 10 ? 1 : 0))}%`;
}

/** Seconds below ten minutes, minutes above. */
export function spanText(ms: number): string {
  if (ms < 1_000) return ms === 0 ? '0 s' : '<1 s';
  const unit = ms < 600_000 ? 1_000 : 60_000;
  return formatDuration(Math.round(ms / unit) * unit);
}
