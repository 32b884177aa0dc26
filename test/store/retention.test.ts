import { expect, test } from 'vitest';
import type { RunSummary } from '../../src/run/ports.ts';
import { addToHistory, latestOf, retire, withRuns } from '../../src/store/upkeep/retention.ts';
import { second } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';
import fc from '../support/seeded-fast-check.ts';

function summary(at: number, more: Partial<RunSummary> = {}): RunSummary {
  return { run: `r-${at}`, state: 'success', createdAt: second(at), generation: 0, ...more };
}

test('a run is either kept or retired, never both, and the newest are kept', () => {
  const runs = fc.uniqueArray(fc.nat({ max: 50 }), { maxLength: 20 });
  fc.assert(
    fc.property(runs, fc.nat({ max: 10 }), (times, keep) => {
      const documents = times.map((at) => documentOf({}, { run: `r-${at}`, createdAt: second(at) }));
      const result = retire(withRuns([], documents), [], keep);
      const newest = [...times].sort((a, b) => b - a).map((at) => `r-${at}`);
      expect(result.kept.map(({ run }) => run)).toEqual(newest.slice(0, keep));
      expect(result.retired.map(({ run }) => run)).toEqual(newest.slice(keep));
    }),
  );
});

test('an active run never retires, however old', () => {
  const active = [{ run: 'r-1', claimedAt: second(1), host: 'h', pid: 9 }];
  const result = retire([summary(3), summary(2), summary(1)], active, 1);
  expect(result.kept.map(({ run }) => run)).toEqual(['r-3', 'r-1']);
  expect(result.retired.map(({ run }) => run)).toEqual(['r-2']);
});

test('the latest are the newest, and the newest that was for the interval up to the cursor', () => {
  const interval = { start: second(0), end: second(1) };
  const [byHand, again, served] = [summary(3), summary(2, { interval }), summary(1, { interval })];
  expect(latestOf([byHand, again, served], second(1))).toEqual({ latest: [byHand, again] });
  expect(latestOf([again, served], second(1))).toEqual({ latest: [again] });
  expect(latestOf([byHand, served], second(2))).toEqual({ latest: [byHand] });
  expect(latestOf([byHand], undefined)).toEqual({ latest: [byHand] });
  expect(latestOf([], second(1))).toEqual({});
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
