import { expect, onTestFinished, test } from 'vitest';
import { stateRef } from '../../src/store/names.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';
import { listedRuns, openState, putEntry, sharedRemote, store } from './state-fixture.ts';

const ref = stateRef('production', 'a');

async function open(clone: ScratchRepository, remote?: string) {
  const git = await openState(clone, remote === undefined ? {} : { remote });
  onTestFinished(() => git.close());
  return git;
}

test('squashing leaves one commit with the same documents', async () => {
  const clone = scratchRepository();
  const git = await open(clone);
  for (const run of ['r-1', 'r-2', 'r-3']) await store(git.state, 'production', 'a', run);
  const before = clone.git('ls-tree', '-r', ref);
  expect(await git.squash('production', 'a')).toEqual({ outcome: 'squashed', versions: 3 });
  expect(clone.git('rev-list', '--count', ref)).toBe('1');
  const after = clone.git('ls-tree', '-r', ref).split('\n');
  expect(after.filter((line) => !line.endsWith('audit.jsonl')).join('\n')).toBe(before);
  expect(await git.squash('production', 'a')).toEqual({ outcome: 'unchanged', versions: 1 });
  expect(await git.squash('production', 'b')).toEqual({ outcome: 'missing', versions: 0 });
});

test('other clones follow a squash, with what they had not pushed yet', async () => {
  const { bare, clone } = sharedRemote();
  const one = clone('one');
  const two = clone('two');
  const [here, there] = [await open(one, 'origin'), await open(two, 'origin')];
  await store(here.state, 'production', 'a', 'r-1', 'now');
  await store(here.state, 'production', 'a', 'r-2', 'now');
  await there.refresh('production');
  const offline = await open(two);
  await store(offline.state, 'production', 'a', 'r-3');
  expect(await here.squash('production', 'a')).toEqual({ outcome: 'squashed', versions: 2 });
  await store(here.state, 'production', 'a', 'r-4', 'now');
  await store(there.state, 'production', 'a', 'r-5', 'now');
  expect(await listedRuns(there.state, 'production', 'a')).toEqual(['r-1', 'r-2', 'r-3', 'r-4', 'r-5']);
  // The squash, r-4, what was joined, r-5: the old history did not come back.
  expect(bare.git('rev-list', '--count', ref)).toBe('4');
});

test('a clone without changes of its own simply takes the squashed history', async () => {
  const { clone } = sharedRemote();
  const [one, two] = [clone('one'), clone('two')];
  const [here, there] = [await open(one, 'origin'), await open(two, 'origin')];
  for (const run of ['r-1', 'r-2']) await store(here.state, 'production', 'a', run, 'now');
  await there.refresh('production');
  await here.squash('production', 'a');
  await there.refresh('production');
  expect(two.git('rev-parse', ref)).toBe(one.git('rev-parse', ref));
});

/** Writes the claims of a pipeline; the remote has them before this resolves. */
async function claim(git: Awaited<ReturnType<typeof open>>, ...runs: readonly string[]): Promise<void> {
  const active = runs.map((run) => ({ run, claimedAt: '2026-03-01T05:00:00.000Z', host: 'here', pid: 1 }));
  await git.state.update('production', 'a', putEntry, ({ state }) => ({ state: { ...state, active } }), {
    push: 'now',
  });
}

test.each([1, 2])(
  'what has ended before %i squashes that a clone has missed does not come back with it',
  async (squashes) => {
    const { clone } = sharedRemote();
    const [one, two] = [clone('one'), clone('two')];
    const [here, there] = [await open(one, 'origin'), await open(two, 'origin')];
    await store(here.state, 'production', 'a', 'r-1', 'now');
    await claim(here, 'r-1', 'r-2');
    await there.refresh('production');
    const offline = await open(two);
    await store(offline.state, 'production', 'a', 'r-3');
    await claim(here, 'r-2');
    for (let squash = 0; squash < squashes; squash++) {
      await store(here.state, 'production', 'a', `r-${4 + squash}`, 'now');
      expect(await here.squash('production', 'a')).toMatchObject({ outcome: 'squashed' });
    }
    await there.refresh('production');
    const { active } = await there.state.state('production', 'a');
    expect(active.map(({ run }) => run)).toEqual(['r-2']);
    expect(await listedRuns(there.state, 'production', 'a')).toContain('r-3');
  },
);

test('a remote that has forgotten what a squash replaced is no obstacle', async () => {
  const { bare, clone } = sharedRemote();
  const [one, two] = [clone('one'), clone('two')];
  const [here, there] = [await open(one, 'origin'), await open(two, 'origin')];
  await store(here.state, 'production', 'a', 'r-1', 'now');
  await there.refresh('production');
  const offline = await open(two);
  await store(offline.state, 'production', 'a', 'r-2');
  await store(here.state, 'production', 'a', 'r-3', 'now');
  await here.squash('production', 'a');
  bare.git('prune', '--expire=now');
  await there.refresh('production');
  expect(await listedRuns(there.state, 'production', 'a')).toEqual(['r-1', 'r-2', 'r-3']);
});

test('a remote that forbids to replace history is believed, and the clone stays as it is', async () => {
  const { bare, clone } = sharedRemote();
  const onlyForward = 'case "$2" in *[1-9a-f]*) git merge-base --is-ancestor "$2" "$3";; esac';
  bare.write('hooks/update', `#!/bin/sh\n${onlyForward}\n`, 0o755);
  const one = clone('one');
  const git = await open(one, 'origin');
  for (const run of ['r-1', 'r-2']) await store(git.state, 'production', 'a', run, 'now');
  await expect(git.squash('production', 'a')).rejects.toMatchObject({ code: 'SG608' });
  expect(one.git('rev-list', '--count', ref)).toBe('2');
});
