import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acquireLock, type LockOwner, lockOwner } from '../../src/store/local/local-lock.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const living = new Set<number>();
const ports = { isAlive: ({ pid }: { readonly pid: number }) => living.has(pid), nonce: randomUUID };

describe('a lock', () => {
  test('has one owner, and names it', () => {
    const file = join(scratchFolder(), 'deep/folder/run.lock');
    const first = acquireLock(file, start(1), ports);
    expect(first.ok).toBe(true);
    expect(acquireLock(file, start(2), ports)).toEqual({ ok: false, owner: ownerOf(1) });
    expect(lockOwner(file, 'here', ports)).toEqual(ownerOf(1));
  });

  test('is not given twice to one process either', () => {
    const file = join(scratchFolder(), 'run.lock');
    acquireLock(file, start(1), ports);
    expect(acquireLock(file, ownerOf(1), ports).ok).toBe(false);
  });

  test('is free after its release, and leaves nothing behind', () => {
    const folder = scratchFolder();
    const file = join(folder, 'run.lock');
    release(acquireLock(file, start(1), ports));
    expect(lockOwner(file, 'here', ports)).toBeUndefined();
    expect(readdirSync(folder)).toEqual([]);
    expect(acquireLock(file, start(2), ports).ok).toBe(true);
  });

  test('of a dead process is taken over, also twice', () => {
    const folder = scratchFolder();
    const file = join(folder, 'run.lock');
    for (const pid of [1, 2, 3]) {
      expect(acquireLock(file, start(pid), ports).ok).toBe(true);
      living.delete(pid);
      expect(lockOwner(file, 'here', ports)).toBeUndefined();
    }
    expect(readdirSync(folder)).toEqual(['run.lock']);
  });

  test('is not released by an owner that has lost it', () => {
    const file = join(scratchFolder(), 'run.lock');
    const lost = acquireLock(file, start(1), ports);
    living.delete(1);
    acquireLock(file, start(2), ports);
    release(lost);
    expect(lockOwner(file, 'here', ports)).toEqual(ownerOf(2));
  });

  test('of another host is not judged from here', () => {
    const file = join(scratchFolder(), 'run.lock');
    acquireLock(file, { ...ownerOf(1), host: 'elsewhere' }, ports);
    living.delete(1);
    expect(acquireLock(file, start(2), ports)).toMatchObject({ ok: false, owner: { host: 'elsewhere' } });
  });

  test('whose taker died before it moved in is taken over from the taker', () => {
    const folder = scratchFolder();
    const file = join(folder, 'run.lock');
    acquireLock(file, start(1), ports);
    const { nonce } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(`${file}.${nonce}`, JSON.stringify({ ...ownerOf(2), nonce: 'second' }));
    living.delete(1);
    living.add(2);
    expect(acquireLock(file, start(3), ports)).toEqual({ ok: false, owner: ownerOf(2) });
    living.delete(2);
    expect(acquireLock(file, start(3), ports).ok).toBe(true);
    expect(lockOwner(file, 'here', ports)).toEqual(ownerOf(3));
    expect(readdirSync(folder)).toEqual(['run.lock']);
  });

  test.each([
    '',
    '{',
    '[]',
    '{"pid":1}',
    '{"pid":1,"started":"","boot":"","host":"here","since":"","nonce":"../../x"}',
  ])('that is unreadable (%j) is nobody’s', (content) => {
    const file = join(scratchFolder(), 'run.lock');
    writeFileSync(file, content);
    expect(lockOwner(file, 'here', ports)).toBeUndefined();
    expect(acquireLock(file, start(1), ports).ok).toBe(true);
    expect(acquireLock(file, start(2), ports).ok).toBe(false);
  });
});

function ownerOf(pid: number): LockOwner {
  return { pid, started: '1', boot: 'b', host: 'here', since: '2026-03-01T05:00:00.000Z' };
}

function start(pid: number): LockOwner {
  living.add(pid);
  return ownerOf(pid);
}

function release(acquired: ReturnType<typeof acquireLock>): void {
  if (!acquired.ok) throw new Error('the lock was not acquired');
  acquired.lock.release();
}
