import { describe, expect, test } from 'vitest';
import { listedRuns, store } from '../store/state-fixture.ts';
import type { Trouble } from '../support/github-faults.ts';
import type { StandIn } from '../support/github-server.ts';
import { stateVisitor } from './state-world.ts';
import { storedRef as ref, stored, storedWorld } from './stored-world.ts';

/** What can happen to a request; `clock` is told when nobody answers, so that its time is over. */
const troubles: readonly { readonly name: string; readonly meet: (expire: () => void) => Trouble }[] = [
  { name: 'the connection ends, nothing is done', meet: () => ({ kind: 'lost-before' }) },
  { name: 'the connection ends, all is done', meet: () => ({ kind: 'lost-after' }) },
  { name: 'the answer breaks off', meet: () => ({ kind: 'cut' }) },
  { name: 'no answer in time, nothing is done', meet: (meanwhile) => ({ kind: 'silent', meanwhile }) },
  { name: 'no answer in time, all is done', meet: (meanwhile) => ({ kind: 'silent-after', meanwhile }) },
  { name: 'a fault of GitHub', meet: () => ({ kind: 'answer', status: 500 }) },
  { name: 'a conflict at GitHub', meet: () => ({ kind: 'answer', status: 409, message: 'Conflict' }) },
  { name: 'a secondary limit that says when', meet: () => ({ kind: 'secondary-limit', retryAfter: 25 }) },
  { name: 'a secondary limit that does not', meet: () => ({ kind: 'secondary-limit', status: 429 }) },
];

