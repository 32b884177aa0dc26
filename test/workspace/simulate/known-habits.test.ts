import { expect, test } from 'vitest';
import type { RunDocument, TaskRecord } from '../../../src/run/document.ts';
import type { RunSummary, StateReader, StateView, TaskDurations } from '../../../src/run/ports.ts';
import { knownHabits } from '../../../src/workspace/simulate/known-habits.ts';
import { epoch, pipelineOf, second, taskOf } from '../../support/builders.ts';
import { documentOf } from '../../support/documents.ts';

const pipeline = pipelineOf([taskOf('extract'), taskOf('load', { foreach: 'fromJSON("[1]")' }), taskOf('new')], {
  id: 'daily',
});
const commit = 'c'.repeat(40);

function attempt(number: number, state: 'success' | 'failed' | 'lost' | 'cancelled') {
  return { number, state, startedAt: epoch, finishedAt: second(60), commit } as const;
}

function record(states: readonly Parameters<typeof attempt>[1][], more: Partial<TaskRecord> = {}): TaskRecord {
  const attempts = states.map((state, index) => attempt(index + 1, state));
  const last = states.at(-1) === 'success' ? 'success' : 'failed';
  return { state: last, definition: 'd', attempts, ...more };
}

function reader(environments: Readonly<Record<string, { durations: TaskDurations; runs: readonly RunDocument[] }>>) {
  const view = (environment: string): StateView => {
    const { durations, runs } = environments[environment] ?? { durations: {}, runs: [] };
    const summaries = runs.map(({ run, state, generation, finishedAt = epoch }, index): RunSummary => {
      const late = { startMs: 90_000 * (index + 1), wakeMs: 60_000 * (runs.length - index) };
      return { run, state, createdAt: epoch, finishedAt, generation, late };
    });
    return {
      state: { version: 1, pipeline: 'daily', environment, active: [] },
      runs: async () => summaries,
      durations: async () => durations,
      run: async (id) => runs.find(({ run }) => run === id),
    };
  };
  const state: Pick<StateReader, 'environments' | 'view'> = {
    environments: async () => Object.keys(environments),
    view: async (environment) => view(environment),
  };
  return { state };
}

const newest = documentOf(
  { extract: record(['failed', 'success'], { outputs: { rows: '3' } }), load: record([], { instances: 2 }) },
  { run: 'r-2', finishedAt: second(100) },
);
const tasks = {
  ...newest.tasks,
  'load[0]': record(['success'], { outputs: { page: '1' } }),
  'load[1]': record(['lost', 'success']),
};
const older = documentOf(
  { extract: record(['success'], { outputs: { rows: '9' } }) },
  { run: 'r-1', finishedAt: second(50) },
);
const durations = { extract: { recentMs: [50, 10, 40, 20] }, load: { recentMs: [7] } };
const production = { durations, runs: [{ ...newest, tasks }, older] };

test('durations, how often attempts fail, what was handed on last, and how late wake-ups came', async () => {
  const { habits, lateMs } = await knownHabits(reader({ production }), [pipeline], ['production', 'local']);
  const extract = habits('daily', 'extract');
  expect(extract).toMatchObject({ medianMs: 30, p95Ms: 50, failureRate: 1 / 3, outputs: { rows: '3' } });
  expect([0, 0.3, 0.5, 0.99].map((share) => extract?.durationMs(share))).toEqual([10, 20, 40, 50]);
  // What was lost with its machine says nothing of the task.
  expect(habits('daily', 'load')).toMatchObject({ medianMs: 7, failureRate: 0, outputs: { page: '1' } });
  expect(habits('daily', 'new')).toBeUndefined();
  expect(habits('other', 'extract')).toBeUndefined();
  expect(lateMs).toEqual([60_000, 120_000]);
});

test('of the first environment in which it has run', async () => {
  const local = { durations: { extract: { recentMs: [1] } }, runs: [] };
  const none = { durations: {}, runs: [] };
  const both = await knownHabits(reader({ local, production }), [pipeline], ['production', 'local']);
  expect(both.habits('daily', 'extract')?.medianMs).toBe(30);
  const own = await knownHabits(reader({ local, production: none }), [pipeline], ['production', 'local']);
  expect(own.habits('daily', 'extract')).toMatchObject({ medianMs: 1 });
  expect(own.habits('daily', 'extract')?.failureRate).toBeUndefined();
  expect(own.lateMs).toEqual([]);
});
