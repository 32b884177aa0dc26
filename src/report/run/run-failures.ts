import { formatDuration } from '../../model/duration.ts';
import type { RunDocument, TaskRecord } from '../../run/document.ts';
import { decisiveLine } from '../issue/decisive-line.ts';
import { parentOf } from '../progress/progress-state.ts';
import { attemptDuration, outcomeText, reasonText } from './run-words.ts';

/** A task that failed by itself, not because of another. */
export interface Failure {
  readonly task: string;
  /** How it ended, e.g. `attempt 3 of 3: exit 1 after 41 s`. */
  readonly how: string;
  /** The line of its log that most likely says why. */
  readonly line: string | undefined;
  /** The other instances of its `foreach` task that failed, e.g. `[7]`. */
  readonly others: readonly string[];
}

/** Where a run's failures began, the first one first; of a `foreach` task its first failed instance stands for all. A `foreach` task that failed by its instances is left out. */
export function failuresOf(run: RunDocument): readonly Failure[] {
  return failures(run, false);
}

/** As `failuresOf`, those that may be: `continue-on-error`. */
export function toleratedFailuresOf(run: RunDocument): readonly Failure[] {
  return failures(run, true);
}

function failures(run: RunDocument, tolerated: boolean): readonly Failure[] {
  const failed = Object.entries(run.tasks)
    .filter(([, record]) => record.state === 'failed' && record.reason?.kind !== 'instances')
    .filter(([, record]) => (record.tolerated === true) === tolerated)
    .sort(([, a], [, b]) => endedAt(a) - endedAt(b));
  const groups = new Map<string, { readonly task: string; readonly record: TaskRecord; readonly others: string[] }>();
  for (const [task, record] of failed) {
    const parent = parentOf(task) ?? task;
    const group = groups.get(parent);
    if (group === undefined) groups.set(parent, { task, record, others: [] });
    else group.others.push(task.slice(parent.length));
  }
  return [...groups.values()].map(({ task, record, others }) => {
    return { task, how: howItEnded(record), line: decisiveLine(record.attempts.at(-1)?.log?.tail ?? []), others };
  });
}

/** Epoch milliseconds; what failed without an attempt comes last. */
function endedAt({ attempts }: TaskRecord): number {
  const last = attempts.at(-1)?.finishedAt;
  return last === undefined ? Number.MAX_SAFE_INTEGER : Date.parse(last);
}

/** How a task's last attempt ended, or why it never had one. */
export function howItEnded(record: TaskRecord): string {
  const attempt = record.attempts.at(-1);
  if (attempt?.outcome === undefined) return record.reason === undefined ? 'failed' : reasonText(record.reason);
  const tries = record.attempts.length > 1 ? `attempt ${attempt.number} of ${record.attempts.length}: ` : '';
  const took = attemptDuration(attempt);
  const tellsMore = !['exit', 'signal', 'cancelled', 'lost'].includes(attempt.outcome.kind);
  const after = took === undefined || tellsMore ? '' : ` after ${formatDuration(took)}`;
  return `${tries}${outcomeText(attempt.outcome)}${after}`;
}
