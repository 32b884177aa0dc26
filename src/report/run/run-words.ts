import { countText } from '../../diagnostic/count-text.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Attempt, Cancellation, Outcome, Reason } from '../../run/document.ts';
import { type TaskState, unreachable } from '../../run/states.ts';
import { ruleText } from '../findings/rule-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';

/** The one-column mark of a task's state. `tolerated`: it failed and may. */
export function taskMark(state: TaskState, style: Style, tolerated = false): string {
  switch (state) {
    case 'success':
      return style.success('✓');
    case 'failed':
      return tolerated ? style.warning('✗') : style.failure('✗');
    case 'running':
      return style.running('●');
    case 'up_for_retry':
      return style.warning('↻');
    case 'upstream_failed':
      return style.muted('⊘');
    case 'cancelled':
      return style.warning('■');
    case 'skipped':
      return style.muted('↷');
    case 'excluded':
      return style.muted('–');
    case 'none':
    case 'queued':
      return style.muted('·');
    default:
      return unreachable(state);
  }
}

/** A task's state in words. `tolerated`: it failed and may. */
export function stateText(state: TaskState, tolerated = false): string {
  switch (state) {
    case 'none':
      return 'waiting';
    case 'up_for_retry':
      return 'tries again';
    case 'upstream_failed':
      return 'not run';
    case 'excluded':
      return 'not selected';
    case 'success':
      return 'succeeded';
    case 'failed':
      return tolerated ? 'failed, tolerated' : 'failed';
    case 'queued':
    case 'running':
    case 'skipped':
    case 'cancelled':
      return state;
    default:
      return unreachable(state);
  }
}

/** How an attempt ended, e.g. `exit 1`. */
export function outcomeText(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'success':
      return 'success';
    case 'exit':
      return `exit ${outcome.code}`;
    case 'signal':
      return `ended by ${outcome.signal}`;
    case 'timeout':
      return outcome.outlastsJob
        ? `was ended after ${formatDuration(outcome.afterMs)}: no job has more for one attempt (max-runtime)`
        : `ran into its timeout of ${formatDuration(outcome.afterMs)}`;
    case 'spawn':
      return `could not start: ${cleanText(outcome.message)}`;
    case 'expression':
    case 'outputs':
    case 'artifacts':
      return `${outcome.kind}: ${cleanText(outcome.message)}`;
    case 'cancelled':
      return 'cancelled';
    case 'lost':
      return 'lost: the process that ran it died';
    default:
      return unreachable(outcome);
  }
}

/** Why a task has a state that no attempt explains, e.g. `upstream load failed`. */
export function reasonText(reason: Reason): string {
  switch (reason.kind) {
    case 'upstream':
      return `upstream ${nameList(reason.tasks)} failed`;
    case 'rule':
      return ruleText(reason.rule, reason.tasks);
    case 'condition':
      return `its condition is false: ${cleanText(reason.expression)}`;
    case 'empty-list':
      return `nothing to do, the list is empty: ${cleanText(reason.expression)}`;
    case 'expression':
      return `expression: ${cleanText(reason.message)}`;
    case 'instances':
      return `${nameList(reason.tasks)} failed`;
    case 'cancelled':
      return `${cancellationText(reason.why)}${reason.by === '' ? '' : ` by ${cleanText(reason.by)}`}`;
    case 'excluded':
      return cleanText(reason.why);
    default:
      return unreachable(reason);
  }
}

/** Who or what stopped a run, e.g. `interrupted`. */
export function cancellationText(why: Cancellation['why']): string {
  switch (why) {
    case 'interrupt':
      return 'interrupted';
    case 'request':
      return 'cancelled';
    case 'fail-fast':
      return 'stopped after the first failure (fail-fast)';
    case 'lost':
      return 'lost: whoever worked on it died, too often';
    default:
      return unreachable(why);
  }
}

/** Milliseconds that an attempt took; `undefined` while it runs or after its process died. */
export function attemptDuration(attempt: Attempt): number | undefined {
  return attempt.finishedAt === undefined
    ? undefined
    : Math.max(0, Date.parse(attempt.finishedAt) - Date.parse(attempt.startedAt));
}

/** `1 task`, `3 tasks`. */
export function countOf(count: number, noun: string): string {
  return `${countText(count)} ${noun}${count === 1 ? '' : 's'}`;
}
