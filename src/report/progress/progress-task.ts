import { formatDuration } from '../../model/duration.ts';
import { isFinal } from '../../run/states.ts';
import { outcomeText, reasonText, taskMark } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { nameList } from '../text/name-list.ts';
import type { ProgressState, TaskProgress } from './progress-state.ts';

const spinner = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const frameMs = 100;

/** A task's mark; it turns while the task runs. */
export function treeMark(task: TaskProgress, now: number, style: Style): string {
  if (task.state !== 'running') return taskMark(task.state, style, task.tolerated);
  return style.running(spinner[Math.floor(now / frameMs) % spinner.length] ?? spinner[0]);
}

/** What stands behind a task's name in the live tree: durations, tries, instances, or why it did not run. */
export function describeTask(task: TaskProgress, progress: ProgressState, now: number, style: Style): string {
  const parts = task.instances.length > 0 ? instanceParts(task, progress, style) : [];
  switch (task.state) {
    case 'running':
      parts.push(runningText(task, now));
      if (task.attempt > 1) parts.push(style.warning(tries(task)));
      break;
    case 'up_for_retry':
      if (task.outcome !== undefined) parts.push(style.warning(outcomeText(task.outcome)));
      parts.push(
        `attempt ${task.attempt + 1} of ${task.of} in ${formatDuration(Math.max(0, (task.until ?? now) - now))}`,
      );
      break;
    case 'success':
      parts.push(task.durationMs === undefined ? style.muted('kept') : formatDuration(task.durationMs));
      if (task.attempt > 1) parts.push(style.warning(tries(task)));
      break;
    case 'failed':
      parts.push(...failureParts(task, style));
      break;
    case 'none':
    case 'queued':
      break;
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
    case 'excluded':
      if (task.reason !== undefined) parts.push(style.muted(reasonText(task.reason)));
      break;
    default:
      return task.state satisfies never;
  }
  return parts.join(' · ');
}

function failureParts(task: TaskProgress, style: Style): string[] {
  const { outcome, reason, durationMs } = task;
  const paint = task.tolerated ? style.warning : style.failure;
  const parts = task.tolerated ? [style.warning('tolerated')] : [];
  if (outcome !== undefined) parts.push(paint(outcomeText(outcome)));
  else if (reason !== undefined && reason.kind !== 'instances') parts.push(paint(reasonText(reason)));
  if (task.of > 1) parts.push(tries(task));
  if (durationMs !== undefined) parts.push(formatDuration(durationMs));
  return parts;
}

function runningText(task: TaskProgress, now: number): string {
  const elapsed = formatDuration(Math.max(0, now - (task.startedAt ?? now)));
  // What is expected of a `foreach` task is how long one of its instances takes.
  return task.expectedMs === undefined || task.instances.length > 0
    ? elapsed
    : `${elapsed} of about ${formatDuration(task.expectedMs)}`;
}

function tries(task: TaskProgress): string {
  return `attempt ${task.attempt} of ${task.of}`;
}

/** `3/12`, and which instances fail or run. */
function instanceParts(task: TaskProgress, progress: ProgressState, style: Style): string[] {
  const instances = task.instances.flatMap((id) => progress.tasks.get(id) ?? []);
  const done = instances.filter(({ state }) => isFinal(state)).length;
  const failed = instances.filter(({ state }) => state === 'failed');
  const paint = failed.every(({ tolerated }) => tolerated) ? style.warning : style.failure;
  const running = instances.filter(({ state }) => state === 'running').map(indexOf);
  const parts = [`${done}/${task.instances.length}`];
  if (failed.length > 0) parts.push(paint(`failed ${nameList(failed.map(indexOf))}`));
  if (running.length > 0) parts.push(`running ${nameList(running)}`);
  return parts;
}

function indexOf(task: TaskProgress): string {
  return task.task.slice(task.task.lastIndexOf('['));
}
