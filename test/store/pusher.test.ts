import { expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import { Pusher } from '../../src/store/push/pusher.ts';

interface Delivery {
  readonly ref: string;
  readonly pace: 'soon' | 'now';
  readonly start: () => void;
  readonly end: (problem?: Problem) => Promise<void>;
}

/** A pusher whose deliveries start and end when the test says so. */
function pusherWith() {
  const deliveries: Delivery[] = [];
  const deliver = (ref: string, pace: 'soon' | 'now', start: () => void) =>
    new Promise<Problem | undefined>((resolve) => {
      const end = (problem?: Problem) => {
        resolve(problem);
        return new Promise<void>((done) => setImmediate(done));
      };
      deliveries.push({ ref, pace, start, end });
    });
  const pusher = new Pusher({ deliver, hurry: (work) => work() });
  const refs = () => deliveries.map(({ ref }) => ref);
  return { pusher, deliveries, refs };
}

const gone = new Problem('SG609', 'gone', 'wait');

test('what is written before a push starts goes with it, what is written later with another', async () => {
  const { pusher, deliveries, refs } = pusherWith();
  pusher.request('a');
  pusher.request('a');
  expect(refs()).toEqual(['a']);
  deliveries[0]?.start();
  pusher.request('a');
  expect(refs()).toEqual(['a', 'a']);
  await deliveries[0]?.end();
  deliveries[1]?.start();
  await deliveries[1]?.end();
  expect(await pusher.flush()).toEqual([]);
  expect(refs()).toHaveLength(2);
});

test('what failed stays due and goes with the next request', async () => {
  const { pusher, deliveries, refs } = pusherWith();
  pusher.request('a');
  deliveries[0]?.start();
  await deliveries[0]?.end(gone);
  expect(refs()).toEqual(['a']);
  pusher.request('b');
  expect(refs()).toEqual(['a', 'a', 'b']);
});

test('a flush takes what is due and what is under way, once each, and says what failed', async () => {
  const { pusher, deliveries, refs } = pusherWith();
  pusher.remember('c');
  pusher.request('b');
  deliveries.find(({ ref }) => ref === 'b')?.start();
  pusher.remember('a');
  const flushed = pusher.flush();
  expect(refs().sort()).toEqual(['a', 'b', 'c']);
  for (const { ref, start, end } of deliveries) {
    start();
    await end(ref === 'b' ? gone : undefined);
  }
  expect(await flushed).toEqual([{ ref: 'b', problem: gone }]);
});

test('whoever waits for a push learns what became of its own ref', async () => {
  const { pusher, deliveries } = pusherWith();
  const waiting = Promise.allSettled([pusher.requested('a'), pusher.requested('b')]);
  await deliveries[0]?.end(gone);
  await deliveries[1]?.end();
  expect((await waiting).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});

test('whoever waits does not wait for what goes at leisure: a push of its own overtakes it', async () => {
  const { pusher, deliveries } = pusherWith();
  pusher.request('a');
  const waiting = pusher.requested('a');
  void pusher.requested('a');
  expect(deliveries.map(({ pace }) => pace)).toEqual(['soon', 'now']);
  deliveries[1]?.start();
  await deliveries[1]?.end();
  await waiting;
  deliveries[0]?.start();
  pusher.request('a');
  expect(deliveries.map(({ pace }) => pace)).toEqual(['soon', 'now', 'soon']);
});

test('a flush says once what failed, however many pushes were under way for it', async () => {
  const { pusher, deliveries } = pusherWith();
  pusher.request('a');
  void pusher.requested('a').catch(() => undefined);
  const flushed = pusher.flush();
  for (const { start, end } of deliveries) {
    start();
    await end(gone);
  }
  expect(await flushed).toEqual([{ ref: 'a', problem: gone }]);
});