/** All that a write sends; the first makes the ref. */
const requests: readonly (readonly [method: string, path: RegExp])[] = [
  ['POST', /\/git\/refs$/],
  ['GET', /\/git\/ref\//],
  ['GET', /\/git\/commits\//],
  ['GET', /\/git\/trees\//],
  ['GET', /\/git\/blobs\//],
  ['POST', /\/git\/trees$/],
  ['POST', /\/git\/commits$/],
  ['PATCH', /\/git\/refs\//],
];

test.each(troubles)('$name, at any request of a write: it is stored once', async ({ meet }) => {
  const { github, clock, git, put, versions, runs } = await storedWorld();
  const expected: string[] = [];
  for (const [index, [method, path]] of requests.entries()) {
    // Something that this process has not read.
    if (index > 0) expected.push(await stored(git, `r-git${index}`));
    github.fault({ ...meet(() => clock.expire()), method, path, times: 1 + (index % 2) });
    expect(await put(`r-api${index}`)).toEqual({ outcome: 'written' });
    expected.push(`r-api${index}`);
    expect(hasMet(github, method, path)).toBe(true);
    github.heal();
  }
  expect(versions()).toBe(expected.length);
  expect(await runs()).toEqual([...expected].sort());
});

function hasMet(github: StandIn, method: string, path: RegExp): boolean {
  return github.requests().some((seen) => seen.trouble !== undefined && seen.method === method && path.test(seen.path));
}

describe('somebody else is quicker', () => {
  test.each([
    ['after the answer was lost: what they built on is stored already', 'lost-after'],
    ['while the request is lost: it is done again on what they wrote', 'lost-before'],
  ] as const)('%s', async (_, kind) => {
    const { github, git, put, versions, runs } = await storedWorld();
    await put('r-1');
    github.fault({ kind, method: 'PATCH' });
    github.fault({
      kind: 'held',
      until: arrived(github, 'PATCH').then(() => stored(git, 'r-2')),
      method: 'GET',
      path: /\/git\/ref\//,
      skip: 1,
    });
    expect(await put('r-3')).toEqual({ outcome: 'written' });
    expect(await runs()).toEqual(['r-1', 'r-2', 'r-3']);
    expect(versions()).toBe(3);
  });

  test('and GitHub carries out late what it had no time to answer: it is stored once', async () => {
    const { github, clock, git, bare, put, versions, runs } = await storedWorld();
    await put('r-1');
    const before = bare.git('rev-parse', ref);
    let release = () => {};
    const late = new Promise<void>((resolve) => (release = resolve));
    const second = arrived(github, 'PATCH', /./, 2).then(async () => {
      release();
      while (bare.git('rev-parse', ref) === before) await new Promise(setImmediate);
      await stored(git, 'r-2');
    });
    void arrived(github, 'PATCH').then(() => clock.expire());
    github.fault({ kind: 'held', until: late, method: 'PATCH' });
    github.fault({ kind: 'held', until: second, method: 'PATCH' });
    expect(await put('r-3')).toEqual({ outcome: 'written' });
    expect(await runs()).toEqual(['r-1', 'r-2', 'r-3']);
    expect(versions()).toBe(3);
  });

  test.each(['POST', 'PATCH'])(
    'between the look and the %s: GitHub refuses it, and it is done again',
    async (method) => {
      const { github, git, put, versions, runs } = await storedWorld();
      if (method === 'PATCH') await put('r-1');
      else github.takeLines();
      const until = arrived(github, method, /\/git\/refs/).then(() => stored(git, 'r-2'));
      github.fault({ kind: 'held', until, method, path: /\/git\/refs/ });
      expect(await put('r-3')).toEqual({ outcome: 'written' });
      expect(await runs()).toEqual([...(method === 'PATCH' ? ['r-1'] : []), 'r-2', 'r-3']);
      expect(versions()).toBe(method === 'PATCH' ? 3 : 2);
    },
  );

  test('and deletes the ref: it is made anew, with nothing of what was', async () => {
    const { github, bare, put, versions, runs } = await storedWorld();
    await put('r-1');
    const until = arrived(github, 'PATCH').then(() => bare.git('update-ref', '-d', ref));
    github.fault({ kind: 'held', until, method: 'PATCH' });
    expect(await put('r-2')).toEqual({ outcome: 'written' });
    expect(await runs()).toEqual(['r-2']);
    expect(versions()).toBe(1);
  });
});

describe('GitHub does not do it', () => {
  test('it is down for good: nothing is known to be stored, and it is when GitHub is well', async () => {
    const { github, put, versions, runs, state } = await storedWorld();
    await put('r-1');
    github.fault({ kind: 'answer', status: 502, method: 'PATCH', times: 1_000 });
    await expect(put('r-2')).rejects.toMatchObject({ code: 'SG609' });
    github.fault({ kind: 'answer', status: 503, times: 1_000 });
    await expect(state.state('production', 'a')).rejects.toMatchObject({ code: 'SG609' });
    expect(versions()).toBe(1);
    github.heal();
    expect(await put('r-2')).toEqual({ outcome: 'written' });
    expect(await runs()).toEqual(['r-1', 'r-2']);
  });

  test('a rule forbids it: that is said in GitHub’s words, and not tried again', async () => {
    const { github, put, versions } = await storedWorld();
    await put('r-1');
    github.takeLines();
    const message = 'Repository rule violations found';
    github.fault({ kind: 'answer', status: 422, message, method: 'PATCH', times: 1_000 });
    await expect(put('r-2')).rejects.toMatchObject({ code: 'SG608', message: expect.stringContaining(message) });
    expect(github.takeLines().filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
    expect(versions()).toBe(1);
  });

  test('a token that may only read reads, and is told what it lacks', async () => {
    const { github, put } = await storedWorld();
    await put('r-1');
    const reader = stateVisitor(github, 'reader', { token: github.workflowToken({ contents: 'read' }) }).state;
    expect(await listedRuns(reader, 'production', 'a')).toEqual(['r-1']);
    const refused = expect.stringContaining('contents: write');
    await expect(store(reader, 'production', 'a', 'r-2')).rejects.toMatchObject({ code: 'SG608', message: refused });
  });
});

test('a repository that the token may not see is not taken for one without state', async () => {
  const { github } = await storedWorld();
  const { state, swapRefs } = stateVisitor(github, 'stranger', { repository: 'acme/secret' });
  const unseen = { code: 'SG609', message: expect.stringContaining('GitHub shows no such thing to this token') };
  await expect(state.state('production', 'a')).rejects.toMatchObject(unseen);
  await expect(state.pipelines('production')).rejects.toMatchObject(unseen);
  await expect(swapRefs.list('refs/segue-inbox/production/')).rejects.toMatchObject(unseen);
});

describe('a listing that GitHub cuts', () => {
  test('is asked for folder by folder', async () => {
    const { github, git, state } = await storedWorld();
    for (const run of ['r-1', 'r-2', 'r-3']) await stored(git, run);
    github.fault({ kind: 'truncated', path: /\/git\/trees\//, times: 1 });
    expect(await listedRuns(state, 'production', 'a')).toEqual(['r-1', 'r-2', 'r-3']);
    expect(await state.run('production', 'a', 'r-2')).toMatchObject({ run: 'r-2' });
    expect(github.takeLines().filter((line) => line.includes('/trees/')).length).toBeGreaterThan(2);
  });

  test('and cuts even so is not taken for all that there is', async () => {
    const { github, git, state } = await storedWorld();
    await stored(git, 'r-1');
    github.fault({ kind: 'truncated', path: /\/git\/trees\//, times: 2 });
    await expect(state.state('production', 'a')).rejects.toMatchObject({ code: 'SG607' });
    expect((await state.state('production', 'a')).pipeline).toBe('a');
  });
});

describe('a ref is taken away', () => {
  test('whatever happens on the way: it is gone', async () => {
    const { github, clock, swapRefs, bare } = await storedWorld();
    const name = 'refs/segue-inbox/production/r-1';
    for (const { meet } of troubles) {
      const version = await swapRefs.make(undefined, new Map([['request.json', '{}']]), 'Ask\n');
      expect(await swapRefs.swap(name, undefined, version, 'now')).toBe('done');
      github.fault({ ...meet(() => clock.expire()), path: /^\/graphql$/, times: 2 });
      expect(await swapRefs.swap(name, version, undefined, 'now')).toBe('done');
      github.heal();
      expect(bare.git('for-each-ref', 'refs/segue-inbox')).toBe('');
    }
  });

  test('though GitHub carries out late what it had no time to answer: it is known by whom', async () => {
    const { github, clock, swapRefs, bare } = await storedWorld();
    const name = 'refs/segue-inbox/production/r-1';
    const version = await swapRefs.make(undefined, new Map([['request.json', '{}']]), 'Ask\n');
    await swapRefs.swap(name, undefined, version, 'now');
    let release = () => {};
    const late = new Promise<void>((resolve) => (release = resolve));
    const second = arrived(github, 'POST', /graphql/, 2).then(async () => {
      release();
      while (bare.git('for-each-ref', name) !== '') await new Promise(setImmediate);
    });
    void arrived(github, 'POST', /graphql/).then(() => clock.expire());
    github.fault({ kind: 'held', until: late, path: /^\/graphql$/ });
    github.fault({ kind: 'held', until: second, path: /^\/graphql$/ });
    expect(await swapRefs.swap(name, version, undefined, 'now')).toBe('done');
    expect(bare.git('for-each-ref', name)).toBe('');
  });

  test('only if it is still where it was, also when somebody moves it at the last moment', async () => {
    const { github, swapRefs, bare } = await storedWorld();
    const name = 'refs/segue-inbox/production/r-1';
    const version = await swapRefs.make(undefined, new Map([['request.json', '{}']]), 'Ask\n');
    const next = await swapRefs.make(version, new Map([['request.json', '[]']]), 'Ask anew\n');
    await swapRefs.swap(name, undefined, version, 'now');
    const until = arrived(github, 'POST', /graphql/).then(() => bare.git('update-ref', name, next));
    github.fault({ kind: 'held', until, path: /^\/graphql$/ });
    expect(await swapRefs.swap(name, version, undefined, 'now')).toBe('moved');
    expect(bare.git('rev-parse', name)).toBe(next);
  });
});

/** Settles when so many such requests have come in from now on. */
async function arrived(github: StandIn, method: string, path = /./, count = 1): Promise<void> {
  const before = github.requests().length;
  const isMet = (seen: { readonly method: string; readonly path: string }) =>
    seen.method === method && path.test(seen.path);
  while (github.requests().slice(before).filter(isMet).length < count) await new Promise(setImmediate);
}
