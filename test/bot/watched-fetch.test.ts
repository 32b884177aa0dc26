import { expect, test } from 'vitest';
import { type LimitSeen, watchedFetch } from '../../src/bot/watched-fetch.ts';

function world(response: Response) {
  const limits: LimitSeen[] = [];
  let unknown = 0;
  const signals: (AbortSignal | null | undefined)[] = [];
  const watch = {
    limit: (seen: LimitSeen) => void limits.push(seen),
    unknownToken: () => {
      unknown += 1;
    },
  };
  const send = watchedFetch(watch, async (_, init) => {
    signals.push(init?.signal);
    return response;
  });
  return { send, limits, signals, unknown: () => unknown };
}

test('what GitHub says of its limit is told, and nothing where it says nothing', async () => {
  const headers = { 'x-ratelimit-remaining': '4321', 'x-ratelimit-resource': 'graphql' };
  const told = world(Response.json({}, { headers }));
  await told.send('https://api.github.com/graphql');
  expect([told.limits, told.unknown()]).toEqual([[{ resource: 'graphql', left: 4_321 }], 0]);
  const silent = world(Response.json({}));
  await silent.send('https://git.acme.example/api/v3/app');
  expect(silent.limits).toEqual([]);
});

test('a token that GitHub does not know is told', async () => {
  const { send, unknown } = world(Response.json({}, { status: 401 }));
  await send('https://api.github.com/app');
  expect(unknown()).toBe(1);
});

test('every request has an end, and the end that its sender gave it', async () => {
  const { send, signals } = world(Response.json({}));
  const own = new AbortController();
  await send('https://api.github.com/app');
  await send('https://api.github.com/app', { signal: own.signal });
  own.abort();
  expect(signals.map((signal) => signal?.aborted)).toEqual([false, true]);
});
