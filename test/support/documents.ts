import type { Attempt, RunDocument, TaskRecord } from '../../src/run/document.ts';
import { epoch } from './builders.ts';

/** A run that has begun, with tasks as given. */
export function documentOf(
  tasks: Readonly<Record<string, TaskRecord>> = {},
  more: Partial<RunDocument> = {},
): RunDocument {
  return {
    version: 1,
    run: 'r-test0000',
    pipeline: 'test',
    file: 'pipelines/test.yml',
    environment: 'local',
    state: 'running',
    commit: 'c'.repeat(40),
    trigger: { kind: 'manual', by: 'test' },
    generation: 0,
    params: {},
    createdAt: epoch,
    startedAt: epoch,
    actions: [],
    ...more,
    tasks,
  };
}

export function recordOf(state: TaskRecord['state'], attempts: readonly Attempt[] = []): TaskRecord {
  return { state, definition: 'd', attempts };
}

export function attemptOf(number: number, state: Attempt['state'] = 'running'): Attempt {
  const ended = state === 'running' ? {} : { finishedAt: epoch };
  return { number, state, startedAt: epoch, commit: 'c'.repeat(40), ...ended };
}
