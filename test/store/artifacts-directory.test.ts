import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directoryArtifacts } from '../../src/store/artifacts/artifacts-directory.ts';
import { scratchFolder, scratchRepository } from '../support/scratch-repository.ts';
import { smallDisk } from '../support/small-disk.ts';
import {
  type ArtifactsUnderTest,
  artifactRefusalsContract,
  artifactsContract,
  bounds,
  keep,
  nonce,
} from './artifacts-contract.ts';

async function open(): Promise<ArtifactsUnderTest> {
  const scratch = scratchRepository();
  return { scratch, store: directoryArtifacts({ segueDir: join(scratch.root, '.git/segue'), bounds, nonce }) };
}

artifactsContract('in a folder', open);
artifactRefusalsContract('in a folder', open);

test('a folder keeps each content once, and no drafts', async () => {
  const under = await open();
  for (const name of ['a', 'b', 'c']) under.scratch.write(name, 'same');
  const [file] = await keep(under, ['a', 'b', 'c']);
  expect(readdirSync(join(under.scratch.root, '.git/segue/artifacts/r-test0000'))).toEqual([file?.sha256]);
});

test('a kept file that was damaged counts as missing, until it is kept anew', async () => {
  const under = await open();
  under.scratch.write('a', 'sound');
  const files = await keep(under, ['a']);
  const [file] = files;
  writeFileSync(join(under.scratch.root, '.git/segue/artifacts/r-test0000', file?.sha256 ?? ''), 'weird');
  expect(await under.store.restore('r-test0000', 'a', scratchFolder(), files)).toEqual({ written: [], missing: ['a'] });
  await keep(under, ['a']);
  expect(await under.store.restore('r-test0000', 'a', scratchFolder(), files)).toEqual({ written: ['a'], missing: [] });
});

test('a full disk is told to the task, and leaves what was kept before', async ({ skip }) => {
  const segueDir = smallDisk() ?? skip('this user cannot mount a small disk');
  const scratch = scratchRepository();
  const under = {
    scratch,
    store: directoryArtifacts({ segueDir, bounds: { ...bounds, taskBytes: 1_000_000 }, nonce }),
  };
  scratch.write('small', 'small');
  const files = await keep(under, ['small']);
  scratch.write('large', Buffer.alloc(200_000));
  const kept = await under.store.keep('r-test0000', 'a', scratch.root, ['large']);
  expect(kept).toEqual({ ok: false, message: expect.stringContaining('The disk is full') });
  expect(await under.store.restore('r-test0000', 'a', scratchFolder(), files)).toEqual({
    written: ['small'],
    missing: [],
  });
  scratch.write('tiny', 'tiny');
  await keep(under, ['tiny']);
});
