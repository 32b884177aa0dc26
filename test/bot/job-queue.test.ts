import { expect, test } from 'vitest';
import { JobQueue, type Queueable, type Running } from '../../src/bot/job-queue.ts';
import fc from '../support/seeded-fast-check.ts';

interface Job extends Queueable {
  readonly id: number;
}

const most = 5;
const mostOfGroup = 2;
const mostInBackground = 1;
const groupOf = ({ key }: Job): string => key[0] ?? '';

const step = fc.oneof(
  fc.record({
    kind: fc.constant('offer' as const),
    key: fc.constantFrom('a1', 'a2', 'a3', 'b1'),
    replaces: fc.constantFrom('review', undefined),
    inBackground: fc.constantFrom(true as const, undefined),
  }),
  fc.record({ kind: fc.constant('take' as const), later: fc.integer({ min: 0, max: 20 }) }),
  fc.record({ kind: fc.constantFrom('settle' as const, 'again' as const), nth: fc.nat(), pause: fc.nat({ max: 30 }) }),
);

test('the queue is bounded, fair, never doubles a key, and loses nothing but what it says', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new JobQueue<Job>({ most, mostOfGroup, mostInBackground, groupOf });
      const running: Running<Job>[] = [];
      const accounts = new Map<number, 'waits' | 'runs' | 'gone'>();
      let now = 0;
      let madeWay = 0;
      for (const [id, each] of steps.entries()) {
        if (each.kind === 'offer') {
          const { key, replaces, inBackground } = each;
          const before = queue.waiting + queue.running;
          const offered = queue.offer({
            id,
            key,
            ...(replaces === undefined ? {} : { replaces }),
            ...(inBackground === undefined ? {} : { inBackground }),
          });
          if (offered === 'full') expect(before).toBe(most);
          else accounts.set(id, 'waits');
          if (offered === 'queued' && before === most) madeWay += 1;
          if (offered === 'replaced') expect(queue.waiting + queue.running).toBe(before);
        } else if (each.kind === 'take') {
          now += each.later;
          const taken = queue.take(now);
          if (taken !== undefined) {
            expect(running.map(({ job }) => job.key)).not.toContain(taken.job.key);
            running.push(taken);
            expect(running.filter(({ job }) => job.inBackground).length).toBeLessThanOrEqual(mostInBackground);
            expect(running.filter(({ job }) => groupOf(job) === groupOf(taken.job)).length).toBeLessThanOrEqual(
              mostOfGroup,
            );
            expect(accounts.get(taken.job.id)).toBe('waits');
            accounts.set(taken.job.id, 'runs');
          }
        } else {
          const [one] = running.splice(each.nth % Math.max(1, running.length), 1);
          if (one === undefined) continue;
          const stays = each.kind === 'again' && queue.again(one, now + each.pause) === 'queued';
          if (each.kind === 'settle') queue.settle(one);
          accounts.set(one.job.id, stays ? 'waits' : 'gone');
        }
        expect(queue.waiting + queue.running).toBeLessThanOrEqual(most);
        expect(queue.running).toBe(running.length);
      }
      const left = drained(queue, running);
      const waits = [...accounts].filter(([, state]) => state === 'waits').map(([id]) => id);
      expect(left.filter((id) => !waits.includes(id))).toEqual([]);
      expect(new Set(left).size).toBe(left.length);
      const lost = waits.filter((id) => !left.includes(id));
      expect(lost.filter((id) => slotOf(steps, id) === undefined && !isInBackground(steps, id))).toEqual([]);
      const replaced = lost.filter((id) =>
        [...accounts.keys()].some((later) => later > id && slotOf(steps, later) === slotOf(steps, id)),
      );
      expect(lost.length - replaced.length).toBeLessThanOrEqual(madeWay);
    }),
    { numRuns: 600 },
  );
});

test('what is replaced is done by the newest, in the place of the first', () => {
  const queue = new JobQueue<Job>({ most: 9, mostOfGroup: 9, mostInBackground: 9, groupOf: () => 'one' });
  expect(queue.offer({ id: 1, key: 'a', replaces: 'review' })).toBe('queued');
  expect(queue.offer({ id: 2, key: 'b', replaces: 'review' })).toBe('queued');
  expect(queue.offer({ id: 3, key: 'a', replaces: 'review' })).toBe('replaced');
  expect(queue.offer({ id: 4, key: 'a' })).toBe('queued');
  expect(drained(queue, [])).toEqual([3, 2, 4]);
});

