import type { Attempt, Outcome, RunDocument, TaskRecord } from '../../src/run/document.ts';

const start = Date.parse('2026-03-02T05:00:00.000Z');

/** An instant some seconds into the run. */
export function at(seconds: number): string {
  return new Date(start + seconds * 1000).toISOString();
}

export function attempt(
  number: number,
  from: number,
  to: number | undefined,
  outcome: Outcome,
  tail?: string[],
): Attempt {
  return {
    number,
    state: outcome.kind === 'success' || outcome.kind === 'cancelled' ? outcome.kind : 'failed',
    startedAt: at(from),
    ...(to === undefined ? {} : { finishedAt: at(to) }),
    outcome,
    commit: 'c'.repeat(40),
    ...(tail === undefined ? {} : { log: { bytes: 1, dropped: 0, tail } }),
  };
}

export function task(state: TaskRecord['state'], more: Partial<TaskRecord> = {}): TaskRecord {
  return { state, definition: 'd', attempts: [], ...more };
}

export function succeeded(from: number, to: number, more: Partial<TaskRecord> = {}): TaskRecord {
  return task('success', { attempts: [attempt(1, from, to, { kind: 'success' })], ...more });
}

export function notRun(...upstream: string[]): TaskRecord {
  return task('upstream_failed', { reason: { kind: 'upstream', tasks: upstream } });
}

export function run(
  state: RunDocument['state'],
  seconds: number,
  tasks: RunDocument['tasks'],
  more: Partial<RunDocument> = {},
): RunDocument {
  return {
    version: 1,
    run: 'r-8k2m4p6t',
    pipeline: 'finance/daily-close',
    file: 'pipelines/finance/daily-close.yml',
    environment: 'local',
    state,
    commit: 'c'.repeat(40),
    trigger: { kind: 'manual', by: 'Ana' },
    generation: 0,
    params: {},
    createdAt: at(0),
    startedAt: at(0),
    ...(state === 'running' ? {} : { finishedAt: at(seconds) }),
    tasks,
    actions: [],
    ...more,
  };
}
