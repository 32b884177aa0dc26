import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { unzip } from '../../src/store/artifacts/zip-files.ts';
import { makeZip } from '../support/make-zip.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
import fc from '../support/seeded-fast-check.ts';

const bounds = { files: 10, fileBytes: 1_000 };

function zipFile(bytes: Buffer): { readonly file: string; readonly folder: string } {
  const scratch = scratchFolder();
  const file = join(scratch, 'x.zip');
  writeFileSync(file, bytes);
  return { file, folder: join(scratch, 'out') };
}

describe('unzipping', () => {
  test('gives files back as they were', async () => {
    const { file, folder } = zipFile(
      makeZip({ 'load/1.log': 'one\n', 'x~0123456789/2.log': '', 'about~run.json': '{}' }),
    );
    expect(await unzip(file, folder, bounds)).toEqual(['load/1.log', 'x~0123456789/2.log', 'about~run.json']);
    expect(readFileSync(join(folder, 'load/1.log'), 'utf8')).toBe('one\n');
  });

  test('leaves out what nobody wants', async () => {
    const { file, folder } = zipFile(makeZip({ a: 'a', b: 'b' }));
    expect(await unzip(file, folder, bounds, (name) => name === 'b')).toEqual(['b']);
    expect(readdirSync(folder)).toEqual(['b']);
  });

  test.each(['a/./b', '.git/config', '.', 'a//b', 'a b', 'größe', 'folder/'])(
    'leaves out the name %j',
    async (name) => {
      const { file, folder } = zipFile(makeZip({ [name]: 'x', fine: 'x' }));
      expect(await unzip(file, folder, bounds)).toEqual(['fine']);
    },
  );

  test('leaves out a link, whatever it points to', async () => {
    const bytes = makeZip({ link: '/etc/passwd', fine: 'x' });
    // The mode in the central directory.
    bytes.writeUInt32LE((0o120777 << 16) >>> 0, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 38);
    const { file, folder } = zipFile(bytes);
    expect(await unzip(file, folder, bounds)).toEqual(['fine']);
    expect(readdirSync(folder)).toEqual(['fine']);
  });

  test.each(['../x', '/x', 'a/../../x', 'C:/x'])('refuses a zip with the name %j', async (name) => {
    const { file, folder } = zipFile(makeZip({ [name]: 'x' }));
    await expect(unzip(file, folder, bounds)).rejects.toThrow();
    expect(existsSync(join(folder, '../x'))).toBe(false);
  });

  test('keeps its bounds', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`f${index}`, 'x']));
    const { file, folder } = zipFile(makeZip({ big: Buffer.alloc(1_001), ...many }));
    expect(await unzip(file, folder, bounds)).toHaveLength(10);
    expect(existsSync(join(folder, 'big'))).toBe(false);
  });

  test('believes no size: one that is longer than it says is damaged', async () => {
    const bytes = makeZip({ bomb: Buffer.alloc(100_000) });
    // The size in the central directory, which is what is read.
    bytes.writeUInt32LE(10, bytes.indexOf('PK\x01\x02', 0, 'latin1') + 24);
    const { file, folder } = zipFile(bytes);
    await expect(unzip(file, folder, bounds)).rejects.toThrow();
  });

  test('of damaged bytes throws, or gives whole files; it never hangs', async () => {
    const whole = makeZip({ a: 'text '.repeat(20), b: 'b' });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), async (at, value) => {
        const bytes = Buffer.from(whole);
        bytes[at] = value;
        const { file, folder } = zipFile(bytes.subarray(0, value % 2 === 0 ? at : undefined));
        const names = await unzip(file, folder, bounds).catch(() => []);
        expect(names.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 60 },
    );
  });
});
