/** States of a task. The names are Airflow's where it has one; `excluded` and `cancelled` are ours. */
export const taskStates = [
  'none',
  'queued',
  'running',
  'up_for_retry',
  'success',
  'failed',
  'skipped',
  'upstream_failed',
  'cancelled',
  'excluded',
] as const;

export type TaskState = (typeof taskStates)[number];

/** States that a task does not leave by itself. */
export type FinalTaskState = 'success' | 'failed' | 'skipped' | 'upstream_failed' | 'cancelled' | 'excluded';

export const runStates = ['running', 'success', 'failed', 'cancelled'] as const;

export type RunStateName = (typeof runStates)[number];

/** True once the task will not change without a person's retry or a resume. */
export function isFinal(state: TaskState): state is FinalTaskState {
  switch (state) {
    case 'none':
    case 'queued':
    case 'running':
    case 'up_for_retry':
      return false;
    case 'success':
    case 'failed':
    case 'skipped':
    case 'upstream_failed':
    case 'cancelled':
    case 'excluded':
      return true;
    default:
      return unreachable(state);
  }
}

/** The default branch of a switch over a union: fails to compile when a member was forgotten. */
export function unreachable(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
