import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { git } from '../../src/store/git/git-process.ts';
import { isAncestor } from '../../src/store/repository/ancestry.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { openRunnerRepository } from '../../src/store/repository/runner-repository.ts';
import { openWorktree } from '../../src/store/repository/worktree.ts';
import { plainEnvironment, scratchAt, scratchFolder, scratchRepository } from '../support/scratch-repository.ts';

/** A forge with three commits on its default branch and one beside it, and a checkout as a runner has it. */
function world(depth?: number) {
  const origin = scratchRepository({ name: 'origin' });
  origin.git('config', 'uploadpack.allowFilter', 'true');
  origin.git('config', 'uploadpack.allowAnySHA1InWant', 'true');
  const commits = ['one', 'two', 'three'].map((text) => {
    origin.write('a.txt', text);
    return origin.commit(text);
  });
  origin.git('checkout', '--quiet', '-b', 'feature', commits[1] ?? '');
  origin.write('b.txt', 'b');
  const beside = origin.commit('beside');
  origin.git('checkout', '--quiet', 'main');
  const url = pathToFileURL(origin.root).href;
  const root = join(scratchFolder(), 'checkout');
  const shallow = depth === undefined ? [] : [`--depth=${depth}`];
  execFileSync('git', ['clone', '--quiet', ...shallow, url, root], { env: plainEnvironment });
  const checkout = scratchAt(root);
  checkout.git('remote', 'remove', 'origin');
  const folder = join(scratchFolder(), 'home.git');
  const open = async () => openRunnerRepository(await openRepository(checkout.place), { folder, url });
  return { origin, checkout, open, commits, beside };
}

test('a shallow checkout stays as it is; history comes when it is asked for', async () => {
  const { origin, checkout, open, commits, beside } = world(1);
  const [first = '', , newest = ''] = commits;
  const repository = await open();
  const { home } = repository;
  expect(repository.root).toBe(checkout.root);
  expect(await isAncestor(home, newest, 'refs/remotes/origin/HEAD')).toBe(true);
  expect(await isAncestor(home, first, newest)).toBe(true);
  expect(await isAncestor(home, beside, newest)).toBe(false);
  // What is fetched after that is whole, e.g. state.
  const state = origin.git('commit-tree', '-m', 'State', origin.git('rev-parse', `${beside}^{tree}`));
  origin.git('update-ref', 'refs/segue/production/x', state);
  await git(home.place, 'fetch', ['fetch', '--quiet', 'origin', '+refs/segue/*:refs/segue/*']);
  const missing = await git(home.place, 'look', ['rev-list', '--objects', '--missing=print', '--no-walk', state]);
  expect(missing.toString()).not.toMatch(/^\?/m);
  const old = await openWorktree(repository, first, 'r-old00000');
  expect(scratchAt(old.root).git('show', 'HEAD:a.txt')).toBe('one');
  await git(home.place, 'write', ['update-ref', 'refs/segue/production/x', newest]);
  expect(checkout.git('for-each-ref', '--format=%(refname)')).not.toContain('segue');
  expect(checkout.git('rev-list', '--count', 'HEAD')).toBe('1');
  expect(checkout.git('worktree', 'list').split('\n')).toHaveLength(1);
});

test('a whole checkout needs no history, and one that is behind the default branch learns of it', async () => {
  const { origin, open, commits, beside } = world();
  origin.write('a.txt', 'four');
  const ahead = origin.commit('four');
  const { home } = await open();
  expect(home.deepen).toBeUndefined();
  expect(await isAncestor(home, commits[0] ?? '', 'refs/remotes/origin/HEAD')).toBe(true);
  expect((await git(home.place, 'read', ['rev-parse', 'refs/remotes/origin/HEAD'])).toString().trim()).toBe(ahead);
  expect(await isAncestor(home, beside, 'refs/remotes/origin/HEAD')).toBe(false);
});

test('a shallow checkout that is behind learns whether it was merged', async () => {
  const { origin, open, commits, beside } = world(1);
  origin.write('a.txt', 'four');
  origin.commit('four');
  const { home } = await open();
  expect(await isAncestor(home, commits[2] ?? '', 'refs/remotes/origin/HEAD')).toBe(true);
  expect(await isAncestor(home, beside, 'refs/remotes/origin/HEAD')).toBe(false);
});

test('what an earlier job left in the folder is gone', async () => {
  const { open } = world(1);
  const { home } = await open();
  await git(home.place, 'write', ['update-ref', 'refs/segue/production/x', 'refs/remotes/origin/HEAD']);
  const { home: again } = await open();
  const refs = await git(again.place, 'list', ['for-each-ref', '--format=%(refname)']);
  expect(refs.toString().trim()).toBe('refs/remotes/origin/HEAD');
});

test('a remote that is away is told as such', async () => {
  const { origin, open } = world(1);
  execFileSync('rm', ['-rf', origin.root]);
  await expect(open()).rejects.toMatchObject({ code: 'SG609' });
});
