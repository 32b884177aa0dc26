import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openRepository, type Repository } from '../../src/store/repository/repository.ts';
import { listWorktrees, missingFiles, openWorktree, removeWorktree } from '../../src/store/repository/worktree.ts';
import { type ScratchRepository, scratchFolder, scratchRepository } from '../support/scratch-repository.ts';

describe('a run’s working tree', () => {
  test('stands at the run’s commit, apart from the one in use', async () => {
    const { repository, scratch, old } = await changed();
    const { root, isNew } = await openWorktree(repository, old, 'r-test0000');
    expect(isNew).toBe(true);
    expect(readFileSync(join(root, 'extract.py'), 'utf8')).toBe('old\n');
    expect(readFileSync(join(scratch.root, 'extract.py'), 'utf8')).toBe('new\n');
    expect(scratch.git('status', '--porcelain')).toBe('');
    expect((await openRepository({ ...scratch.place, directory: root })).root).toBe(root);
  });

  test('is found again by the next resume, with what tasks left', async () => {
    const { repository, old } = await changed();
    const { root } = await openWorktree(repository, old, 'r-test0000');
    writeFileSync(join(root, 'left.txt'), 'left by a task');
    expect(await openWorktree(repository, old, 'r-test0000')).toEqual({ root, isNew: false });
    expect(existsSync(join(root, 'left.txt'))).toBe(true);
  });

  test('moves to another commit when the run does', async () => {
    const { repository, scratch, old } = await changed();
    const { root } = await openWorktree(repository, old, 'r-test0000');
    writeFileSync(join(root, 'extract.py'), 'changed by a task');
    await openWorktree(repository, scratch.git('rev-parse', 'HEAD'), 'r-test0000');
    expect(readFileSync(join(root, 'extract.py'), 'utf8')).toBe('new\n');
  });

  test.each(['the .git file', 'the folder', 'the registration'])('is made anew when a crash took %s', async (what) => {
    const { repository, scratch, old } = await changed();
    const { root } = await openWorktree(repository, old, 'r-test0000');
    const gone = { 'the .git file': join(root, '.git'), 'the folder': root }[what];
    rmSync(gone ?? join(scratch.root, '.git/worktrees/r-test0000'), { recursive: true });
    expect(await openWorktree(repository, old, 'r-test0000')).toEqual({ root, isNew: true });
    expect(readFileSync(join(root, 'extract.py'), 'utf8')).toBe('old\n');
  });

  test('keeps its commit from being collected, and survives a prune', async () => {
    const { repository, scratch } = await changed();
    scratch.git('checkout', '--quiet', '--detach');
    scratch.write('extract.py', 'on no branch\n');
    const loose = scratch.commit();
    scratch.git('checkout', '--quiet', 'main');
    const { root } = await openWorktree(repository, loose, 'r-test0000');
    scratch.git('reflog', 'expire', '--expire=now', '--all');
    scratch.git('worktree', 'prune', '--expire=now');
    scratch.git('gc', '--quiet', '--prune=now');
    expect(scratch.git('cat-file', '-t', loose)).toBe('commit');
    expect(existsSync(join(root, 'extract.py'))).toBe(true);
  });

  test('can be made from a linked working tree, during a rebase', async () => {
    const { scratch, old } = await changed();
    const linked = join(scratchFolder(), 'linked');
    scratch.git('worktree', 'add', '--quiet', '--detach', linked);
    scratch.git('branch', 'side', old);
    const repository = await openRepository({ ...scratch.place, directory: linked });
    const { root } = await openWorktree(repository, old, 'r-test0000');
    expect(root.startsWith(join(scratch.root, '.git/segue/worktrees'))).toBe(true);
  });

  test('is gone after its removal, as if it had never been', async () => {
    const { repository, scratch, old } = await changed();
    const { root } = await openWorktree(repository, old, 'r-test0000');
    writeFileSync(join(root, 'left.txt'), 'left by a task');
    expect(await listWorktrees(repository)).toEqual(['r-test0000']);
    await removeWorktree(repository, 'r-test0000');
    await removeWorktree(repository, 'r-test0000');
    expect(await listWorktrees(repository)).toEqual([]);
    expect(scratch.git('worktree', 'list').split('\n')).toHaveLength(1);
  });

  test('says which named files of the other tree it lacks', async () => {
    const { repository, scratch, old } = await changed();
    scratch.write('data/input.csv', 'ignored or untracked');
    const worktree = await openWorktree(repository, old, 'r-test0000');
    expect(await missingFiles(repository, worktree, ['extract.py', 'data/input.csv', 'nowhere.py'])).toEqual([
      'data/input.csv',
    ]);
  });

  test('cannot be made at a commit that is not here', async () => {
    const { repository } = await changed();
    await expect(openWorktree(repository, 'f'.repeat(40), 'r-test0000')).rejects.toMatchObject({ code: 'SG610' });
  });
});

async function changed(): Promise<{ repository: Repository; scratch: ScratchRepository; old: string }> {
  const scratch = scratchRepository();
  scratch.write('extract.py', 'old\n');
  const old = scratch.commit();
  scratch.write('extract.py', 'new\n');
  scratch.commit();
  return { repository: await openRepository(scratch.place), scratch, old };
}
