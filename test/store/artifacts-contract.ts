import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ArtifactFile } from '../../src/run/document.ts';
import type { ArtifactBounds, DroppableArtifacts } from '../../src/store/artifacts/artifacts-keep.ts';
import { type ScratchRepository, scratchFolder } from '../support/scratch-repository.ts';
import fc from '../support/seeded-fast-check.ts';

export const bounds: ArtifactBounds = { taskBytes: 10_000, taskFiles: 50 };

/** A store over a repository whose working tree is the root of tasks. */
export interface ArtifactsUnderTest {
  readonly store: DroppableArtifacts;
  readonly scratch: ScratchRepository;
}

interface Refusal {
  readonly what: string;
  readonly pattern: string;
  readonly message: string;
  readonly prepare?: (scratch: ScratchRepository) => void;
}

const refusals: readonly Refusal[] = [
  { what: 'a pattern that matches nothing', pattern: 'out/*.csv', message: 'no file matches the artifact `out/*.csv`' },
  { what: 'a folder without files', pattern: 'empty', message: 'no file matches', prepare: emptyFolder },
  { what: 'a path that leaves the repository', pattern: '../x', message: 'leaves the repository' },
  { what: 'an absolute path', pattern: '/etc/passwd', message: 'is absolute' },
  { what: 'the .git folder', pattern: '.git/config', message: 'lies in a .git folder' },
  { what: 'a link out of the repository', pattern: 'l', message: 'through a link', prepare: link('/etc/hosts') },
  { what: 'a link into .git', pattern: 'l', message: 'through a link', prepare: link('.git/config') },
  { what: 'a link to nothing', pattern: 'l', message: 'leads nowhere', prepare: link('nowhere') },
  { what: 'too many bytes', pattern: 'big', message: 'larger than 10000 bytes', prepare: bigFile },
  { what: 'too many files', pattern: 'many', message: 'more than 50 files', prepare: manyFiles },
];

/** What every ArtifactStore promises. `open` makes a new one with `bounds`. */
export function artifactsContract(name: string, open: () => Promise<ArtifactsUnderTest>): void {
  describe(`artifacts ${name}`, () => {
    test('come back as they were, in a tree that has none of them', async () => {
      const { store, scratch } = await open();
      scratch.write('out/data.csv', 'a,b\n1,2\n');
      scratch.write('out/deep/run me.sh', '#!/bin/sh\n', 0o755);
      scratch.write('out/größe\n.bin', Buffer.from([0, 255, 13, 10, 0]));
      scratch.write('out/.hidden', '');
      const files = await keep({ store, scratch }, ['out/**']);
      expect(files.map((file) => file.path)).toEqual([
        'out/.hidden',
        'out/data.csv',
        'out/deep/run me.sh',
        'out/größe\n.bin',
      ]);
      expect(files.map((file) => file.executable ?? false)).toEqual([false, false, true, false]);
      const root = scratchFolder();
      const restored = await store.restore('r-test0000', 'a', root, files);
      expect(restored).toEqual({ written: files.map((file) => file.path), missing: [] });
      expect(readFileSync(join(root, 'out/größe\n.bin'))).toEqual(Buffer.from([0, 255, 13, 10, 0]));
      expect(statSync(join(root, 'out/deep/run me.sh')).mode & 0o111).not.toBe(0);
      expect(statSync(join(root, 'out/data.csv')).mode & 0o111).toBe(0);
    });

    test('are what the task left, whatever happens to its files later', async () => {
      const { store, scratch } = await open();
      scratch.write('out.txt', 'first');
      const files = await keep({ store, scratch }, ['out.txt']);
      writeFileSync(join(scratch.root, 'out.txt'), 'second');
      expect(await store.restore('r-test0000', 'a', scratch.root, files)).toEqual({
        written: ['out.txt'],
        missing: [],
      });
      expect(readFileSync(join(scratch.root, 'out.txt'), 'utf8')).toBe('first');
    });

    test('are written only where something differs', async () => {
      const { store, scratch } = await open();
      scratch.write('same.txt', 'same');
      scratch.write('mode.sh', 'run', 0o755);
      scratch.write('gone.txt', 'gone');
      const files = await keep({ store, scratch }, ['*.*']);
      rmSync(join(scratch.root, 'gone.txt'));
      scratch.write('mode.sh', 'run', 0o644);
      const { written } = await store.restore('r-test0000', 'a', scratch.root, files);
      expect(written).toEqual(['gone.txt', 'mode.sh']);
    });

    test('of several tasks and attempts stand beside each other', async () => {
      const { store, scratch } = await open();
      scratch.write('x', 'one');
      const [one] = await keep({ store, scratch }, ['x']);
      scratch.write('x', 'two');
      scratch.write('y', 'two');
      const two = await keep({ store, scratch }, ['x', 'y']);
      const root = scratchFolder();
      await store.restore('r-test0000', 'b', root, two);
      if (one) await store.restore('r-test0000', 'a', root, [{ ...one, path: 'old/x' }]);
      expect(['x', 'y', 'old/x'].map((path) => readFileSync(join(root, path), 'utf8'))).toEqual(['two', 'two', 'one']);
    });

    test('kept by many tasks at once are all kept', async () => {
      const { store, scratch } = await open();
      const names = Array.from({ length: 6 }, (_, index) => `file-${index}`);
      for (const name of names) scratch.write(name, name);
      const kept = await Promise.all(names.map((name) => keep({ store, scratch }, [name])));
      const restored = await store.restore('r-test0000', 'a', scratchFolder(), kept.flat());
      expect(restored).toEqual({ written: names, missing: [] });
    });

    test('may be none', async () => {
      const { store, scratch } = await open();
      expect(await store.keep('r-test0000', 'a', scratch.root, [])).toEqual({ ok: true, files: [] });
    });

    test('that were dropped, or belong to another run, are missing', async () => {
      const { store, scratch } = await open();
      scratch.write('x', 'one');
      const files = await keep({ store, scratch }, ['x']);
      const missing = { written: [], missing: ['x'] };
      expect(await store.restore('r-other000', 'a', scratchFolder(), files)).toEqual(missing);
      await store.drop('r-test0000');
      expect(await store.restore('r-test0000', 'a', scratchFolder(), files)).toEqual(missing);
      await store.drop('r-test0000');
    });
  });
}

