import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/run/ports.ts';
import { addToHistory, retire, withRuns } from '../../src/store/retention.ts';
import { second } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';

function summary(at: number, more: Partial<RunSummary> = {}): RunSummary {
  return { run: `r-${at}`, state: 'success', createdAt: second(at), generation: 0, ...more };
}

const empty = { version: 1 as const, pipeline: 'test', environment: 'local', active: [], runs: [], durations: {} };

test('a run is either kept or retired, never both, and the newest are kept', () => {
  const runs = fc.uniqueArray(fc.nat({ max: 50 }), { maxLength: 20 });
  fc.assert(
    fc.property(runs, fc.nat({ max: 10 }), (times, keep) => {
      const state = withRuns(
        empty,
        times.map((at) => documentOf({}, { run: `r-${at}`, createdAt: second(at) })),
      );
      const result = retire(state, [], keep);
      const newest = [...times].sort((a, b) => b - a).map((at) => `r-${at}`);
      expect(result.state.runs.map(({ run }) => run)).toEqual(newest.slice(0, keep));
      expect(result.retired.map(({ run }) => run)).toEqual(newest.slice(keep));
    }),
  );
});

test('an active run never retires, however old', () => {
  const active = [{ run: 'r-1', claimedAt: second(1), host: 'h', pid: 9 }];
  const state = { ...empty, active, runs: [summary(3), summary(2), summary(1)] };
  const result = retire(state, [], 1);
  expect(result.state.runs.map(({ run }) => run)).toEqual(['r-3', 'r-1']);
  expect(result.retired.map(({ run }) => run)).toEqual(['r-2']);
});

test('a run that is no longer listed retires', () => {
  expect(retire({ ...empty, runs: [summary(2)] }, [summary(2), summary(1)], 9).retired).toEqual([summary(1)]);
});

test('a month counts states, and durations of runs that have an end', () => {
  const one = addToHistory(undefined, summary(0, { finishedAt: second(10) }));
  const two = addToHistory(one, summary(60, { finishedAt: second(90), state: 'failed' }));
  expect(addToHistory(two, summary(100, { state: 'running' }))).toEqual({
    version: 1,
    month: '2026-03',
    states: { success: 1, failed: 1, running: 1 },
    durations: { count: 2, totalMs: 40_000, longestMs: 30_000 },
  });
});
