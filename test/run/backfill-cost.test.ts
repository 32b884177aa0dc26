import { expect, test } from 'vitest';
import { backfillCost } from '../../src/run/backfill-cost.ts';

const tasks = [
  { id: 'extract', needs: [] },
  { id: 'check', needs: ['extract'] },
  { id: 'load', needs: ['extract'] },
];
const minute = 60_000;

test('the longest path times the rounds, and all tasks in whole minutes a run', () => {
  const expected = { extract: 2 * minute, check: minute, load: 3 * minute + 1 };
  expect(backfillCost(tasks, expected, 10, 4)).toEqual({
    runMs: 5 * minute + 1,
    wallMs: 3 * (5 * minute + 1),
    billedMinutes: 70,
    unknown: [],
  });
});

test('tasks that are new are named, and not counted', () => {
  expect(backfillCost(tasks, { extract: 1_000 }, 3, 1)).toEqual({
    runMs: 1_000,
    wallMs: 3_000,
    billedMinutes: 3,
    unknown: ['check', 'load'],
  });
});

test('without any history it says nothing', () => {
  expect(backfillCost(tasks, {}, 3, 1)).toEqual({ unknown: ['extract', 'check', 'load'] });
  expect(backfillCost([{ id: 'constructor', needs: [] }], {}, 1, 1)).toEqual({ unknown: ['constructor'] });
});