/** What every ArtifactStore refuses: patterns that must not be read, paths and digests that somebody made up. */
export function artifactRefusalsContract(name: string, open: () => Promise<ArtifactsUnderTest>): void {
  describe(`keeping artifacts ${name}`, () => {
    test.each(refusals)('refuses $what', async ({ pattern, message, prepare }) => {
      const { store, scratch } = await open();
      prepare?.(scratch);
      const kept = await store.keep('r-test0000', 'a', scratch.root, [pattern]);
      expect(kept).toEqual({ ok: false, message: expect.stringContaining(message) });
    });
  });

  describe(`artifacts ${name} from an evil document`, () => {
    test.each([
      '../../x',
      '/tmp/segue-evil',
      'a/../../x',
      '.git/hooks/pre-commit',
      'a/.GIT/config',
      '',
      'a\0b',
      'C:/x',
    ])('are not written to %j', async (path) => {
      const { store, scratch } = await open();
      const files = [{ ...(await keepOne({ store, scratch })), path }];
      const root = join(scratchFolder(), 'inner/root');
      mkdirSync(root, { recursive: true });
      await expect(store.restore('r-test0000', 'a', root, files)).rejects.toMatchObject({ code: 'SG654' });
      expect(existsSync(join(root, '../../x'))).toBe(false);
    });

    test('are not written through a link, nor over a folder', async () => {
      const { store, scratch } = await open();
      const file = await keepOne({ store, scratch });
      const outside = scratchFolder();
      const root = scratchFolder();
      symlinkSync(outside, join(root, 'link'));
      mkdirSync(join(root, 'folder'));
      writeFileSync(join(root, 'file'), '');
      for (const path of ['link/x', 'link/deep/x', 'folder', 'file/x', 'file/deep/x']) {
        const evil = store.restore('r-test0000', 'a', root, [{ ...file, path }]);
        await expect(evil, path).rejects.toMatchObject({ code: 'SG654' });
      }
      expect(existsSync(join(outside, 'x'))).toBe(false);
    });

    test('replace a link, not what it leads to', async () => {
      const { store, scratch } = await open();
      const file = await keepOne({ store, scratch });
      const root = scratchFolder();
      writeFileSync(join(root, 'precious'), 'precious');
      symlinkSync('precious', join(root, 'x'));
      await store.restore('r-test0000', 'a', root, [file]);
      expect(['precious', 'x'].map((path) => readFileSync(join(root, path), 'utf8'))).toEqual(['precious', 'one']);
    });

    test('count as missing under any digest but their own', async () => {
      const { store, scratch } = await open();
      const file = await keepOne({ store, scratch });
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(fc.string(), fc.constantFrom('../../../x', 'HEAD', '--help', 'f'.repeat(64))),
          async (sha256) => {
            const restored = await store.restore('r-test0000', 'a', scratchFolder(), [{ ...file, sha256 }]);
            expect(restored).toEqual({ written: [], missing: ['x'] });
          },
        ),
        { numRuns: 20 },
      );
    });
  });
}

function link(target: string): (scratch: ScratchRepository) => void {
  return ({ root }) => symlinkSync(target, join(root, 'l'));
}

function emptyFolder({ root }: ScratchRepository): void {
  mkdirSync(join(root, 'empty'));
}

function bigFile({ write }: ScratchRepository): void {
  write('big', Buffer.alloc(10_001));
}

function manyFiles({ write }: ScratchRepository): void {
  for (let index = 0; index < 51; index += 1) write(`many/${index}`, '');
}

export async function keep(
  { store, scratch }: ArtifactsUnderTest,
  patterns: readonly string[],
): Promise<readonly ArtifactFile[]> {
  const kept = await store.keep('r-test0000', 'a', scratch.root, patterns);
  if (!kept.ok) throw new Error(kept.message);
  return kept.files;
}

async function keepOne(under: ArtifactsUnderTest): Promise<ArtifactFile> {
  under.scratch.write('x', 'one');
  const [file] = await keep(under, ['x']);
  if (file === undefined) throw new Error('nothing was kept');
  return file;
}

export function nonce(): string {
  return randomUUID();
}
