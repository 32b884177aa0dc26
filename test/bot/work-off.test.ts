import { expect, test } from 'vitest';
import type { JobOutcome } from '../../src/bot/job.ts';
import { JobQueue, type Queueable } from '../../src/bot/job-queue.ts';
import { type Ending, mostTries, WorkOff } from '../../src/bot/work-off.ts';
import { ManualClock } from '../support/manual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

interface Push extends Queueable {
  /** What the webhook told of; a later one has a higher number. */
  readonly version: number;
}

const atOnce = 3;
const start = '2026-11-21T12:00:00Z';
const limitMs = 600_000;
const endMs = 20_000;
const times = { limitOf: () => limitMs, endMs };

test('in every order of events each subject ends in its last state, one at a time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 25 }),
      fc.nat({ max: mostTries - 1 }),
      async (scheduler, pushes, faults) => {
        const clock = new ManualClock(start);
        const newest = new Map<string, number>();
        const shown = new Map<string, number>();
        const busy = new Set<string>();
        let left = faults;
        const work = new WorkOff<Push>(queue(), {
          clock,
          ...times,
          atOnce,
          ended: () => undefined,
          perform: async ({ key }) => {
            expect(busy.has(key)).toBe(false);
            busy.add(key);
            expect(busy.size).toBeLessThanOrEqual(atOnce);
            // As a review does: read what is there now, take a while, write it.
            const read = newest.get(key) ?? 0;
            await scheduler.schedule(Promise.resolve(), `work on ${key}`);
            busy.delete(key);
            if (left > 0) {
              left -= 1;
              return { kind: 'later', why: 'GitHub did not answer' };
            }
            shown.set(key, read);
            return { kind: 'done', what: '' };
          },
        });
        const sequence = scheduler.scheduleSequence(
          pushes.map((key, version) => ({
            label: `push ${version} to ${key}`,
            builder: async () => {
              newest.set(key, version);
              work.offer({ key, replaces: 'review', version });
            },
          })),
        );
        while (scheduler.count() > 0 || !sequence.done || work.waiting + work.running > 0) {
          await scheduler.waitIdle();
          await new Promise(setImmediate);
          clock.advance(clock.nextIn ?? 0);
        }
        expect(shown).toEqual(newest);
      },
    ),
    { numRuns: 300 },
  );
});

test('what cannot be done is tried again after longer and longer pauses, and then left', async () => {
  const clock = new ManualClock(start);
  const { work, told } = recorded(clock, () => ({ kind: 'later', why: 'no answer' }));
  work.offer({ key: 'a', version: 1 });
  await work.idle();
  const pauses: (number | undefined)[] = [];
  for (let tries = 1; tries < mostTries; tries += 1) {
    pauses.push(clock.nextIn);
    clock.advance(clock.nextIn ?? 0);
    await work.idle();
  }
  expect(pauses).toEqual([5_000, 20_000, 80_000]);
  expect(clock.nextIn).toBeUndefined();
  expect(told).toEqual(['later', 'later', 'later', 'later, the last']);
});

test('GitHub’s word on when to come back is kept', async () => {
  const clock = new ManualClock(start);
  const { work } = recorded(clock, () => ({ kind: 'later', why: 'a limit', afterMs: 900_000 }));
  work.offer({ key: 'a', version: 1 });
  await work.idle();
  expect(clock.nextIn).toBe(900_000);
});

test('a bug in a job ends that job alone', async () => {
  const { work, told } = recorded(new ManualClock(start), ({ version }) => {
    if (version === 1) throw new Error('a bug');
    return { kind: 'done', what: 'reviewed' };
  });
  work.offer({ key: 'a', version: 1 });
  work.offer({ key: 'a', version: 2 });
  await work.idle();
  expect(told).toEqual(['failed, the last', 'done, the last']);
});

