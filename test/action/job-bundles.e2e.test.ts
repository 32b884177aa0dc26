import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobBundles } from '../../src/action/job-bundles.ts';
import { UploadTurns } from '../../src/action/upload-turns.ts';
import { Uploads } from '../../src/action/uploads.ts';
import { githubBundles } from '../../src/github/bundles.ts';
import { GithubClient } from '../../src/github/client.ts';
import { liveClock } from '../../src/process/clock.ts';
import type { Bundle } from '../../src/run/bundles.ts';
import { unzip } from '../../src/store/artifacts/zip-files.ts';
import { root } from '../architecture/source-files.ts';
import { artifactService } from '../support/github-artifacts-http.ts';
import { makeZip } from '../support/make-zip.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';

const entry = join(root, 'src/action/index.ts');
const page = 'https://github.com/acme/data';
let service: Awaited<ReturnType<typeof artifactService>>;
/** One thread for all: what it loads is large. */
let uploads: Uploads;

beforeAll(async () => {
  service = await artifactService();
  uploads = uploadsOf(1);
});

afterAll(async () => {
  uploads.close();
  await service.close();
});

function uploadsOf(workflowRun: number, clock = liveClock()): Uploads {
  const server = { GITHUB_SERVER_URL: 'https://github.com' };
  return new Uploads({
    entry,
    clock,
    variables: { ...plainEnvironment, ...server, ...service.shim.variables(workflowRun) },
  });
}

function reader() {
  const clock = liveClock();
  const client = new GithubClient({
    token: 'x',
    repository: 'acme/data',
    apiUrl: service.shim.url,
    version: '1',
    clock,
  });
  return githubBundles({ client, page, clock });
}

/** A folder with these files. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = scratchFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function zipOf(bundle: Bundle): Promise<Buffer> {
  const bytes = await reader().download(bundle);
  if (bytes === undefined) throw new Error('it is gone');
  return buffer(bytes);
}

let count = 0;
function newSeries(): string {
  count += 1;
  return `segue-logs-production-r-test${count}`;
}

describe('bundles of a job', () => {
  test('are found by their series, newest first, and hold the files', async () => {
    const series = newSeries();
    const job = new JobBundles(uploads, new UploadTurns(liveClock()), 7);
    await job.put(series, folderWith({ 'load/1.log': 'one\n' }), ['load/1.log']);
    await job.put(series, folderWith({ 'load/1.log': 'one\ntwo\n', empty: '' }), ['load/1.log', 'empty']);
    await job.put(`${series}0`, folderWith({ other: 'x' }), ['other']);
    const found = await reader().find(series);
    expect(found).toMatchObject([{ page: `${page}/actions/runs/1` }, { isExpired: false }]);
    const [newest] = found;
    if (newest === undefined) throw new Error('nothing was found');
    const scratch = scratchFolder();
    writeFileSync(join(scratch, 'x.zip'), await zipOf(newest));
    const names = await unzip(join(scratch, 'x.zip'), join(scratch, 'out'), { files: 9, fileBytes: 999 });
    expect([...names].sort()).toEqual(['empty', 'load/1.log']);
    expect(readFileSync(join(scratch, 'out/load/1.log'), 'utf8')).toBe('one\ntwo\n');
    const kept = service.shim.stored.find(({ name }) => name === `${series}-2`);
    const days = (Date.parse(kept?.expiresAt ?? '') - Date.parse(kept?.createdAt ?? '')) / 86_400_000;
    expect(days).toBeCloseTo(7, 0);
  });

  test('of several jobs are found together, and names that are taken are passed over', async () => {
    const series = newSeries();
    const folder = folderWith({ a: 'a' });
    await new JobBundles(uploads, new UploadTurns(liveClock()), 7).put(series, folder, ['a']);
    await new JobBundles(uploads, new UploadTurns(liveClock()), 7).put(series, folder, ['a']);
    const later = uploadsOf(2);
    await new JobBundles(later, new UploadTurns(liveClock()), 7).put(series, folder, ['a']);
    later.close();
    const pages = (await reader().find(series)).map((bundle) => bundle.page.slice(page.length));
    expect(pages).toEqual(['/actions/runs/2', '/actions/runs/1', '/actions/runs/1']);
  });

  test('that a fork’s pull request has made under their name are none', async () => {
    const series = newSeries();
    service.shim.plant(`${series}-1`, makeZip({ a: 'evil' }), { workflowRun: 66, headRepository: 666 });
    expect(await reader().find(series)).toEqual([]);
    await new JobBundles(uploads, new UploadTurns(liveClock()), 7).put(series, folderWith({ a: 'a' }), ['a']);
    expect(await reader().find(series)).toHaveLength(1);
  });

  test('are gone when they were removed or have expired', async () => {
    const series = newSeries();
    const kept = service.shim.plant(`${series}-1`, makeZip({ a: 'a' }), { expired: true });
    const [bundle] = await reader().find(series);
    expect(bundle).toMatchObject({ id: kept.id, isExpired: true });
    if (bundle === undefined) throw new Error('nothing was found');
    expect(await reader().download(bundle)).toBeUndefined();
    await reader().remove(bundle);
    await reader().remove(bundle);
    expect(await reader().find(series)).toEqual([]);
  });

  test('are kept once a service that failed once is well again', async () => {
    const series = newSeries();
    service.shim.faults.add({ kind: 'answer', status: 500, path: /CreateArtifact/ });
    await new JobBundles(uploads, new UploadTurns(liveClock()), 7).put(series, folderWith({ a: 'a' }), ['a']);
    expect(await reader().find(series)).toHaveLength(1);
  });

  test('that could not be kept say why', async () => {
    const series = newSeries();
    const job = new JobBundles(uploads, new UploadTurns(liveClock()), 7);
    const put = () => job.put(series, folderWith({ a: 'a' }), ['a']);
    service.shim.isFull = true;
    await expect(put()).rejects.toMatchObject({ code: 'SG655', message: expect.stringContaining('quota') });
    service.shim.isFull = false;
    service.shim.isDamaging = true;
    await expect(put()).rejects.toMatchObject({
      code: 'SG655',
      message: expect.stringContaining('the digest differs'),
    });
    service.shim.isDamaging = false;
    expect(await reader().find(series)).toEqual([]);
    await put();
    expect(await reader().find(series)).toHaveLength(1);
  });

  test('are given up when they take too long, and the next one is kept', async () => {
    const series = newSeries();
    let isLate: (() => void) | undefined;
    const after = (_: number, callback: () => void) => {
      isLate = callback;
      return () => {};
    };
    const slow = uploadsOf(1, { ...liveClock(), after });
    const job = new JobBundles(slow, new UploadTurns(liveClock()), 7);
    service.shim.faults.add({ kind: 'silent', path: /CreateArtifact/, meanwhile: () => isLate?.() });
    const put = () => job.put(series, folderWith({ a: 'a' }), ['a']);
    await expect(put()).rejects.toMatchObject({ message: expect.stringContaining('it took too long') });
    await put();
    slow.close();
    expect(await reader().find(series)).toHaveLength(1);
  });
});
