import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { RefMover } from '../../src/store/git/git-ref-mover.ts';
import { type ScratchRepository, scratchRepository } from '../support/scratch-repository.ts';

const ref = 'refs/segue/local/one';
const none = '0'.repeat(40);

function open(repository: ScratchRepository): RefMover {
  const mover = new RefMover({ ...repository.place, gitDir: join(repository.root, '.git') });
  onTestFinished(() => mover.close());
  return mover;
}

test('moves a ref from what it was, one after the other', async () => {
  const repository = scratchRepository();
  const [first, second] = [repository.commit(), repository.commit()];
  const mover = open(repository);
  const moves = [mover.move(ref, none, first), mover.move(ref, first, second), mover.move(`${ref}b`, none, first)];
  expect(await Promise.all(moves)).toEqual([{ kind: 'moved' }, { kind: 'moved' }, { kind: 'moved' }]);
  expect([repository.git('rev-parse', ref), repository.git('rev-parse', `${ref}b`)]).toEqual([second, first]);
});

test('refuses a ref that is elsewhere, in git’s words, and moves others afterwards', async () => {
  const repository = scratchRepository();
  const [first, second] = [repository.commit(), repository.commit()];
  const mover = open(repository);
  const moves = [mover.move(ref, none, first), mover.move(ref, second, first), mover.move(ref, first, second)];
  const [, refused, moved] = await Promise.all(moves);
  expect(refused).toMatchObject({ kind: 'refused', words: expect.stringContaining('but expected') });
  expect(moved).toEqual({ kind: 'moved' });
  expect(repository.git('rev-parse', ref)).toBe(second);
});

test('a ref that another process has locked stays, and can be moved once it is free', async () => {
  const repository = scratchRepository();
  const first = repository.commit();
  const mover = open(repository);
  await mover.move(ref, none, first);
  const lock = join(repository.root, '.git', `${ref}.lock`);
  writeFileSync(lock, '');
  const second = repository.commit();
  expect(await mover.move(ref, first, second)).toMatchObject({ words: expect.stringContaining('File exists') });
  rmSync(lock);
  expect(await mover.move(ref, first, second)).toEqual({ kind: 'moved' });
  expect(existsSync(lock)).toBe(false);
});

test('works again after it was closed, also in the middle', async () => {
  const repository = scratchRepository();
  const [first, second] = [repository.commit(), repository.commit()];
  const mover = open(repository);
  const move = mover.move(ref, none, first);
  mover.close();
  expect(await move).toEqual({ kind: 'moved' });
  expect(await mover.move(ref, first, second)).toEqual({ kind: 'moved' });
});
