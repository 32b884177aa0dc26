import { expect, test } from 'vitest';
import { Desks } from '../../src/bot/desks.ts';
import { fetchInTry, overTime, Try } from '../../src/bot/try.ts';
import { ManualClock } from '../support/manual-clock.ts';

const limitMs = 60_000;

test('what ends in time is what it is, and leaves no timer behind', async () => {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  expect(await new Try(clock, limitMs, async () => 'done').ended).toBe('done');
  await expect(
    new Try(clock, limitMs, async () => {
      throw new Error('a bug');
    }).ended,
  ).rejects.toThrow('a bug');
  expect(clock.nextIn).toBeUndefined();
});

test('after its time nobody waits for it, and nothing that it asks goes out', async () => {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const sent: string[] = [];
  const send = fetchInTry(async (input) => {
    sent.push(String(input));
    return new Response();
  });
  const { held, release } = hold();
  const late = new Promise<unknown>((resolve) => {
    const one = new Try(clock, limitMs, async () => {
      await send('https://api.github.com/first');
      await held;
      await send('https://api.github.com/second').catch(resolve);
    });
    void one.ended.then((ended) => {
      expect(ended).toBe(overTime);
      release();
    });
  });
  await settled();
  clock.advance(limitMs);
  expect(await late).toMatchObject({ message: 'it took too long, and was given up' });
  expect(sent).toEqual(['https://api.github.com/first']);
  await send('https://api.github.com/of-somebody-else');
  expect(sent).toHaveLength(2);
});

test('what is on its way when its time ends is broken off', async () => {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const send = fetchInTry(
    (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      }),
  );
  const own = new AbortController();
  let broken: unknown;
  const one = new Try(clock, limitMs, () =>
    send('https://api.github.com/slow', { signal: own.signal }).catch((error: unknown) => {
      broken = error;
    }),
  );
  one.giveUp();
  expect(await one.ended).toBe(overTime);
  await settled();
  expect(broken).toBeInstanceOf(Error);
  expect(clock.nextIn).toBeUndefined();
});

test('a try that is begun within another has a time of its own', async () => {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const send = fetchInTry(async () => new Response());
  const { held, release } = hold();
  let inner: Try<string> | undefined;
  const outer = new Try(clock, limitMs, async () => {
    inner = new Try(clock, 2 * limitMs, async () => {
      await held;
      await send('https://api.github.com/');
      return 'sent';
    });
    await new Promise(() => undefined);
  });
  clock.advance(limitMs);
  expect(await outer.ended).toBe(overTime);
  release();
  expect(await inner?.ended).toBe('sent');
});

test('the clients of desks send nothing for a try that is over', async () => {
  const clock = new ManualClock('2026-11-21T12:00:00Z');
  const sent: string[] = [];
  const never = () => Promise.reject(new Error('nobody is asked'));
  const desks = new Desks({
    apiUrl: 'https://api.github.com',
    clock,
    newToken: async () => 'a token',
    sawLimit: () => undefined,
    offer: () => undefined,
    reviewer: () => ({ review: never, reviewGroup: never, approvals: { pipelinesOf: never, approve: never } }),
    fetch: async (input) => {
      sent.push(String(input));
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    },
  });
  const desk = desks.at({ installation: 1, owner: 'acme', name: 'data', defaultBranch: 'main' }, 'segue[bot]');
  const { held, release } = hold();
  let end: unknown;
  const one = new Try(clock, limitMs, async () => {
    await desk.forge.permissionOf('ana');
    await held;
    end = await desk.forge.react({ comment: 1, content: 'eyes' });
  });
  await settled();
  clock.advance(limitMs);
  expect(await one.ended).toBe(overTime);
  const before = sent.length;
  expect(before).toBeGreaterThan(0);
  release();
  for (let waits = 0; end === undefined && waits < 100; waits += 1) {
    await settled();
    clock.advance(clock.nextIn ?? 0);
  }
  expect(end).toMatchObject({ kind: 'unreachable' });
  expect(sent).toHaveLength(before);
});

function hold(): { readonly held: Promise<void>; readonly release: () => void } {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { held, release };
}

async function settled(): Promise<void> {
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setImmediate(resolve));
}
