import { expect, test } from 'vitest';
import type { SentDelivery } from '../../src/bot/app-deliveries.ts';
import { LostDeliveries } from '../../src/bot/lost-deliveries.ts';
import type { Received } from '../../src/bot/receiver.ts';
import { GithubFailure } from '../../src/github/failure.ts';
import { ManualClock } from '../support/manual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const minute = 60_000;
const hour = 60 * minute;
const pageSize = 100;

type Sent = Partial<Omit<SentDelivery, 'sentAt'>> & { readonly agoMs?: number };

/** GitHub's list, in a few lines, and a process that hears what it is told. */
function world() {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const all: SentDelivery[] = [];
  const heard = new Set<string>();
  const taken: string[] = [];
  const asked: string[] = [];
  const broken = new Map<string, GithubFailure>();
  const state = { answer: 'queued' as Received };
  const meet = (what: string): void => {
    asked.push(what);
    const failure = broken.get(what) ?? broken.get('all');
    if (failure !== undefined) throw failure;
  };
  const lost = new LostDeliveries({
    clock,
    isHeard: (guid) => heard.has(guid),
    deliveries: {
      list: async (cursor) => {
        meet(cursor === undefined ? 'list' : `list from ${cursor}`);
        const newestFirst = [...all].sort((a, b) => b.sentAt - a.sentAt || Number(b.id) - Number(a.id));
        const from = cursor === undefined ? 0 : newestFirst.findIndex(({ id }) => id === cursor);
        const next = newestFirst[from + pageSize]?.id;
        const deliveries = newestFirst.slice(from, from + pageSize);
        return { deliveries, ...(next === undefined ? {} : { next }) };
      },
      payload: async (id) => {
        meet(id);
        return { of: id };
      },
    },
    receive: ({ guid }) => {
      if (state.answer === 'dropped') return 'dropped';
      heard.add(guid);
      taken.push(guid);
      return state.answer;
    },
  });
  const send = (sent: Sent = {}): string => {
    const id = String(all.length + 1);
    const { agoMs = 0, guid = `g${id}`, ...rest } = sent;
    const usual = { event: 'pull_request_review', action: 'submitted', isAnswered: false };
    all.push({ ...usual, ...rest, id, guid, sentAt: clock.now() - agoMs });
    return guid;
  };
  const look = async () => {
    asked.length = 0;
    taken.length = 0;
    return lost.look();
  };
  return { clock, lost, send, look, heard, taken, asked, broken, state };
}

test('what was sent and nobody heard is taken up once, what was sent first before what came later', async () => {
  const { send, look, heard, taken } = world();
  const [old, , young] = [send({ agoMs: hour }), heard.add(send({ agoMs: 2 * minute })), send()];
  expect(await look()).toEqual({ found: 2, left: 0, isWhole: true });
  expect(taken).toEqual([old, young]);
  expect(await look()).toMatchObject({ found: 0, left: 0 });
});

test('what shows elsewhere, and what is nothing to us, is not asked for', async () => {
  const { send, look, asked } = world();
  for (const event of ['push', 'issue_comment', 'star']) send({ event });
  send({ event: 'pull_request', action: 'synchronize' });
  send({ event: 'issues', action: 'edited' });
  await look();
  expect(asked).toEqual(['list']);
});

test.each<[string, Sent, boolean]>([
  ['a button of an hour ago', { event: 'check_run', action: 'requested_action', agoMs: hour }, true],
  ['a button of three hours ago', { event: 'check_run', action: 'requested_action', agoMs: 3 * hour }, false],
  ['a queue that may wait', { event: 'merge_group', action: 'checks_requested', agoMs: 5 * hour }, true],
  ['a queue that has given up', { event: 'merge_group', action: 'checks_requested', agoMs: 7 * hour }, false],
  ['an approval of the day before yesterday', { agoMs: 60 * hour }, true],
  ['one that the process before has answered long ago', { agoMs: 60 * hour, isAnswered: true }, false],
  ['one that it has answered an hour ago', { agoMs: hour, isAnswered: true }, true],
  ['the end of a job of just now', { event: 'workflow_run', action: 'completed', agoMs: minute }, true],
  [
    'one of which the process before was told',
    { event: 'workflow_run', action: 'completed', isAnswered: true, agoMs: minute },
    false,
  ],
])('how far back it goes: %s', async (_, sent, isFound) => {
  const { send, look } = world();
  send(sent);
  const { found } = await look();
  expect(found).toBe(isFound ? 1 : 0);
});

test('a look at what has not changed is one request, however much there was before', async () => {
  const { clock, send, look, asked } = world();
  for (let each = 0; each < 450; each++) send({ event: 'push', agoMs: each * 10 * minute });
  await look();
  expect(asked.length).toBeLessThan(8);
  clock.advance(2 * minute);
  send({ event: 'push' });
  await look();
  expect(asked).toEqual(['list']);
});

test('many thousands are gone through look by look, what is new and wanted first', async () => {
  const { clock, send, look, asked, taken } = world();
  for (let each = 0; each < 9_000; each++) send({ event: 'push', agoMs: 3 * hour + each * 20_000 });
  const old = send({ agoMs: 50 * hour });
  await look();
  expect(asked.length).toBeLessThanOrEqual(30);
  let found = taken.includes(old);
  for (let looks = 0; looks < 20 && !found; looks++) {
    clock.advance(2 * minute);
    const young = send();
    await look();
    expect(asked.length).toBeLessThanOrEqual(32);
    expect(taken).toContain(young);
    found = taken.includes(old);
  }
  expect(found).toBe(true);
});

