import { expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import type { Saved } from '../../src/workspace/run/checkpointer.ts';
import { RemoteStorer } from '../../src/workspace/run/remote-storer.ts';
import { ManualClock } from '../support/manual-clock.ts';

const away = new Problem('SG609', 'origin does not answer', 'wait');
const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** A storer whose tries end as `answers` say, the last of them for ever. */
function storerWith(...answers: readonly (Saved | Problem)[]) {
  const clock = new ManualClock('2026-03-02T05:00:00Z');
  const told: string[] = [];
  let tries = 0;
  const storer = new RemoteStorer({
    clock,
    store: async () => {
      const answer = answers[Math.min(tries++, answers.length - 1)];
      if (answer instanceof Problem) throw answer;
      return answer ?? 'ours';
    },
    notify: (message) => told.push(message),
    giveUp: (reason) => told.push(`given up: ${reason}`),
  });
  async function pass(seconds: number): Promise<void> {
    for (let second = 0; second < seconds; second += 15) {
      await settled();
      clock.advance(15_000);
    }
    await settled();
  }
  return { storer, told, pass, tries: () => tries };
}

test('what the remote has taken is told at once, to each that waits', async () => {
  const { storer, told, pass } = storerWith('ours');
  storer.bring(() => told.push('first'));
  storer.bring(() => told.push('second'));
  await pass(0);
  expect(told).toEqual(['first', 'second']);
});

test('while the remote is away it is tried every 15 seconds, and told once when that begins and once when it is over', async () => {
  const { storer, told, pass, tries } = storerWith(away, away, away, 'ours');
  storer.bring(() => told.push('stored'));
  await pass(30);
  expect([tries(), told.length]).toEqual([3, 1]);
  expect(told[0]).toMatch(/durability: strict.*SG609: origin does not answer/);
  await pass(15);
  expect(told.slice(1)).toEqual(['The remote has what has ended here: the run goes on.', 'stored']);
});

test('after five minutes the run is given up, once, whoever waits', async () => {
  const { storer, told, pass, tries } = storerWith(away);
  for (const _ of ['a', 'b']) storer.bring(() => told.push('stored'));
  await pass(285);
  expect(told).toHaveLength(1);
  await pass(15);
  expect(told.slice(1)).toEqual([expect.stringMatching(/^given up: The remote would not take .* SG609/)]);
  const before = tries();
  await pass(60);
  expect(tries()).toBe(before);
});

test('a success in between begins the five minutes anew', async () => {
  const { storer, told, pass } = storerWith(
    ...Array<Problem>(15).fill(away),
    'ours',
    ...Array<Problem>(15).fill(away),
    'ours',
  );
  storer.bring(() => told.push('stored'));
  await pass(240);
  storer.bring(() => told.push('stored'));
  await pass(240);
  expect(told.filter((line) => line === 'stored')).toHaveLength(2);
  expect(told.some((line) => line.startsWith('given up'))).toBe(false);
});

test('if somebody else has the run nothing starts any more, and the run ends', async () => {
  const { storer, told, pass } = storerWith('elsewhere');
  storer.bring(() => told.push('stored'));
  await pass(0);
  expect(told).toEqual(['given up: Somebody else has gone on with the run.']);
});

test('once the run is over nothing is tried again, and an answer that comes late starts nothing', async () => {
  const late = storerWith('ours');
  late.storer.bring(() => late.told.push('stored'));
  late.storer.close();
  const failing = storerWith(away);
  failing.storer.bring(() => failing.told.push('stored'));
  await failing.pass(0);
  failing.storer.close();
  await failing.pass(60);
  await late.pass(0);
  expect([late.told, failing.tries()]).toEqual([[], 1]);
});
