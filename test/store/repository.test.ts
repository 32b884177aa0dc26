import { chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { headCommit, openRepository } from '../../src/store/repository/repository.ts';
import { plainEnvironment, scratchAt, scratchFolder, scratchRepository } from '../support/scratch-repository.ts';

describe('openRepository', () => {
  test.each(['sha1', 'sha256'] as const)('reads a %s repository', async (format) => {
    const scratch = scratchRepository({ format });
    const commit = scratch.commit();
    expect(await openRepository(scratch.place)).toEqual({
      root: scratch.root,
      gitDir: join(scratch.root, '.git'),
      commonDir: join(scratch.root, '.git'),
      segueDir: join(scratch.root, '.git/segue'),
      head: commit,
      branch: 'main',
      objectFormat: format,
      shallow: false,
      place: scratch.place,
      home: { place: scratch.place, gitStore: join(scratch.root, '.git'), objectFormat: format },
    });
  });

  test('finds the root from a folder below, with spaces and other letters in its path', async () => {
    const scratch = scratchRepository({ name: 'größe und “Maß” 数据' });
    scratch.commit();
    mkdirSync(join(scratch.root, 'a b/ç'), { recursive: true });
    const place = { directory: join(scratch.root, 'a b/ç'), environment: plainEnvironment };
    const repository = await openRepository(place);
    expect(repository.root).toBe(scratch.root);
    expect(repository.place.directory).toBe(scratch.root);
  });

  test('shares what linked working trees share', async () => {
    const scratch = scratchRepository();
    scratch.commit();
    const linked = join(scratchFolder(), 'linked');
    scratch.git('worktree', 'add', '--quiet', '-b', 'feature', linked);
    const repository = await openRepository({ directory: linked, environment: plainEnvironment });
    expect(repository).toMatchObject({ root: linked, branch: 'feature', commonDir: join(scratch.root, '.git') });
    expect(repository.gitDir).toBe(join(scratch.root, '.git/worktrees/linked'));
    expect(repository.segueDir).toBe(join(scratch.root, '.git/segue'));
  });

  test('has no branch on a detached head', async () => {
    const scratch = scratchRepository();
    const commit = scratch.commit();
    scratch.git('checkout', '--quiet', '--detach');
    const repository = await openRepository(scratch.place);
    expect(repository.head).toBe(commit);
    expect(repository).not.toHaveProperty('branch');
  });

  test('knows a shallow clone', async () => {
    const origin = scratchRepository();
    origin.commit();
    origin.commit();
    const clone = join(scratchFolder(), 'clone');
    origin.git('clone', '--quiet', '--depth=1', `file://${origin.root}`, clone);
    expect((await openRepository({ directory: clone, environment: plainEnvironment })).shallow).toBe(true);
  });

  test('is not led astray by the variables of an outer git', async () => {
    const scratch = scratchRepository();
    scratch.commit();
    const environment = { ...plainEnvironment, GIT_DIR: '/elsewhere/.git', GIT_WORK_TREE: '/elsewhere' };
    expect((await openRepository({ directory: scratch.root, environment })).root).toBe(scratch.root);
  });

  test('says what Git is in the middle of', async () => {
    const scratch = conflicting();
    expect(() => scratch.git('merge', 'theirs')).toThrow();
    expect((await openRepository(scratch.place)).inProgress).toBe('merge');
    scratch.git('merge', '--abort');
    expect(() => scratch.git('rebase', 'theirs')).toThrow();
    expect((await openRepository(scratch.place)).inProgress).toBe('rebase');
    scratch.git('rebase', '--abort');
    expect(() => scratch.git('cherry-pick', 'theirs')).toThrow();
    expect((await openRepository(scratch.place)).inProgress).toBe('cherry-pick');
  });

  test('opens a repository without a commit, which cannot pin a run', async () => {
    const repository = await openRepository(scratchRepository().place);
    expect(repository).not.toHaveProperty('head');
    expect(() => headCommit(repository)).toThrow(expect.objectContaining({ code: 'SG603', exitCode: 2 }));
  });
});

describe('openRepository explains', () => {
  test('a folder that is in no repository', async () => {
    const place = { directory: scratchFolder(), environment: plainEnvironment };
    await expect(openRepository(place)).rejects.toMatchObject({ code: 'SG602', exitCode: 2 });
  });

  test('a machine without git', async () => {
    const place = { directory: scratchFolder(), environment: { PATH: '/nonexistent' } };
    await expect(openRepository(place)).rejects.toMatchObject({ code: 'SG601' });
  });

  test('a bare repository, and the inside of a .git folder', async () => {
    const scratch = scratchRepository();
    scratch.commit();
    const bare = join(scratchFolder(), 'bare.git');
    scratch.git('clone', '--quiet', '--bare', scratch.root, bare);
    const messageOf = (directory: string): Promise<string> =>
      openRepository({ directory, environment: plainEnvironment }).then(String, (error: Error) => error.message);
    expect(await messageOf(bare)).toContain('is bare');
    expect(await messageOf(join(scratch.root, '.git'))).toContain('inside of a .git folder');
  });

  test.skipIf(process.getuid?.() !== 0)('a repository of somebody else', async () => {
    const scratch = scratchRepository();
    scratch.commit();
    chownSync(scratch.root, 65534, 65534);
    chownSync(join(scratch.root, '.git'), 65534, 65534);
    await expect(openRepository(scratch.place)).rejects.toMatchObject({
      code: 'SG614',
      help: expect.stringContaining(scratch.root),
    });
  });

  test('a path with a line break', async () => {
    const scratch = scratchRepository({ name: 'line\nbreak' });
    scratch.commit();
    await expect(openRepository(scratch.place)).rejects.toMatchObject({ code: 'SG652' });
  });
});

function conflicting() {
  const scratch = scratchAt(scratchRepository().root);
  scratch.write('file', 'base\n');
  scratch.commit();
  scratch.git('checkout', '--quiet', '-b', 'theirs');
  scratch.write('file', 'theirs\n');
  scratch.commit();
  scratch.git('checkout', '--quiet', 'main');
  scratch.write('file', 'ours\n');
  scratch.commit();
  return scratch;
}
