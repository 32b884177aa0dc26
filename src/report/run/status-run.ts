import { formatDuration } from '../../model/duration.ts';
import type { RunDocument, TaskRecord } from '../../run/document.ts';
import { latenessOf } from '../../run/lateness.ts';
import type { ActiveRun } from '../../run/ports.ts';
import type { Pause } from '../../run/schedule-state.ts';
import { isFinal } from '../../run/states.ts';
import { pauseText } from '../command/pause-text.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText, clipText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInstant, formatInterval } from '../text/time-text.ts';
import { foldTasks } from './fold-tasks.ts';
import { runCommands } from './run-commands.ts';
import { taskDurations } from './run-durations.ts';
import { commandLines, headline } from './run-end.ts';
import { howItEnded } from './run-failures.ts';
import { countOf, reasonText, stateText, taskMark } from './run-words.ts';

export interface StatusOptions {
  readonly style: Style;
  readonly width: number;
  /** Epoch milliseconds; how long a running task has run is told up to here. */
  readonly now: number;
  /** It says that it runs, but the process that worked on it is gone. */
  readonly interrupted?: boolean;
  /** Its pipeline is. */
  readonly paused?: Pause;
  /** Who works on it elsewhere, unless they are gone. */
  readonly held?: Pick<ActiveRun, 'host' | 'pid' | 'claimedAt'>;
}

/** One run with all its tasks: what `segue status` prints. Instances are folded into their `foreach` task. */
export function renderStatus(document: RunDocument, options: StatusOptions): string[] {
  const run = options.interrupted ? asInterrupted(document) : document;
  const { style, width } = options;
  const durations = taskDurations(run);
  const rows = foldTasks(run).map(({ ids, record }) => {
    const [first = '', ...others] = ids;
    const [name = '', ...cells] = taskRow(first, record, run, durations.get(first), options);
    return [others.length === 0 ? name : `${name} and ${countOf(others.length, 'more task')}`, ...cells];
  });
  const commands = runCommands(run, run.run);
  return [
    headline(run, options),
    ...facts(run).map((fact) => `  ${style.muted(fact)}`),
    ...(options.held === undefined ? [] : [`  ${style.muted(heldText(options.held))}`]),
    ...(options.paused === undefined ? [] : [`  ${style.warning(`the pipeline is ${pauseText(options.paused)}`)}`]),
    '',
    ...renderTable(rows, { width, indent: 2, whole: [1, 4] }),
    ...(commands.length > 0 ? ['', ...commandLines(commands, options)] : []),
  ].map((line) => clipText(line, width));
}

/** Told like a run that Ctrl-C has ended: what to do is the same. */
function asInterrupted(run: RunDocument): RunDocument {
  const stopped = { state: 'cancelled', reason: { kind: 'cancelled', why: 'interrupt', by: '' } } as const;
  const tasks = Object.entries(run.tasks).map(([id, record]) => {
    const cut = record.state === 'running' || record.state === 'up_for_retry';
    return [id, cut ? { ...record, ...stopped } : record] as const;
  });
  return { ...run, state: 'cancelled', cancelled: { why: 'interrupt', by: '' }, tasks: Object.fromEntries(tasks) };
}

function facts(run: RunDocument): string[] {
  const commit = run.commit.slice(0, 12);
  const base = run.snapshotOf === undefined ? '' : ` (a snapshot: ${run.snapshotOf.slice(0, 12)} with changes)`;
  const params = Object.entries(run.params).map(([name, value]) => `${name}=${value}`);
  return [
    `started ${formatInstant(run.startedAt)} by ${cleanText(run.trigger.by)} (${run.trigger.kind}), environment ${cleanText(run.environment)}`,
    `commit ${commit}${base}`,
    ...(run.interval === undefined ? [] : [`interval ${formatInterval(run.interval)}`]),
    ...latenessFact(run),
    ...(params.length === 0 ? [] : [`params ${cleanText(params.join(', '))}`]),
    ...run.actions.map(
      ({ kind, by, at, tasks = [], reason }) =>
        `${kind} by ${cleanText(by)} at ${formatInstant(at)}${tasks.length > 0 ? `: ${nameList(tasks)}` : ''}${reason === undefined ? '' : ` (${cleanText(reason)})`}`,
    ),
  ];
}

function heldText({ host, pid, claimedAt }: NonNullable<StatusOptions['held']>): string {
  return `process ${pid} on ${cleanText(host)} has it since ${formatInstant(claimedAt)}`;
}

/** Seconds are how long a start takes. */
const punctualMs = 60_000;

function latenessFact(run: RunDocument): string[] {
  const late = latenessOf(run);
  if (late === undefined || late.startMs < punctualMs) return [];
  const woken = late.wakeMs < punctualMs ? 'it was woken in time' : `it was woken ${formatDuration(late.wakeMs)} late`;
  return [`started ${formatDuration(late.startMs)} after it was due; ${woken}`];
}

function taskRow(
  id: string,
  record: TaskRecord,
  run: RunDocument,
  tookMs: number | undefined,
  { style, now }: StatusOptions,
): string[] {
  const tries = record.attempts.length;
  return [
    `${taskMark(record.state, style, record.tolerated)} ${cleanText(id)}`,
    stateText(record.state, record.tolerated),
    record.instances === undefined ? '' : instancesText(id, run),
    tries > 1 ? `${tries} attempts` : '',
    durationText(record, tookMs, now),
    style.muted(whyText(record)),
  ];
}

function durationText(record: TaskRecord, tookMs: number | undefined, now: number): string {
  const last = record.attempts.at(-1);
  if (record.state === 'running' && last !== undefined) {
    return formatDuration(Math.max(0, now - Date.parse(last.startedAt)));
  }
  return tookMs === undefined ? '' : formatDuration(tookMs);
}

function instancesText(id: string, run: RunDocument): string {
  const instances = Object.entries(run.tasks).filter(([task]) => task.startsWith(`${id}[`));
  const done = instances.filter(([, { state }]) => isFinal(state)).length;
  return `${done}/${run.tasks[id]?.instances ?? instances.length}`;
}

function whyText(record: TaskRecord): string {
  if (record.mark !== undefined) return `marked by ${cleanText(record.mark.by)}: ${cleanText(record.mark.reason)}`;
  if (record.reused !== undefined) return `from ${record.reused}`;
  if (record.state === 'failed') return howItEnded(record);
  return record.reason === undefined ? '' : reasonText(record.reason);
}