test('of hundreds that were lost a hundred are taken up at a time, and none is forgotten', async () => {
  const { clock, send, look } = world();
  for (let each = 0; each < 1_250; each++) send({ agoMs: each * 3 * minute });
  const counts: number[] = [];
  for (let looks = 0; looks < 20; looks++) {
    counts.push((await look()).found);
    clock.advance(2 * minute);
  }
  expect(Math.max(...counts)).toBe(100);
  expect(counts.reduce((sum, each) => sum + each)).toBe(1_250);
});

test('one that GitHub does not give keeps nothing else waiting, and is left alone at last', async () => {
  const { clock, send, look, broken, taken } = world();
  send({ agoMs: hour });
  send();
  broken.set('1', new GithubFailure('faulty', 'Server Error'));
  await expect(look()).rejects.toThrow('Server Error');
  await expect(look()).rejects.toThrow('Server Error');
  expect(taken).toEqual(['g2']);
  for (let looks = 0; looks < 18; looks++) {
    clock.advance(2 * minute);
    await expect(look()).rejects.toThrow('Server Error');
  }
  clock.advance(2 * minute);
  expect(await look()).toMatchObject({ left: 0 });
});

test('while GitHub takes no more requests it asks none', async () => {
  const { clock, send, look, asked, broken } = world();
  send();
  broken.set('all', new GithubFailure('limited', 'rate limit', { afterMs: 10 * minute }));
  await expect(look()).rejects.toThrow('rate limit');
  broken.clear();
  clock.advance(9 * minute);
  expect(await look()).toMatchObject({ found: 0 });
  expect(asked).toEqual([]);
  clock.advance(minute);
  expect(await look()).toMatchObject({ found: 1 });
});

test('a full queue takes it later', async () => {
  const { send, look, state } = world();
  send();
  state.answer = 'dropped';
  expect(await look()).toMatchObject({ found: 0, left: 1 });
  state.answer = 'queued';
  expect(await look()).toMatchObject({ found: 1, left: 0 });
});

test('what was heard hours ago and could not be done is looked for again', async () => {
  const { clock, lost, send, look, heard, taken, asked } = world();
  await look();
  const since = clock.now();
  const guid = send({ isAnswered: true });
  heard.add(guid);
  clock.advance(3 * hour);
  await look();
  heard.delete(guid);
  lost.owe(guid, since);
  await look();
  expect(taken).toEqual([guid]);
  // It is known by now where it is in the list.
  for (let each = 0; each < 300; each++) send({ event: 'push', agoMs: each * minute });
  clock.advance(2 * hour);
  await look();
  heard.delete(guid);
  lost.owe(guid, since);
  await look();
  expect([taken, asked]).toEqual([[guid], ['list', '1']]);
});

test('where GitHub has forgotten how a page was called it begins at the first again', async () => {
  const { clock, send, look, broken, taken } = world();
  for (let each = 0; each < 3_500; each++) send({ event: 'push', agoMs: 3 * hour + each * 20_000 });
  const old = send({ agoMs: 40 * hour });
  broken.set('list from 501', new GithubFailure('refused', 'Invalid cursor'));
  await expect(look()).rejects.toThrow('Invalid cursor');
  broken.clear();
  let found = false;
  for (let looks = 0; looks < 10 && !found; looks++) {
    clock.advance(2 * minute);
    await look();
    found = taken.includes(old);
  }
  expect(found).toBe(true);
});

test('whatever is sent, heard, late, refused or limited: each that is wanted is taken up once in the end', async () => {
  const kinds = fc.constantFrom<Sent>(
    { event: 'push' },
    { event: 'issues', action: 'closed' },
    { event: 'check_run', action: 'rerequested' },
    {},
  );
  const step = fc.record({
    sent: fc.array(fc.tuple(kinds, fc.boolean(), fc.nat({ max: 8 })), { maxLength: 150 }),
    trouble: fc.constantFrom('none', 'none', 'list', 'all', 'dropped'),
    minutes: fc.integer({ min: 1, max: 30 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { clock, send, look, heard, taken, broken, state } = world();
      const wanted = new Set<string>();
      const found: string[] = [];
      const lookOnce = async (): Promise<void> => {
        await look().catch((error) => expect(error).toBeInstanceOf(GithubFailure));
        found.push(...taken);
      };
      for (const { sent, trouble, minutes } of steps) {
        for (const [kind, isHeard, lateMinutes] of sent) {
          // The list shows it late, with the time at which it was sent.
          const guid = send({ ...kind, agoMs: lateMinutes * minute });
          if (isHeard) heard.add(guid);
          else if (kind.event !== 'push') wanted.add(guid);
        }
        broken.clear();
        state.answer = trouble === 'dropped' ? 'dropped' : 'queued';
        if (trouble === 'list' || trouble === 'all') broken.set(trouble, new GithubFailure('faulty', 'Server Error'));
        await lookOnce();
        clock.advance(minutes * minute);
      }
      broken.clear();
      state.answer = 'queued';
      for (let looks = 0; looks < 25; looks++) {
        await lookOnce();
        clock.advance(2 * minute);
      }
      expect([...found].sort()).toEqual([...wanted].sort());
    }),
    { numRuns: 60 },
  );
});
