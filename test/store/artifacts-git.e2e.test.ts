import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/run/ports.ts';
import { gitArtifacts } from '../../src/store/artifacts/artifacts-git.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { openRunnerRepository } from '../../src/store/repository/runner-repository.ts';
import { type ScratchRepository, scratchAt, scratchFolder, scratchRepository } from '../support/scratch-repository.ts';
import {
  type ArtifactsUnderTest,
  artifactRefusalsContract,
  artifactsContract,
  bounds,
  keep,
  nonce,
} from './artifacts-contract.ts';

async function storeIn(
  scratch: ScratchRepository,
  more: { remote?: string; runBytes?: number; clock?: Pick<Clock, 'after'> } = {},
): Promise<ArtifactsUnderTest> {
  const repository = await openRepository(scratch.place);
  return { scratch, store: gitArtifacts({ repository, environment: 'production', bounds, nonce, ...more }) };
}

function openWith(format: 'sha1' | 'sha256'): () => Promise<ArtifactsUnderTest> {
  return async () => {
    const scratch = scratchRepository({ format });
    scratch.commit();
    return storeIn(scratch);
  };
}

async function openWithRemote(): Promise<ArtifactsUnderTest> {
  return storeIn(clones(1)[0] ?? scratchRepository(), { remote: 'origin' });
}

artifactsContract('in git', openWith('sha1'));
artifactsContract('in git with SHA-256', openWith('sha256'));
/** As on a forge's runner: a checkout of one commit, and all refs in a repository beside it. */
async function openOnRunner(): Promise<ArtifactsUnderTest> {
  const [origin = scratchRepository()] = clones(1);
  const url = origin.git('remote', 'get-url', 'origin');
  origin.git('push', '--quiet', 'origin', 'HEAD:main');
  const scratch = scratchAt(join(scratchFolder(), 'checkout'));
  origin.git('clone', '--quiet', '--depth=1', pathToFileURL(url).href, scratch.root);
  const home = { folder: join(scratchFolder(), 'home.git'), url: pathToFileURL(url).href };
  const repository = await openRunnerRepository(await openRepository(scratch.place), home);
  const options = { repository, environment: 'production', bounds, nonce, remote: 'origin' };
  return { scratch, store: gitArtifacts(options) };
}

artifactsContract('in git with a remote', openWithRemote);
artifactsContract("beside a runner's checkout", openOnRunner);
artifactRefusalsContract('in git', openWith('sha1'));

describe('artifacts in git with a remote', () => {
  test('are found by another clone', async () => {
    const [here, there] = await Promise.all(clones(2).map((clone) => storeIn(clone, { remote: 'origin' })));
    if (!here || !there) throw new Error('two clones are needed');
    here.scratch.write('out.txt', 'from here');
    const files = await keep(here, ['out.txt']);
    expect(await there.store.restore('r-test0000', 'a', there.scratch.root, files)).toEqual({
      written: ['out.txt'],
      missing: [],
    });
  });

  test('of two machines in one run are joined', async () => {
    const [here, there] = await Promise.all(clones(2).map((clone) => storeIn(clone, { remote: 'origin' })));
    if (!here || !there) throw new Error('two clones are needed');
    here.scratch.write('a.txt', 'from here');
    there.scratch.write('b.txt', 'from there');
    const files = [...(await keep(here, ['a.txt'])), ...(await keep(there, ['b.txt']))];
    const restored = await here.store.restore('r-test0000', 'a', scratchFolder(), files);
    expect(restored).toEqual({ written: ['a.txt', 'b.txt'], missing: [] });
  });

  test('are not kept while the remote is away, and the task is told why', async () => {
    const { store, scratch } = await openWithRemote();
    scratch.git('remote', 'set-url', 'origin', '/nonexistent/repository.git');
    scratch.write('out.txt', 'x');
    const kept = await store.keep('r-test0000', 'a', scratch.root, ['out.txt']);
    expect(kept).toEqual({ ok: false, message: expect.stringContaining('remote repository cannot be reached') });
  });

  test('are kept and found once a remote that was away for a moment is back', async () => {
    const scratch = clones(1)[0] ?? scratchRepository();
    const address = scratch.git('remote', 'get-url', 'origin');
    const waits: number[] = [];
    const comeBack: Clock['after'] = (ms, callback) => {
      waits.push(ms);
      if (waits.length % 3 === 0) scratch.git('remote', 'set-url', 'origin', address);
      callback();
      return () => {};
    };
    const under = await storeIn(scratch, { remote: 'origin', clock: { after: comeBack } });
    scratch.git('remote', 'set-url', 'origin', '/nonexistent/repository.git');
    scratch.write('out.txt', 'x');
    const files = await keep(under, ['out.txt']);
    expect(waits).toEqual([1_000, 2_000, 4_000]);
    const ref = scratch.git('for-each-ref', '--format=%(refname)', 'refs/segue-artifacts');
    scratch.git('update-ref', '-d', ref);
    scratch.git('remote', 'set-url', 'origin', '/nonexistent/repository.git');
    const restored = await under.store.restore('r-test0000', 'a', scratchFolder(), files);
    expect([restored.written, waits.length]).toEqual([['out.txt'], 6]);
  });

  test('leave the remote when they are dropped', async () => {
    const under = await openWithRemote();
    under.scratch.write('out.txt', 'x');
    await keep(under, ['out.txt']);
    expect(under.scratch.git('ls-remote', 'origin', 'refs/segue-artifacts/*')).toContain('production/r-test0000');
    await under.store.drop('r-test0000');
    expect(under.scratch.git('ls-remote', 'origin', 'refs/segue-artifacts/*')).toBe('');
  });
});

test('artifacts in git are bounded for the whole run', async () => {
  const scratch = scratchRepository();
  const under = await storeIn(scratch, { runBytes: 1_500 });
  scratch.write('a', Buffer.alloc(1_000, 1));
  scratch.write('b', Buffer.alloc(1_000, 2));
  await keep(under, ['a']);
  expect(await under.store.keep('r-test0000', 'a', scratch.root, ['b'])).toMatchObject({
    ok: false,
    message: expect.stringContaining('1500 bytes together'),
  });
  await keep(under, ['a']);
});

test('artifacts in git are stored byte by byte, whatever filters the repository has', async () => {
  const scratch = scratchRepository();
  scratch.write('.gitattributes', '* text eol=crlf\n');
  scratch.commit();
  const under = await storeIn(scratch);
  scratch.write('out.txt', 'a\r\nb\n');
  const files = await keep(under, ['out.txt']);
  const { written } = await under.store.restore('r-test0000', 'a', scratchFolder(), files);
  expect(written).toEqual(['out.txt']);
});

function clones(count: number): readonly ScratchRepository[] {
  const origin = scratchRepository();
  origin.commit();
  const bare = join(scratchFolder(), 'origin.git');
  origin.git('clone', '--quiet', '--bare', origin.root, bare);
  return Array.from({ length: count }, () => {
    const clone = join(scratchFolder(), 'clone');
    origin.git('clone', '--quiet', bare, clone);
    return scratchAt(clone);
  });
}
