import { expect, test } from 'vitest';
import { taskDurations } from '../../src/report/run/run-durations.ts';
import type { Attempt } from '../../src/run/document.ts';
import { second } from '../support/builders.ts';
import { attemptOf, documentOf, recordOf } from '../support/documents.ts';

/** A task with one attempt more, from one second to another. */
function tried(from: number, to: number, more: Partial<Attempt> = {}) {
  const attempt = { ...attemptOf(1, 'success'), startedAt: second(from), finishedAt: second(to), ...more };
  return recordOf('success', [attempt]);
}

const durationsOf = (tasks: Parameters<typeof documentOf>[0]) => Object.fromEntries(taskDurations(documentOf(tasks)));

test('a task takes as long as its last attempt, a foreach as long as from its first instance to its last', () => {
  const tasks = {
    a: tried(0, 2),
    each: recordOf('success'),
    'each[0]': tried(2, 5),
    'each[1]': tried(3, 9),
    b: recordOf('none'),
  };
  expect(durationsOf(tasks)).toEqual({ a: 2_000, each: 7_000, 'each[0]': 3_000, 'each[1]': 6_000 });
});

test('of a foreach that was gone on with, what was kept does not count: in between nobody worked on it', () => {
  const again = tried(3_600, 3_604, { number: 2, continued: 1 });
  const tasks = { each: recordOf('success'), 'each[0]': tried(2, 5), 'each[1]': again, 'each[2]': tried(2, 4) };
  expect(durationsOf(tasks).each).toBe(4_000);
});