test('told to stop it ends what runs, and takes nothing up any more', async () => {
  const clock = new ManualClock(start);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const work = new WorkOff<Push>(queue(), {
    clock,
    ...times,
    atOnce: 1,
    ended: () => undefined,
    perform: async () => {
      await held;
      return { kind: 'later', why: 'no answer' };
    },
  });
  work.offer({ key: 'a', version: 1 });
  work.offer({ key: 'b', version: 1 });
  const stopped = work.stop();
  expect(work.offer({ key: 'c', version: 1 })).toBe('full');
  expect(await settled(stopped)).toBe(false);
  release();
  await stopped;
  expect([work.running, work.waiting, clock.nextIn]).toEqual([0, 1, undefined]);
});

test('a job that never ends gives its key back, and is done again', async () => {
  const clock = new ManualClock(start);
  const began: string[] = [];
  const told: string[] = [];
  const work = new WorkOff<Push>(queue(), {
    clock,
    ...times,
    atOnce: 1,
    ended: (_, { kind }) => void told.push(kind),
    perform: async ({ key, version }) => {
      began.push(`${key} ${version}`);
      // Once only: then GitHub answers again.
      if (key === 'a' && began.length === 1) await new Promise(() => undefined);
      return { kind: 'done', what: '' };
    },
  });
  work.offer({ key: 'a', version: 1 });
  work.offer({ key: 'b', version: 1 });
  const idle = work.idle();
  clock.advance(limitMs - 1);
  await settledTurns();
  expect([began, told]).toEqual([['a 1'], []]);
  clock.advance(1);
  await idle;
  expect([began, told]).toEqual([
    ['a 1', 'b 1'],
    ['over-time', 'done'],
  ]);
  clock.advance(clock.nextIn ?? 0);
  await work.idle();
  expect([began, told]).toEqual([
    ['a 1', 'b 1', 'a 1'],
    ['over-time', 'done', 'done'],
  ]);
  expect(clock.nextIn).toBeUndefined();
});

test('one that never ends in any of its tries is left to whoever looks around', async () => {
  const clock = new ManualClock(start);
  const told: string[] = [];
  const work = new WorkOff<Push>(queue(), {
    clock,
    ...times,
    atOnce: 1,
    ended: (_, { kind }, { last }) => void told.push(last ? `${kind}, the last` : kind),
    perform: () => new Promise(() => undefined),
  });
  work.offer({ key: 'a', version: 1 });
  for (let turns = 0; told.length < mostTries && turns < 20; turns += 1) {
    clock.advance(clock.nextIn ?? 0);
    await settledTurns();
  }
  expect(told).toEqual(['over-time', 'over-time', 'over-time', 'over-time, the last']);
  expect([work.running, work.waiting, clock.nextIn]).toEqual([0, 0, undefined]);
});

test('told to stop it does not wait for ever for what never ends', async () => {
  const clock = new ManualClock(start);
  const told: string[] = [];
  const work = new WorkOff<Push>(queue(), {
    clock,
    ...times,
    atOnce: 1,
    ended: (_, { kind }, { last }) => void told.push(last ? `${kind}, the last` : kind),
    perform: () => new Promise(() => undefined),
  });
  work.offer({ key: 'a', version: 1 });
  const stopped = work.stop();
  clock.advance(endMs - 1);
  await settledTurns();
  expect(told).toEqual([]);
  clock.advance(1);
  await stopped;
  expect(told).toEqual(['over-time, the last']);
  expect([work.running, clock.nextIn]).toEqual([0, undefined]);
});

async function settledTurns(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await new Promise(setImmediate);
}

function queue(): JobQueue<Push> {
  return new JobQueue<Push>({ most: 100, mostOfGroup: 100, mostInBackground: 100, groupOf: () => 'all' });
}

function recorded(clock: ManualClock, answer: (job: Push) => JobOutcome): { work: WorkOff<Push>; told: string[] } {
  const told: string[] = [];
  const ended = (_: Push, { kind }: Ending, { last }: { last: boolean }) =>
    void told.push(last ? `${kind}, the last` : kind);
  const work = new WorkOff<Push>(queue(), { clock, ...times, atOnce: 3, ended, perform: async (job) => answer(job) });
  return { work, told };
}

async function settled(promise: Promise<unknown>): Promise<boolean> {
  const open = Symbol('open');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, open))])) !== open;
}