test('one that runs is not replaced: what it has read may be old by now', () => {
  const queue = new JobQueue<Job>({ most: 9, mostOfGroup: 9, mostInBackground: 9, groupOf: () => 'one' });
  queue.offer({ id: 1, key: 'a', replaces: 'review' });
  const first = queue.take(0);
  expect(queue.offer({ id: 2, key: 'a', replaces: 'review' })).toBe('queued');
  expect(queue.take(0)).toBeUndefined();
  if (first !== undefined) expect(queue.again(first, 50)).toBe('replaced');
  expect(queue.take(0)?.job.id).toBe(2);
});

test('in a full queue what would be found again makes way for a person’s word', () => {
  const queue = new JobQueue<Job>({ most: 2, mostOfGroup: 9, mostInBackground: 9, groupOf: () => 'one' });
  queue.offer({ id: 1, key: 'a', replaces: 'review' });
  queue.offer({ id: 2, key: 'b', replaces: 'review' });
  expect(queue.offer({ id: 3, key: 'c', replaces: 'review' })).toBe('full');
  expect(queue.offer({ id: 4, key: 'c' })).toBe('queued');
  expect(queue.offer({ id: 5, key: 'd' })).toBe('queued');
  expect(queue.offer({ id: 6, key: 'e' })).toBe('full');
  expect(drained(queue, [])).toEqual([4, 5]);
});

test('a busy repository does not keep another one waiting', () => {
  const queue = new JobQueue<Job>({ most: 99, mostOfGroup: 9, mostInBackground: 9, groupOf });
  for (let id = 1; id <= 20; id += 1) queue.offer({ id, key: `a${id}` });
  queue.offer({ id: 100, key: 'b1' });
  expect([queue.take(0), queue.take(0)].map((taken) => taken?.job.id)).toEqual([1, 100]);
});

test('what is in the background waits for all others, and makes way for them', () => {
  const queue = new JobQueue<Job>({ most: 3, mostOfGroup: 9, mostInBackground: 1, groupOf });
  queue.offer({ id: 1, key: 'a', replaces: 'clock', inBackground: true });
  queue.offer({ id: 2, key: 'b', replaces: 'clock', inBackground: true });
  queue.offer({ id: 3, key: 'c', replaces: 'review' });
  expect(queue.offer({ id: 4, key: 'd', replaces: 'clock', inBackground: true })).toBe('full');
  expect(queue.take(0)?.job.id).toBe(3);
  expect(queue.take(0)?.job.id).toBe(1);
  expect(queue.take(0)).toBeUndefined();
  expect(queue.offer({ id: 5, key: 'e', replaces: 'review' })).toBe('queued');
  expect(queue.offer({ id: 6, key: 'f', replaces: 'review' })).toBe('full');
  expect(queue.take(0)?.job.id).toBe(5);
});

test('what waits for its time lets others pass, and says when it is due', () => {
  const queue = new JobQueue<Job>({ most: 9, mostOfGroup: 9, mostInBackground: 9, groupOf: () => 'one' });
  queue.offer({ id: 1, key: 'a', replaces: 'review' });
  const first = queue.take(0);
  if (first !== undefined) queue.again(first, 50);
  queue.offer({ id: 2, key: 'a' });
  expect(queue.take(10)?.job.id).toBe(2);
  expect(queue.nextAt(10)).toBe(50);
  expect(queue.nextAt(50)).toBeUndefined();
});

/** Ids in the order in which they come out, one at a time, when all time has passed. */
function drained(queue: JobQueue<Job>, running: readonly Running<Job>[]): readonly number[] {
  for (const each of running) queue.settle(each);
  const ids: number[] = [];
  for (let next = queue.take(1e9); next !== undefined; next = queue.take(1e9)) {
    ids.push(next.job.id);
    queue.settle(next);
  }
  return ids;
}

/** What another offer has to have in common with this one to take its place. */
function slotOf(steps: readonly unknown[], id: number): string | undefined {
  const { key, replaces } = steps[id] as Partial<Job>;
  return replaces === undefined ? undefined : `${key} ${replaces}`;
}

function isInBackground(steps: readonly unknown[], id: number): boolean {
  return (steps[id] as Partial<Job>).inBackground === true;
}
