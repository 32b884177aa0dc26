import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import { liveRandomness } from '../../src/process/randomness.ts';
import type { Attempt, RunDocument } from '../../src/run/document.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { findLogs } from '../../src/workspace/logs/find-logs.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { epoch } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';
import { artifactService } from '../support/github-artifacts-http.ts';
import { makeZip } from '../support/make-zip.ts';
import { plainEnvironment, scratchRepository } from '../support/scratch-repository.ts';

const series = 'segue-logs-production-r-test0000';
let service: Awaited<ReturnType<typeof artifactService>>;

beforeEach(async () => {
  service = await artifactService();
});

afterEach(async () => {
  await service.close();
});

/** A clone of somebody who may read what GitHub keeps. */
async function openPlace() {
  const scratch = scratchRepository();
  scratch.commit();
  const { host } = new URL(service.shim.url);
  scratch.git('remote', 'add', 'origin', `http://${host}/acme/data.git`);
  const place = {
    repository: await openRepository(scratch.place),
    environment: 'production',
    remote: 'origin',
    variables: { ...plainEnvironment, GH_HOST: host, SEGUE_TOKEN: 'x' },
    clock: liveClock(),
    randomness: liveRandomness(),
  } satisfies Partial<Workspace>;
  return place as typeof place & Workspace;
}

function bundle(files: Readonly<Record<string, string>>, unfinished: readonly string[]): Buffer {
  const about = { version: 1, environment: 'production', pipeline: 'test', run: 'r-test0000', unfinished };
  return makeZip({ 'about~run.json': JSON.stringify(about), ...files });
}

/** A run with one task and one attempt. */
function runWith(state: Attempt['state'], more: Partial<Attempt> = {}) {
  const attempt: Attempt = { number: 1, state, startedAt: epoch, commit: 'c'.repeat(40), ...more };
  const document: RunDocument = documentOf({ a: { state: 'running', definition: '', attempts: [attempt] } });
  return { document, wanted: [{ task: 'a', attempt }] };
}

test('logs of a run that goes on are fetched again and again, and without the forge shown as they were', async () => {
  const place = await openPlace();
  service.shim.plant(`${series}-1`, bundle({ 'a/1.log': 'one\n' }, ['a/1.log']));
  const { document, wanted } = runWith('running');
  const first = await findLogs(place, document, wanted);
  expect(readFileSync(first.pathOf('a', 1), 'utf8')).toBe('one\n');
  expect(first).toMatchObject({ page: `${service.shim.url}/acme/data/actions`, stored: [{}] });
  service.shim.plant(`${series}-2`, bundle({ 'a/1.log': 'one\ntwo\n' }, ['a/1.log']));
  const second = await findLogs(place, document, wanted);
  expect(readFileSync(second.pathOf('a', 1), 'utf8')).toBe('one\ntwo\n');
  service.shim.faults.add({ kind: 'answer', status: 403, path: /artifacts/ });
  const away = await findLogs(place, document, wanted);
  expect(away.problem).toMatchObject({ code: 'SG952' });
  expect(readFileSync(away.pathOf('a', 1), 'utf8')).toBe('one\ntwo\n');
});

test('GitHub is not asked for what printed nothing, nor for what is here as a whole', async () => {
  const place = await openPlace();
  const silent = runWith('success');
  service.shim.faults.add({ kind: 'answer', status: 403, path: /artifacts/, times: 9 });
  expect(await findLogs(place, silent.document, silent.wanted)).toMatchObject({ stored: [] });
  const { document, wanted } = runWith('success', { log: { bytes: 4, dropped: 0 } });
  expect(await findLogs(place, document, wanted)).toMatchObject({ stored: [], problem: { code: 'SG952' } });
  service.shim.faults.clear();
  service.shim.plant(`${series}-1`, bundle({ 'a/1.log': 'one\n' }, []));
  await findLogs(place, document, wanted);
  service.shim.faults.add({ kind: 'answer', status: 403, path: /artifacts/ });
  const again = await findLogs(place, document, wanted);
  expect([again.problem, readFileSync(again.pathOf('a', 1), 'utf8')]).toEqual([undefined, 'one\n']);
});

test('what is gone with its time is told only if it is missed', async () => {
  const place = await openPlace();
  const { document, wanted } = runWith('success', { log: { bytes: 4, dropped: 0 } });
  service.shim.plant(`${series}-1`, bundle({ 'a/1.log': 'one\n' }, ['a/1.log']), { expired: true });
  expect((await findLogs(place, document, wanted)).problem).toMatchObject({ code: 'SG953' });
  service.shim.plant(`${series}-2`, bundle({ 'a/1.log': 'one\n' }, []));
  const found = await findLogs(place, document, wanted);
  expect([found.problem, readFileSync(found.pathOf('a', 1), 'utf8')]).toEqual([undefined, 'one\n']);
});

test('without a remote on GitHub nobody is asked, and the log is looked for here', async () => {
  const place = await openPlace();
  const { document, wanted } = runWith('failed', { log: { bytes: 4, dropped: 0 } });
  const elsewhere = { ...place, variables: plainEnvironment };
  const found = await findLogs(elsewhere as typeof place, document, wanted);
  expect(found).toMatchObject({ stored: [] });
  expect(found.pathOf('a', 1)).toMatch(/\.git\/segue\/logs\/r-test0000\/a\/1\.log$/);
});
