import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openGitState } from '../../src/store/git/git-state.ts';
import { stateRef } from '../../src/store/names.ts';
import {
  plainEnvironment,
  type ScratchRepository,
  scratchAt,
  scratchFolder,
  scratchRepository,
} from '../support/scratch-repository.ts';
import { listedRuns, live, openState, sharedRemote, store } from './state-fixture.ts';

const ref = stateRef('local', 'a');

async function open(repository: ScratchRepository, options = {}) {
  const git = await openState(repository, options);
  onTestFinished(() => git.close());
  return git;
}

async function works(repository: ScratchRepository): Promise<void> {
  const { state } = await open(repository);
  expect(await store(state, 'local', 'a', 'r-1')).toEqual({ outcome: 'written' });
  expect(await listedRuns(state, 'local', 'a')).toEqual(['r-1']);
  expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
}

describe('state works', () => {
  test('in a repository without a commit and without an identity', () => works(scratchRepository()));

  test('in a path with spaces and other letters', () => works(scratchRepository({ name: 'mein Verzeichnis ü' })));

  test('with a detached head', async () => {
    const repository = scratchRepository();
    repository.git('checkout', '--quiet', '--detach', repository.commit());
    await works(repository);
  });

  test('in a linked working tree, together with the main one', async () => {
    const repository = scratchRepository();
    repository.commit();
    const linked = join(scratchFolder(), 'linked tree');
    repository.git('worktree', 'add', '--quiet', '--detach', linked);
    await works(scratchAt(linked));
    const { state } = await open(repository);
    expect(await listedRuns(state, 'local', 'a')).toEqual(['r-1']);
  });

  test('in a shallow clone, through its remote', async () => {
    const { bare, clone } = sharedRemote();
    const one = clone('one');
    one.commit();
    one.commit();
    one.git('push', '--quiet', 'origin', 'HEAD:main');
    const root = join(scratchFolder(), 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${bare.root}`, root]);
    const git = await open(scratchAt(root), { remote: 'origin' });
    expect(await store(git.state, 'production', 'a', 'r-1', 'now')).toEqual({ outcome: 'written' });
    expect(bare.git('for-each-ref', 'refs/segue')).toContain(stateRef('production', 'a'));
    expect(scratchAt(root).git('rev-parse', '--is-shallow-repository')).toBe('true');
  });

  test('in the middle of a rebase', async () => {
    const repository = scratchRepository();
    repository.write('file', 'one');
    repository.commit();
    repository.git('checkout', '--quiet', '-b', 'topic');
    repository.write('file', 'two');
    repository.commit();
    repository.git('checkout', '--quiet', 'main');
    repository.write('file', 'three');
    repository.commit();
    expect(() => repository.git('rebase', 'main', 'topic')).toThrow();
    expect(repository.git('status')).toContain('rebase');
    await works(repository);
  });

  test('in a bare repository', async () => {
    const { bare } = sharedRemote();
    const repository = { place: bare.place, gitStore: bare.root, objectFormat: 'sha1' as const };
    const git = openGitState({ ...live, repository });
    onTestFinished(() => git.close());
    await store(git.state, 'production', 'a', 'r-1');
    expect(await listedRuns(git.state, 'production', 'a')).toEqual(['r-1']);
  });

  test('with refs packed and objects collected while it is open', async () => {
    const repository = scratchRepository();
    const { state } = await open(repository);
    await store(state, 'local', 'a', 'r-1');
    repository.git('pack-refs', '--all');
    repository.git('gc', '--quiet', '--prune=now');
    expect(existsSync(join(repository.root, '.git', ref))).toBe(false);
    await store(state, 'local', 'a', 'r-2');
    expect(await listedRuns(state, 'local', 'a')).toEqual(['r-1', 'r-2']);
  });

  test('without running the hooks of the user, or signing', async () => {
    const repository = scratchRepository();
    repository.git('config', 'commit.gpgSign', 'true');
    repository.write('.git/hooks/reference-transaction', '#!/bin/sh\ntouch "$GIT_DIR/hook-ran"; exit 1\n', 0o755);
    await works(repository);
    expect(existsSync(join(repository.root, '.git/hook-ran'))).toBe(false);
  });
});

test('a state commit names the person, or Segue if there is none, and never a branch’s log', async () => {
  const repository = scratchRepository();
  const author = { name: 'Ana <Ångström>', email: 'ana@example.com' };
  const { state } = await open(repository, { author });
  await store(state, 'local', 'a', 'r-1');
  const format = '--format=%an|%ae|%cn|%ce|%s|%(trailers:key=Segue-Writer,valueonly)';
  expect(repository.git('log', format, ref)).toMatch(
    /^Ana Ångström\|ana@example\.com\|Segue\|segue@localhost\|End r-1\|[0-9a-f]{32}$/,
  );
  expect(existsSync(join(repository.root, '.git/logs', ref))).toBe(false);
});

test('in a repository that a group shares, the group may write what is new', async () => {
  const repository = scratchRepository();
  repository.git('init', '--quiet', '--shared=group');
  await works(repository);
  const objects = join(repository.root, '.git/objects');
  const folder = repository.git('rev-parse', ref).slice(0, 2);
  expect(statSync(join(objects, folder)).mode & 0o7777).toBe(statSync(objects).mode & 0o7777);
});

test('no git is a clear problem', async () => {
  const repository = scratchRepository();
  const place = { directory: repository.root, environment: { ...plainEnvironment, PATH: '/nonexistent' } };
  const { state } = openGitState({
    ...live,
    repository: { place, gitStore: join(repository.root, '.git'), objectFormat: 'sha1' },
  });
  await expect(state.state('local', 'a')).rejects.toMatchObject({ code: 'SG601' });
  await expect(state.pipelines('local')).rejects.toMatchObject({ code: 'SG601' });
});

test('a ref that stays locked is named, with the file to remove', async () => {
  const repository = scratchRepository();
  mkdirSync(join(repository.root, '.git/refs/segue/local'), { recursive: true });
  writeFileSync(join(repository.root, '.git', `${ref}.lock`), '');
  const { state } = await open(repository, { tries: 2 });
  const refused = store(state, 'local', 'a', 'r-1');
  await expect(refused).rejects.toMatchObject({ code: 'SG611', help: expect.stringContaining(`${ref}.lock`) });
});

describe('a stranger’s ref', () => {
  test('that is no commit is damage, and hides no other pipeline', async () => {
    const repository = scratchRepository();
    repository.write('pipeline.json', '{}');
    const blob = repository.git('hash-object', '-w', 'pipeline.json');
    repository.git('update-ref', ref, blob);
    const { state } = await open(repository);
    await store(state, 'local', 'b', 'r-1');
    await expect(state.state('local', 'a')).rejects.toMatchObject({ code: 'SG607' });
  });

  test('with files of a working tree in it is damage', async () => {
    const repository = scratchRepository();
    repository.write('pipeline.json', '{"version": 1, "pipeline": "a", "environment": "local", "active": 7}');
    repository.git('update-ref', ref, repository.commit());
    const { state } = await open(repository);
    await expect(state.state('local', 'a')).rejects.toMatchObject({ code: 'SG607' });
    await expect(store(state, 'local', 'a', 'r-1')).rejects.toMatchObject({ code: 'SG607' });
  });

  test('with a torn object is a problem, not a crash, and the next read starts afresh', async () => {
    const repository = scratchRepository();
    const writer = await open(repository);
    await store(writer.state, 'local', 'a', 'r-1');
    await store(writer.state, 'local', 'b', 'r-1');
    const id = repository.git('rev-parse', `${ref}:pipeline.json`);
    const path = join(repository.root, '.git/objects', id.slice(0, 2), id.slice(2));
    chmodSync(path, 0o644);
    writeFileSync(path, 'torn');
    const { state } = await open(repository);
    await expect(state.state('local', 'a')).rejects.toMatchObject({ name: 'Problem' });
    expect(await listedRuns(state, 'local', 'b')).toEqual(['r-1']);
  });
});
