import { formatDuration } from '../../model/duration.ts';
import type { RunDocument, TaskRecord } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import { isFinal } from '../../run/states.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';
import { handedOn, type TaskNeeds } from './run-artifacts.ts';
import { taskDurations } from './run-durations.ts';
import { type Failure, failuresOf, toleratedFailuresOf } from './run-failures.ts';
import { countOf, reasonText } from './run-words.ts';

/** A label and what stands behind it; the lines after the first are indented below it. */
export interface Section {
  readonly label: string;
  readonly lines: readonly string[];
}

/** How many are told one by one before the rest is only counted. */
const most = { failures: 5, groups: 5, names: 20, slowest: 3, results: 6, artifacts: 3 } as const;

/** A failed, cancelled or interrupted run. */
export function troubleSections(run: RunDocument, style: Style): readonly Section[] {
  const failures = failuresOf(run);
  return present([
    { label: 'Started at', lines: failureLines(failures, style.failure) },
    { label: 'Stopped', lines: stoppedLines(run) },
    { label: 'Not run', lines: groupedLines(run, 'upstream_failed') },
    { label: 'Tolerated', lines: failureLines(toleratedFailuresOf(run), style.warning) },
    { label: 'Skipped', lines: groupedLines(run, 'skipped') },
    { label: 'Cancelled', lines: cancelledLines(run) },
    { label: 'Still to do', lines: leftLines(run) },
    { label: 'Succeeded', lines: keptLines(run) },
  ]);
}

export interface SuccessOptions {
  readonly style: Style;
  readonly logs?: string;
  readonly needs?: TaskNeeds;
  readonly pathTo?: (path: string) => string;
}

/** A run that went well. */
export function successSections(run: RunDocument, options: SuccessOptions): readonly Section[] {
  const { results, others } = handedOn(run, options.needs);
  return present([
    { label: 'Slowest', lines: slowestLines(run) },
    { label: 'Tolerated', lines: failureLines(toleratedFailuresOf(run), options.style.warning) },
    { label: 'Skipped', lines: groupedLines(run, 'skipped') },
    { label: 'Reused', lines: reusedLines(run) },
    { label: 'Results', lines: pathLines(results, most.results, options) },
    { label: 'Artifacts', lines: pathLines(others, most.artifacts, options) },
    { label: 'Logs', lines: options.logs === undefined ? [] : [options.logs] },
  ]);
}

function present(sections: readonly Section[]): readonly Section[] {
  return sections.filter(({ lines }) => lines.length > 0);
}

function failureLines(failures: readonly Failure[], paint: Style['failure']): string[] {
  const lines = failures.slice(0, most.failures).flatMap(({ task, how, line, others }) => {
    const head = `${paint(cleanText(task))}, ${how}`;
    const more = others.length === 0 ? [] : [`so did ${nameList(others)}`];
    return [head, ...(line === undefined ? [] : [line]), ...more];
  });
  const rest = failures.length - most.failures;
  return rest > 0 ? [...lines, `and ${countOf(rest, 'more failed task')}`] : lines;
}

/** Tasks in a state, joined where they have the same reason: told once, not task by task. */
function groupedLines(run: RunDocument, state: TaskRecord['state']): string[] {
  const groups = new Map<string, string[]>();
  for (const [task, record] of topLevel(run)) {
    if (record.state !== state) continue;
    const why = record.mark === undefined ? reasonOf(record) : `by hand: ${cleanText(record.mark.reason)}`;
    const group = groups.get(why);
    if (group === undefined) groups.set(why, [task]);
    else group.push(task);
  }
  const all = [...groups];
  const lines = all
    .slice(0, most.groups)
    .map(([why, tasks]) => `${nameList(tasks, most.names)}${why === '' ? '' : ` (${why})`}`);
  const rest = all.slice(most.groups).reduce((sum, [, tasks]) => sum + tasks.length, 0);
  return rest > 0 ? [...lines, `and ${countOf(rest, 'more task')} for other reasons`] : lines;
}

function stoppedLines(run: RunDocument): string[] {
  const cancelled = run.cancelled;
  if (cancelled === undefined) return [];
  const by = cancelled.by === '' ? '' : `by ${cleanText(cancelled.by)}`;
  const reason = cancelled.reason === undefined ? '' : `: ${cleanText(cancelled.reason)}`;
  switch (cancelled.why) {
    case 'interrupt':
    case 'request':
    case 'lost':
      return by + reason === '' ? [] : [`${by}${reason}`];
    case 'fail-fast':
      return ['after the first failure, as --fail-fast asks'];
    default:
      return cancelled.why satisfies never;
  }
}

function cancelledLines(run: RunDocument): string[] {
  const stopped: string[] = [];
  const never: string[] = [];
  for (const [task, record] of topLevel(run)) {
    if (record.state !== 'cancelled') continue;
    (record.attempts.length > 0 || record.instances !== undefined ? stopped : never).push(task);
  }
  const lines = stopped.length > 0 ? [`${nameList(stopped, most.names)} (while running)`] : [];
  return never.length > 0 ? [...lines, `${nameList(never, most.names)} (not started)`] : lines;
}

/** Of a run that was handed over. */
function leftLines(run: RunDocument): string[] {
  if (!isHandOver(run.cancelled)) return [];
  const left = topLevel(run).filter(([, { state }]) => !isFinal(state));
  return [
    `${nameList(
      left.map(([task]) => task),
      most.names,
    )} (in the next job)`,
  ];
}

function keptLines(run: RunDocument): string[] {
  const kept = topLevel(run).filter(([, record]) => record.state === 'success');
  return kept.length === 0
    ? []
    : [
        `${nameList(
          kept.map(([task]) => task),
          most.names,
        )} (kept)`,
      ];
}

function slowestLines(run: RunDocument): string[] {
  const durations = taskDurations(run);
  const timed = topLevel(run)
    .flatMap(([task]) => {
      const took = durations.get(task);
      return took === undefined ? [] : [{ task, took }];
    })
    .sort((a, b) => b.took - a.took);
  if (timed.length < 2) return [];
  return [
    timed
      .slice(0, most.slowest)
      .map(({ task, took }) => `${cleanText(task)} ${formatDuration(took)}`)
      .join(', '),
  ];
}

function reusedLines(run: RunDocument): string[] {
  const sources = new Map<string, string[]>();
  for (const [task, { reused }] of topLevel(run)) {
    if (reused !== undefined) sources.set(reused, [...(sources.get(reused) ?? []), task]);
  }
  return [...sources].map(([source, tasks]) => {
    const from = source === 'given' ? 'as given by hand' : `from ${source}`;
    return `${nameList(tasks, most.names)} ${from}`;
  });
}

function pathLines(paths: readonly string[], shown: number, { pathTo = (path) => path }: SuccessOptions): string[] {
  return paths.length === 0 ? [] : [nameList(paths.map(pathTo), shown)];
}

function topLevel(run: RunDocument): readonly (readonly [string, TaskRecord])[] {
  return Object.entries(run.tasks).filter(([id]) => !id.endsWith(']'));
}

function reasonOf(record: TaskRecord): string {
  return record.reason === undefined ? '' : reasonText(record.reason);
}
