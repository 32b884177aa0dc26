import { formatDuration } from '../../model/duration.ts';
import type { BackfillCost } from '../../run/backfill-cost.ts';
import type { BackfillPlan } from '../../run/backfill-plan.ts';
import type { Interval, RunDocument } from '../../run/document.ts';
import { environmentOption } from '../run/run-commands.ts';
import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText, wrapText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInterval } from '../text/time-text.ts';

/** A backfill as people see it. */
export interface ShownBackfill {
  readonly pipeline: string;
  /** Of a file. */
  readonly id?: string;
  readonly reason?: string;
  readonly reprocess: string;
  readonly maxActive: number;
  readonly plan: BackfillPlan;
  readonly cost: BackfillCost;
  readonly interrupted: readonly ShownInterruption[];
}

/** A run that goes on, or why a new one begins in its place. */
export interface ShownInterruption {
  readonly interval: Interval;
  readonly run: string;
  readonly afresh?: string;
}

interface Look {
  readonly style: Style;
  readonly width: number;
}

/** Intervals that are listed; JSON has them all. */
const mostRows = 40;

/** What a backfill would do: its intervals, and what they will likely take. */
export function renderBackfillPlan(shown: ShownBackfill, { style, width }: Look): string[] {
  const { todo, going, done, ahead } = shown.plan;
  const begun = new Map(shown.interrupted.map((each) => [each.interval, each]));
  const rows = [
    ...todo.map((interval) => [
      style.success('+'),
      formatInterval(interval),
      style.muted(begunText(begun.get(interval))),
    ]),
    ...going.map((interval) => [style.command('›'), formatInterval(interval), style.muted('a run of it goes on')]),
    ...done.map((interval) => [style.muted('–'), style.muted(formatInterval(interval)), style.muted(doneText(shown))]),
    ...ahead.map((interval) => [
      style.muted('–'),
      style.muted(formatInterval(interval)),
      style.muted('not complete yet'),
    ]),
  ];
  const more = rows.length - mostRows;
  return [
    ...renderBackfillHead(shown, { style, width }),
    '',
    ...renderTable(rows.slice(0, mostRows), { width, indent: 2 }),
    ...(more > 0 ? [style.muted(`  … and ${more} more; --json lists them all`)] : []),
    '',
    ...wrapText(expectation(shown), width, 4),
  ];
}

/** The first lines: what it is about, and how much of it is left. */
export function renderBackfillHead(shown: ShownBackfill, { style, width }: Look): string[] {
  const { id, pipeline, reason, reprocess, maxActive, plan } = shown;
  const { todo, done, going, ahead } = plan;
  const counts = [
    `${todo.length} to do`,
    ...(going.length > 0 ? [`${going.length} going on`] : []),
    ...(done.length > 0 ? [`${done.length} done`] : []),
    ...(ahead.length > 0 ? [`${ahead.length} not complete yet`] : []),
  ];
  const all = todo.length + done.length + going.length + ahead.length;
  const name = id === undefined ? '' : `${style.strong(cleanText(id))}: `;
  const generation = plan.generation === 0 ? '' : `, generation ${plan.generation}`;
  return [
    `${name}${style.strong(cleanText(pipeline))}, ${countOf(all, 'interval')}: ${counts.join(', ')}`,
    style.muted(`  ${reprocess}, ${plan.order}, ${countOf(maxActive, 'run')} at a time${generation}`),
    ...(reason === undefined ? [] : wrapText(`  ${cleanText(reason)}`, width, 4).map((line) => style.muted(line))),
  ];
}

/** Which runs go on, and why others do not. */
export function renderInterrupted(all: readonly ShownInterruption[], { style, width }: Look): string[] {
  return all.flatMap((each) => {
    const line = `  ${formatInterval(each.interval)}  ${begunText(each)}`;
    return wrapText(line, width, 4).map((text) => style.muted(text));
  });
}

function begunText(begun: ShownInterruption | undefined): string {
  if (begun === undefined) return '';
  const { run, afresh } = begun;
  return afresh === undefined ? `goes on with ${run}` : `begins afresh, not on with ${run}: ${cleanText(afresh)}`;
}

/** One line for each run that has ended. */
export function renderBackfilledRun(run: RunDocument, position: string, style: Style): string {
  const mark =
    run.state === 'success' ? style.success('✓') : run.state === 'failed' ? style.failure('✗') : style.warning('■');
  const took = run.finishedAt === undefined ? '' : ` in ${formatDuration(tookMs(run))}`;
  const when = run.interval === undefined ? '' : formatInterval(run.interval);
  const word = run.state === 'success' ? 'succeeded' : run.state;
  return `${mark} ${when}  ${word}${took}  ${style.command(run.run)}  ${style.muted(position)}`;
}

export interface BackfillEnd {
  readonly runs: readonly RunDocument[];
  readonly left: readonly Interval[];
  readonly interrupted: boolean;
}

/** How it ended, and what to type next. */
export function renderBackfillEnd({ runs, left, interrupted }: BackfillEnd, { style, width }: Look): string[] {
  const bad = runs.filter(({ state }) => state !== 'success');
  const goesOn = 'The same command goes on with what is missing.';
  if (runs.length === 0 && left.length === 0) return [`${style.success('✓')} Nothing is left to do.`];
  if (bad.length === 0 && left.length === 0) return [`${style.success('✓')} ${allText(runs.length)} succeeded.`];
  const rows = bad.map(({ run, interval, state, environment }) => [
    interval === undefined ? '' : formatInterval(interval),
    state,
    `segue retry ${run}${environmentOption(environment)}`,
  ]);
  const counts = [
    `${runs.length - bad.length} of ${countOf(runs.length + left.length, 'interval')} succeeded`,
    ...(bad.length > 0 ? [`${bad.length} did not`] : []),
    ...(left.length > 0 ? [`${left.length} not begun`] : []),
  ];
  const mark = interrupted ? style.warning('■') : style.failure('✗');
  return [
    `${mark} ${interrupted ? 'Interrupted: ' : ''}${counts.join(', ')}.`,
    ...renderTable(rows.slice(0, mostRows), { width, indent: 2, whole: [2] }),
    goesOn,
  ];
}

function allText(count: number): string {
  return count === 1 ? 'The run' : `All ${count} runs`;
}

function doneText({ reprocess }: ShownBackfill): string {
  return reprocess === 'failed' ? 'has not failed' : 'has succeeded';
}

function expectation({ plan, cost, maxActive }: ShownBackfill): string {
  const { todo } = plan;
  const { runMs, wallMs, billedMinutes, unknown } = cost;
  if (todo.length === 0) return 'Nothing is left to do.';
  if (runMs === undefined || wallMs === undefined || billedMinutes === undefined) {
    return `How long ${countOf(todo.length, 'run')} will take is not known: no task of it has succeeded here yet.`;
  }
  const at = maxActive === 1 ? 'one after the other' : `${maxActive} at a time`;
  const without = unknown.length === 0 ? '' : ` Not counted, because they are new: ${nameList(unknown, 5)}.`;
  return [
    `A run usually takes ${formatDuration(runMs)}, ${countOf(todo.length, 'run')} ${at} ${formatDuration(wallMs)},`,
    `or ${countOf(billedMinutes, 'billed minute')} (the time of all tasks, rounded up for each run).${without}`,
  ].join(' ');
}

function tookMs({ startedAt, finishedAt = startedAt }: RunDocument): number {
  return Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
}
