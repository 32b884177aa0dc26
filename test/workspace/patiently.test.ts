import { expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import { patiently } from '../../src/workspace/patiently.ts';
import { LeapingClock } from '../support/leaping-clock.ts';

const away = new Problem('SG609', 'The remote cannot be reached.', 'Try again.');

test.each([
  { failures: 0, asked: 1, passedMs: 0 },
  { failures: 2, asked: 3, passedMs: 8_000 },
])('a remote that stays away $failures times is asked $asked times', async ({ failures, asked, passedMs }) => {
  const clock = new LeapingClock();
  let times = 0;
  const ask = async () => {
    times += 1;
    if (times <= failures) throw away;
    return 'here';
  };
  expect(await patiently(clock, ask)).toBe('here');
  expect([times, clock.steady()]).toEqual([asked, passedMs]);
});

test.each([
  { name: 'stays away', error: away, asked: 3 },
  { name: 'refuses', error: new Problem('SG608', 'Refused.', 'Ask.'), asked: 1 },
  { name: 'meets a bug', error: new Error('bug'), asked: 1 },
])('one that $name is given up after $asked', async ({ error, asked }) => {
  let times = 0;
  const ask = () => {
    times += 1;
    return Promise.reject(error);
  };
  await expect(patiently(new LeapingClock(), ask)).rejects.toBe(error);
  expect(times).toBe(asked);
});
