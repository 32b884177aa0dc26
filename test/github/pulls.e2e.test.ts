import { expect, test } from 'vitest';
import { githubForge } from '../../src/github/forge.ts';
import { githubWorld } from './github-world.ts';

const commit = 'c'.repeat(40);
const mergedAt = '2026-03-01T16:20:00Z';

test('the pull request that a commit came with is the merged one, and of several the one that was merged as it', async () => {
  const { github, client, play } = await githubWorld();
  const forge = githubForge(client);
  expect(await play(forge.pullOf(commit))).toEqual({ kind: 'known' });
  github.pulls.add({ number: 3, title: 'Open', login: 'ana', commits: [commit] });
  expect(await play(forge.pullOf(commit))).toEqual({ kind: 'known' });
  github.pulls.add({ number: 5, title: 'Into another', login: 'bob', commits: [commit, 'd'.repeat(40)], mergedAt });
  github.pulls.add({ number: 4, title: 'FX', login: 'ana', commits: ['e'.repeat(40), commit], mergedAt });
  const pull = { number: 4, title: 'FX', login: 'ana', mergedAt: '2026-03-01T16:20:00.000Z' };
  expect(await play(forge.pullOf(commit))).toEqual({ kind: 'known', pull });
});

test('a token that may not read pull requests is an answer', async () => {
  const { github, client, play } = await githubWorld();
  github.fault({ kind: 'answer', status: 403, path: /\/pulls$/ });
  expect(await play(githubForge(client).pullOf(commit))).toMatchObject({ kind: 'refused' });
});
