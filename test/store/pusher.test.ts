import { expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import { Pusher, type RefProblem } from '../../src/store/pusher.ts';

/** A clock that only the test moves. */
function handClock() {
  let time = 0;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => time,
    after(ms: number, callback: () => void) {
      const timer = { at: time + ms, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async pass(ms: number) {
      time += ms;
      for (const timer of [...timers].filter(({ at }) => at <= time)) {
        timers.delete(timer);
        timer.callback();
      }
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function pusherWith(answers: (readonly RefProblem[])[] = []) {
  const clock = handClock();
  const pushes: (readonly string[])[] = [];
  const push = async (refs: readonly string[]) => {
    pushes.push(refs);
    return answers.shift() ?? [];
  };
  return { clock, pushes, pusher: new Pusher({ clock, push, intervalMs: 10_000 }) };
}

const failure = { ref: 'a', problem: new Problem('SG609', 'gone', 'wait') };

test('the first request is pushed at once, later ones are grouped until the interval has passed', async () => {
  const { clock, pushes, pusher } = pusherWith();
  pusher.request('a');
  await clock.pass(0);
  expect(pushes).toEqual([['a']]);
  for (const ref of ['c', 'b', 'c']) pusher.request(ref);
  await clock.pass(9_999);
  expect(pushes).toHaveLength(1);
  await clock.pass(1);
  expect(pushes).toEqual([['a'], ['b', 'c']]);
  await clock.pass(60_000);
  expect(pushes).toHaveLength(2);
});

test('a flush does not wait, and takes what is due with it', async () => {
  const { clock, pushes, pusher } = pusherWith();
  pusher.request('a');
  expect(await pusher.flush()).toEqual([]);
  await clock.pass(60_000);
  expect(pushes).toEqual([['a']]);
});

test('what failed stays due and goes with the next push', async () => {
  const { pushes, pusher } = pusherWith([[failure]]);
  pusher.request('a');
  expect(await pusher.flush()).toEqual([failure]);
  pusher.request('b');
  expect(await pusher.flush()).toEqual([]);
  expect(pushes).toEqual([['a'], ['a', 'b']]);
});

test('whoever waits for a push learns what became of its own ref', async () => {
  const { clock, pusher } = pusherWith([[failure]]);
  const waiting = Promise.allSettled([pusher.requested('a'), pusher.requested('b')]);
  await clock.pass(0);
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('work between pushes counts as one and never overlaps with one', async () => {
  const { clock, pushes, pusher } = pusherWith();
  let release: (value: string) => void = () => undefined;
  const work = pusher.between(() => new Promise<string>((resolve) => (release = resolve)));
  pusher.request('a');
  await clock.pass(0);
  expect(pushes).toEqual([]);
  release('claimed');
  expect(await work).toBe('claimed');
  await clock.pass(0);
  expect(pushes).toEqual([['a']]);
});
