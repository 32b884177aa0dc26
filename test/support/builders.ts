import { createHash } from 'node:crypto';
import type { Pipeline, Task } from '../../src/model/pipeline.ts';
import { type Plan, type PlanRequest, plan } from '../../src/run/plan.ts';

/** The instant at which test runs begin. */
export const epoch = '2026-03-01T05:00:00.000Z';

/** `seconds` after the epoch of test runs. */
export function second(seconds: number): string {
  return new Date(Date.parse(epoch) + seconds * 1000).toISOString();
}

export function taskOf(id: string, more: Partial<Task> = {}): Task {
  return {
    id,
    needs: [],
    run: 'true',
    shell: 'sh',
    env: {},
    triggerRule: 'all_success',
    retries: { limit: 0, delayMs: 10_000, backoff: 'exponential', maxDelayMs: 300_000, jitter: 'none' },
    timeoutMs: 3_600_000,
    continueOnError: false,
    workingDirectory: '.',
    artifacts: 'none',
    ...more,
  };
}

export function pipelineOf(tasks: readonly Task[], more: Partial<Pipeline> = {}): Pipeline {
  return {
    id: 'test',
    file: 'pipelines/test.yml',
    tags: [],
    renamedFrom: [],
    on: { schedule: [], after: [] },
    catchup: 'latest',
    maxActiveRuns: 1,
    params: {},
    secrets: [],
    lane: 'default',
    ...more,
    tasks,
  };
}

export function planOf(tasks: readonly Task[], more: Partial<PlanRequest> = {}): Plan {
  return plan({
    run: 'r-test0000',
    pipeline: pipelineOf(tasks),
    environment: 'local',
    commit: 'c'.repeat(40),
    host: 'test',
    trigger: { kind: 'manual', by: 'test' },
    generation: 0,
    params: {},
    vars: {},
    limits: { jobs: 4, pools: {}, failFast: false },
    createdAt: epoch,
    digest: (text) => createHash('sha256').update(text).digest('hex'),
    ...more,
  });
}
