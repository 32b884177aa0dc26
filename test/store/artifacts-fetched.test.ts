import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Bundle } from '../../src/run/bundles.ts';
import { FetchedArtifacts } from '../../src/store/artifacts/artifacts-fetched.ts';
import { makeZip } from '../support/make-zip.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const run = 'r-test0000';
const content = 'one';
const sha256 = createHash('sha256').update(content).digest('hex');
const files = [{ path: 'x', bytes: content.length, sha256 }];
const zip = makeZip({ [sha256]: content });
const bundle: Bundle = { id: 1, bytes: zip.length, storedAt: '', isExpired: false, page: '' };

test('what a task has fetched serves another one that asked for it meanwhile, and is fetched once', async () => {
  let names = 0;
  let downloads = 0;
  let isHere = () => {};
  const fetched = new Promise<void>((resolve) => (isHere = resolve));
  const finds = [async () => [bundle], () => fetched.then(() => [bundle])];
  const store = new FetchedArtifacts({
    segueDir: scratchFolder(),
    environment: 'production',
    bounds: { taskBytes: 1_000, taskFiles: 10 },
    nonce: () => `n${names++}`,
    reader: {
      find: () => finds.shift()?.() ?? Promise.resolve([]),
      download: async () => {
        downloads += 1;
        return (async function* () {
          yield zip;
        })();
      },
    },
  });
  const roots = [scratchFolder(), scratchFolder()];
  const both = roots.map((root) => store.restore(run, 'a', root, files).finally(isHere));
  expect(await Promise.all(both)).toEqual([
    { written: ['x'], missing: [] },
    { written: ['x'], missing: [] },
  ]);
  for (const root of roots) expect(readFileSync(join(root, 'x'), 'utf8')).toBe(content);
  expect(downloads).toBe(1);
});
