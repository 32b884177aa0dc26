import type { ProgressEvent, ProgressTask } from '../../src/run/progress.ts';
import { at } from './run-documents.ts';

/** Progress events of one run; times are seconds since its start. */
export const run = 'r-8k2m4p6t';

export function started(
  tasks: readonly (readonly [task: string, needs: readonly string[], expectedSeconds?: number])[],
  more: Partial<ProgressEvent & { event: 'run-started' }> = {},
): ProgressEvent & { event: 'run-started' } {
  const progress = tasks.map(([task, needs, seconds]): ProgressTask => {
    return { task, needs, state: 'none', ...(seconds === undefined ? {} : { expectedMs: seconds * 1000 }) };
  });
  const head = { event: 'run-started', at: at(0), run, pipeline: 'finance/daily-close', environment: 'local' } as const;
  return { ...head, commit: 'c'.repeat(40), tasks: progress, ...more };
}

export function begins(task: string, seconds: number, attempt = 1, of = 1): ProgressEvent {
  return { event: 'task-started', at: at(seconds), run, task, attempt, of };
}

export function prints(task: string, line: string): ProgressEvent {
  return { event: 'task-output', at: at(1), run, task, attempt: 1, stream: 'stdout', line };
}

export function retries(task: string, seconds: number, until: number, attempt: number, of: number): ProgressEvent {
  const outcome = { kind: 'exit', code: 1 } as const;
  return { event: 'task-retrying', at: at(seconds), run, task, attempt, of, outcome, until: at(until) };
}

export function succeeds(task: string, from: number, to: number, attempt = 1, of = 1): ProgressEvent {
  const ended = { outcome: { kind: 'success' }, durationMs: (to - from) * 1000 } as const;
  return { event: 'task-finished', at: at(to), run, task, state: 'success', attempt, of, ...ended };
}

export function fails(task: string, from: number, to: number, attempt = 1, of = 1): ProgressEvent {
  const ended = { outcome: { kind: 'exit', code: 1 }, durationMs: (to - from) * 1000 } as const;
  return { event: 'task-finished', at: at(to), run, task, state: 'failed', attempt, of, ...ended };
}

export function waitedInVain(task: string, seconds: number, upstream: string): ProgressEvent {
  const reason = { kind: 'upstream', tasks: [upstream] } as const;
  return { event: 'task-finished', at: at(seconds), run, task, state: 'upstream_failed', reason };
}

export function finished(seconds: number, state: 'success' | 'failed' | 'cancelled'): ProgressEvent {
  const pipeline = 'finance/daily-close';
  return { event: 'run-finished', at: at(seconds), run, pipeline, state, durationMs: seconds * 1000, counts: {} };
}
