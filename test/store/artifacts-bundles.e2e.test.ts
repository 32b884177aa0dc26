import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobBundles } from '../../src/action/job-bundles.ts';
import { UploadTurns } from '../../src/action/upload-turns.ts';
import { Uploads } from '../../src/action/uploads.ts';
import { githubBundles } from '../../src/github/bundles.ts';
import { GithubClient } from '../../src/github/client.ts';
import { liveClock } from '../../src/process/clock.ts';
import { filesSeries } from '../../src/run/bundles.ts';
import { bundledArtifacts } from '../../src/store/artifacts/artifacts-bundles.ts';
import type { DroppableArtifacts } from '../../src/store/artifacts/artifacts-keep.ts';
import { root } from '../architecture/source-files.ts';
import { artifactService } from '../support/github-artifacts-http.ts';
import { makeZip } from '../support/make-zip.ts';
import { plainEnvironment, scratchFolder, scratchRepository } from '../support/scratch-repository.ts';
import {
  type ArtifactsUnderTest,
  artifactRefusalsContract,
  artifactsContract,
  bounds,
  keep,
  nonce,
} from './artifacts-contract.ts';

const run = 'r-test0000';
let service: Awaited<ReturnType<typeof artifactService>>;
let uploads: Uploads;
/** One for each test, so that none finds what another has kept. */
let environments = 0;

beforeAll(async () => {
  service = await artifactService();
  const server = { GITHUB_SERVER_URL: 'https://github.com' };
  const variables = { ...plainEnvironment, ...server, ...service.shim.variables() };
  uploads = new Uploads({ entry: join(root, 'src/action/index.ts'), clock: liveClock(), variables });
});

afterAll(async () => {
  uploads.close();
  await service.close();
});

/** The store of a job, on a machine of its own. */
function jobStore(environment: string): DroppableArtifacts {
  const clock = liveClock();
  const client = new GithubClient({
    token: 'x',
    repository: 'acme/data',
    apiUrl: service.shim.url,
    version: '1',
    clock,
  });
  const reader = githubBundles({ client, page: 'https://github.com/acme/data', clock });
  const writer = new JobBundles(uploads, new UploadTurns(liveClock()), 7);
  return bundledArtifacts({ segueDir: scratchFolder(), environment, reader, writer, bounds, nonce });
}

function newEnvironment(): string {
  environments += 1;
  return `e${environments}`;
}

async function oneJob(): Promise<ArtifactsUnderTest> {
  return { scratch: scratchRepository(), store: jobStore(newEnvironment()) };
}

/** What one job keeps another one brings back. */
async function twoJobs(): Promise<ArtifactsUnderTest> {
  const environment = newEnvironment();
  const [here, there] = [jobStore(environment), jobStore(environment)];
  const store: DroppableArtifacts = {
    keep: (...what) => here.keep(...what),
    restore: (...what) => there.restore(...what),
    drop: (which) => here.drop(which),
  };
  return { scratch: scratchRepository(), store };
}

artifactsContract('of one job in bundles', oneJob);
artifactsContract('of one job in bundles, for the next job', twoJobs);
artifactRefusalsContract('in bundles', twoJobs);

describe('artifacts in bundles', () => {
  test('of tasks that end together share a bundle, and what is kept is not sent again', async () => {
    const environment = newEnvironment();
    const under = { store: jobStore(environment), scratch: scratchRepository() };
    const names = Array.from({ length: 20 }, (_, index) => `file-${index}`);
    for (const name of names) under.scratch.write(name, name);
    await Promise.all(names.map((name) => keep(under, [name])));
    await keep(under, ['file-0']);
    const series = filesSeries(environment, run);
    const stored = service.shim.stored.filter(({ name }) => name.startsWith(series));
    expect(stored.length).toBeGreaterThan(0);
    expect(stored.length).toBeLessThan(6);
  });

  test('are not kept while there is no room for them, and the task is told why', async () => {
    const { store, scratch } = await oneJob();
    scratch.write('x', 'one');
    service.shim.isFull = true;
    const kept = await store.keep(run, 'a', scratch.root, ['x']);
    service.shim.isFull = false;
    expect(kept).toEqual({ ok: false, message: expect.stringContaining('artifacts: { store: git }') });
    expect(await store.keep(run, 'a', scratch.root, ['x'])).toMatchObject({ ok: true });
  });

  test('that have expired or were damaged on the way are missing', async () => {
    const { store, scratch } = await twoJobs();
    scratch.write('x', 'one');
    const files = await keep({ store, scratch }, ['x']);
    const last = service.shim.stored.at(-1);
    if (last === undefined) throw new Error('nothing was kept');
    const { zip } = last;
    const intact = Buffer.from(zip);
    zip.fill(0, 20, 40);
    expect(await store.restore(run, 'a', scratchFolder(), files)).toEqual({ written: [], missing: ['x'] });
    intact.copy(zip);
    last.expired = true;
    const environment = `e${environments}`;
    const missing = await jobStore(environment).restore(run, 'a', scratchFolder(), files);
    expect(missing).toEqual({ written: [], missing: ['x'] });
  });

  test('are believed by their digests alone, whatever a bundle calls its files', async () => {
    const environment = newEnvironment();
    const { store, scratch } = { store: jobStore(environment), scratch: scratchRepository() };
    scratch.write('x', 'one');
    const files = await keep({ store, scratch }, ['x']);
    const [file] = files;
    service.shim.plant(`${filesSeries(environment, run)}-9`, makeZip({ [file?.sha256 ?? '']: 'two' }));
    const target = scratchFolder();
    const restored = await jobStore(environment).restore(run, 'a', target, files);
    expect(restored).toEqual({ written: ['x'], missing: [] });
    expect(readFileSync(join(target, 'x'), 'utf8')).toBe('one');
  });

  test('a forge that does not answer is no missing file', async () => {
    const { store, scratch } = await twoJobs();
    scratch.write('x', 'one');
    const files = await keep({ store, scratch }, ['x']);
    service.shim.faults.add({ kind: 'answer', status: 403, method: 'GET', path: /artifacts/ });
    await expect(store.restore(run, 'a', scratchFolder(), files)).rejects.toThrow('Server Error');
  });
});
