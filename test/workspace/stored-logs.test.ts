import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { liveRandomness } from '../../src/process/randomness.ts';
import type { Bundle } from '../../src/run/bundles.ts';
import { StoredLogs } from '../../src/workspace/logs/stored-logs.ts';
import { makeZip } from '../support/make-zip.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const run = 'r-test0000';

interface Made {
  readonly files: Readonly<Record<string, string>>;
  readonly unfinished?: readonly string[];
  readonly about?: string;
  readonly isExpired?: true;
  /** The forge says that it is another one. */
  readonly sha256?: string;
}

/** A forge that has these bundles, the oldest first, and counts what is asked of it. */
function forgeWith(...made: readonly Made[]) {
  const downloads: number[] = [];
  const zips = made.map(({ files, unfinished = [], about }) => {
    const said = { version: 1, environment: 'production', pipeline: 'daily', run, unfinished };
    return makeZip({ 'about~run.json': about ?? JSON.stringify(said), ...files });
  });
  const bundles = made.map(
    ({ sha256, isExpired = false }, index): Bundle => ({
      id: index + 1,
      bytes: 1,
      sha256:
        sha256 ??
        createHash('sha256')
          .update(zips[index] ?? '')
          .digest('hex'),
      storedAt: `2026-03-02T05:0${index}:00Z`,
      isExpired,
      page: `https://github.com/acme/data/actions/runs/${index + 1}`,
    }),
  );
  return {
    downloads,
    find: async (series: string) => (series === `segue-logs-production-${run}` ? bundles.toReversed() : []),
    download: async ({ id }: Bundle) => {
      downloads.push(id);
      return (async function* () {
        yield zips[id - 1] ?? Buffer.alloc(0);
      })();
    },
  };
}

function logsIn(segueDir: string): StoredLogs {
  return new StoredLogs({ segueDir, environment: 'production', run, randomness: liveRandomness() });
}

describe('logs that jobs have stored', () => {
  test('are the newest of each attempt, and whole once it had ended', async () => {
    const forge = forgeWith(
      { files: { 'a/1.log': 'a\n', 'b/1.log': 'begun\n' }, unfinished: ['b/1.log'] },
      { files: { 'b/1.log': 'begun\nended\n' } },
    );
    const logs = logsIn(scratchFolder());
    expect(logs.find('a', 1)).toBeUndefined();
    expect(await logs.fetch(forge)).toEqual({ expired: 0 });
    expect(logs.find('a', 1)).toMatchObject({ isWhole: true, page: expect.stringMatching(/runs\/1$/) });
    const newest = logs.find('b', 1);
    expect(newest).toMatchObject({ isWhole: true, storedAt: '2026-03-02T05:01:00Z' });
    expect(readFileSync(newest?.path ?? '', 'utf8')).toBe('begun\nended\n');
    expect(logs.find('b', 2)).toBeUndefined();
  });

  test('are fetched once', async () => {
    const segueDir = scratchFolder();
    const forge = forgeWith({ files: { 'a/1.log': 'a\n' }, unfinished: ['a/1.log'] });
    await logsIn(segueDir).fetch(forge);
    const again = logsIn(segueDir);
    expect(again.find('a', 1)).toMatchObject({ isWhole: false });
    await again.fetch(forge);
    expect(forge.downloads).toEqual([1]);
  });

  test('of another run, damaged or without a word about themselves are none', async () => {
    const about = JSON.stringify({
      version: 1,
      environment: 'production',
      pipeline: 'x',
      run: 'r-other000',
      unfinished: [],
    });
    const files = { 'a/1.log': 'a\n' };
    const logs = logsIn(scratchFolder());
    await logs.fetch(forgeWith({ files, about }, { files, about: '' }, { files, sha256: '0'.repeat(64) }));
    expect(logs.find('a', 1)).toBeUndefined();
  });

  test('bring nothing but logs', async () => {
    const segueDir = scratchFolder();
    const logs = logsIn(segueDir);
    await logs.fetch(
      forgeWith({ files: { 'a/1.log': 'a\n', 'a/hook.sh': 'x', 'about~bundle.json': '{}', 'a/b/1.log': 'x' } }),
    );
    const folder = join(segueDir, 'stored-logs', run, '1');
    expect(existsSync(join(folder, 'a/1.log'))).toBe(true);
    expect(['a/hook.sh', 'a/b/1.log'].filter((name) => existsSync(join(folder, name)))).toEqual([]);
    expect(logs.find('a', 1)).toMatchObject({ storedAt: '2026-03-02T05:00:00Z' });
  });

  test('that are gone are counted, and a folder that was damaged here is made anew', async () => {
    const segueDir = scratchFolder();
    const forge = forgeWith({ files: { 'a/1.log': 'a\n' } }, { files: {}, isExpired: true });
    mkdirSync(join(segueDir, 'stored-logs', run, '1', 'a'), { recursive: true });
    writeFileSync(join(segueDir, 'stored-logs', run, '1', 'a/1.log'), 'half');
    const logs = logsIn(segueDir);
    expect(await logs.fetch(forge)).toEqual({ expired: 1 });
    expect(readFileSync(logs.find('a', 1)?.path ?? '', 'utf8')).toBe('a\n');
    rmSync(join(segueDir, 'stored-logs', run, '1', 'about~run.json'));
    expect(logsIn(segueDir).find('a', 1)).toBeUndefined();
  });
});
