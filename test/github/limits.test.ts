import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Trouble } from '../support/github-faults.ts';
import { githubWorld } from './github-world.ts';
import { checkWish, issueWish } from './wishes.ts';

/** How long GitHub asks for silence, in seconds, and by which words. */
const limited: readonly (Trouble & { readonly name: string; readonly seconds: number })[] = [
  { name: '403 with Retry-After', kind: 'secondary-limit', retryAfter: 25, seconds: 25 },
  { name: '429 with Retry-After', kind: 'secondary-limit', status: 429, retryAfter: 40, seconds: 40 },
  { name: '403 without a word on when', kind: 'secondary-limit', seconds: 60 },
  { name: '429 without a word on when', kind: 'secondary-limit', status: 429, seconds: 60 },
  { name: 'no requests left', kind: 'primary-limit', resetInSeconds: 30, seconds: 31 },
];

describe.each(limited)('$name', ({ name: _, seconds, ...trouble }) => {
  test('it is sent again after that time, also what makes something', async () => {
    const { github, clock, forge, commit, play, checks } = await githubWorld({ client: { budgetMs: 300_000 } });
    github.fault({ ...trouble, method: 'POST', path: /\/check-runs$/ });
    const before = clock.steady();
    expect(await play(forge.ensureCheck(checkWish(commit, { fresh: true })))).toMatchObject({ kind: 'created' });
    const waited = (clock.steady() - before) / 1_000;
    expect(waited).toBeGreaterThanOrEqual(seconds - 1);
    expect(waited).toBeLessThanOrEqual(seconds + 2);
    expect(await checks()).toHaveLength(1);
    expect(github.requests().filter(({ login }) => login !== undefined)).toHaveLength(2);
  });

  test('with less time than that it is for later, and nobody asks before', async () => {
    const { github, clock, forge, commit, play } = await githubWorld({ client: { budgetMs: 20_000 } });
    github.fault({ ...trouble, path: /\/check-runs$/ });
    const wish = checkWish(commit, { fresh: true });
    const answer = await play(forge.ensureCheck(wish));
    expect(answer).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('no more requests for now') });
    const afterMs = (answer as { retryAfterMs: number }).retryAfterMs;
    expect(Math.abs(afterMs / 1_000 - seconds)).toBeLessThanOrEqual(1);
    clock.advance(afterMs - 20_001);
    expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'unreachable', retryAfterMs: 20_001 });
    expect(github.takeLines()).toHaveLength(1);
    clock.advance(20_001);
    expect(await play(forge.ensureCheck(wish))).toMatchObject({ kind: 'created' });
  });
});

test('limits without a word on when wait longer each time, and start anew once GitHub has answered', async () => {
  const { github, clock, forge, play } = await githubWorld({ client: { budgetMs: 10_000 } });
  const asked = async (): Promise<number | undefined> => {
    const answer = await play(forge.ensureIssue(issueWish()));
    if (answer.kind !== 'unreachable') return undefined;
    clock.advance(answer.retryAfterMs ?? 0);
    return answer.retryAfterMs;
  };
  github.fault({ kind: 'secondary-limit', times: 4 });
  const waits = [await asked(), await asked(), await asked(), await asked(), await asked()];
  expect(waits).toEqual([60_000, 120_000, 240_000, 480_000, undefined]);
  github.fault({ kind: 'secondary-limit' });
  expect(await asked()).toBe(60_000);
});

test('a fault of GitHub is tried again a few times', async () => {
  const { github, forge, play } = await githubWorld();
  github.fault({ kind: 'answer', status: 500, method: 'GET', path: /\/issues$/, times: 3 });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'created' });
});

test('checks that are down for a whole run cost each wish its budget at most; nothing else suffers', async () => {
  const { github, clock, forge, commit, play, checks } = await githubWorld({ client: { budgetMs: 15_000 } });
  github.fault({ kind: 'answer', status: 503, path: /check-runs/, times: Number.POSITIVE_INFINITY });
  for (const title of ['1 of 3', '2 of 3', '3 of 3']) {
    const before = clock.steady();
    const answer = await play(forge.ensureCheck(checkWish(commit, { title, fresh: true })));
    expect(answer).toMatchObject({ kind: 'unreachable', why: expect.stringContaining('did not answer') });
    expect(clock.steady() - before).toBeLessThanOrEqual(15_000);
    expect(await play(forge.ensureIssue(issueWish({ title })))).toMatchObject({ id: 1 });
  }
  github.heal();
  expect(await play(forge.ensureCheck(checkWish(commit)))).toMatchObject({ kind: 'created' });
  expect(await checks()).toHaveLength(1);
});

test('nobody listens: that is certain to have done nothing, and is tried again', async () => {
  const nobody = createServer().listen(0, '127.0.0.1');
  await once(nobody, 'listening');
  const apiUrl = `http://127.0.0.1:${(nobody.address() as AddressInfo).port}`;
  nobody.close();
  const { forge, play } = await githubWorld({ client: { apiUrl } });
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({
    kind: 'unreachable',
    why: expect.stringContaining('ECONNREFUSED'),
  });
});

test('an answer that never comes uses up no more than the budget', async () => {
  const { github, clock, forge, play } = await githubWorld({ client: { budgetMs: 10_000 } });
  github.fault({ kind: 'silent', meanwhile: () => clock.advance(10_000), times: Number.POSITIVE_INFINITY });
  const before = clock.steady();
  expect(await play(forge.ensureIssue(issueWish()))).toMatchObject({ kind: 'unreachable' });
  expect(clock.steady() - before).toBe(10_000);
});
