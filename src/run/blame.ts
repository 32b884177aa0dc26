import type { TriggerRule } from '../model/trigger-rule.ts';
import type { Reason } from './document.ts';
import type { Draft } from './draft.ts';
import type { Node } from './run-state.ts';
import { isFinal, type TaskState, unreachable } from './states.ts';

/** Because of whom a task does not start: for a consequence of a failure, the tasks where it began, not those in between. */
export function blame(draft: Draft, node: Node, judgement: 'skipped' | 'upstream_failed'): Reason {
  const { needs, task } = draft.planned(node);
  const upstreams = needs.map((index) => draft.node(index)).filter(({ record }) => isFinal(record.state));
  if (judgement === 'upstream_failed') {
    const roots = upstreams.flatMap((upstream) => rootsOf(upstream));
    return { kind: 'upstream', tasks: [...new Set(roots.length > 0 ? roots : upstreams.map(({ id }) => id))] };
  }
  const broke = upstreams.filter(({ record }) => breaks(task.triggerRule, record.state));
  return { kind: 'rule', rule: task.triggerRule, tasks: broke.map(({ id }) => id) };
}

function rootsOf({ id, record }: Node): readonly string[] {
  if (record.state === 'failed' || record.state === 'cancelled') return [id];
  return record.state === 'upstream_failed' && record.reason?.kind === 'upstream' ? record.reason.tasks : [];
}

/** Whether an upstream in this state alone keeps a rule from holding. Where only all of them together do, none is named. */
function breaks(rule: TriggerRule, state: TaskState): boolean {
  switch (rule) {
    case 'all_success':
    case 'all_done_min_one_success':
    case 'none_skipped':
      return state === 'skipped';
    case 'all_failed':
      return state === 'success' || state === 'skipped' || state === 'excluded';
    case 'all_skipped':
      return state !== 'skipped';
    case 'all_done':
    case 'one_success':
    case 'one_failed':
    case 'one_done':
    case 'none_failed':
    case 'none_failed_min_one_success':
    case 'always':
      return false;
    default:
      return unreachable(rule);
  }
}
