import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { plainEnvironment, scratchRepository } from '../support/scratch-repository.ts';
import { openState, sharedRemote } from './state-fixture.ts';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'contender.ts');

/** What a process of its own claimed: the instant and the run. */
async function contend(root: string, remote: string, name: string, count: number): Promise<string[]> {
  const args = [script, root, remote, name, String(count)];
  const { stdout } = await run(process.execPath, args, { env: { ...plainEnvironment } });
  return stdout.split('\n').filter(Boolean);
}

async function claimedRuns(repository: Parameters<typeof openState>[0], remote?: string): Promise<string[]> {
  const git = await openState(repository, remote === undefined ? {} : { remote });
  onTestFinished(() => git.close());
  await git.refresh('production');
  const runs = await (await git.state.view('production', 'a')).runs();
  return runs.map((summary) => `${summary.createdAt} ${summary.run}`).sort();
}

test('processes on one clone claim each interval once and lose none', async () => {
  const repository = scratchRepository();
  repository.commit();
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const claims = (await Promise.all(names.map((name) => contend(repository.root, '-', name, 15)))).flat().sort();
  expect(claims).toHaveLength(names.length * 15);
  expect(new Set(claims.map((claim) => claim.split(' ')[0])).size).toBe(claims.length);
  expect(await claimedRuns(repository)).toEqual(claims);
  expect(repository.git('fsck', '--strict', '--no-dangling')).toBe('');
});

test('processes on clones of one remote, two on each, claim each interval once and lose none', async () => {
  const { clone } = sharedRemote();
  const clones = ['one', 'two', 'three'].map(clone);
  const contenders = clones.flatMap(({ root }, at) => [
    contend(root, 'origin', `${at}a`, 5),
    contend(root, 'origin', `${at}b`, 5),
  ]);
  const claims = (await Promise.all(contenders)).flat().sort();
  expect(claims.length).toBe(contenders.length * 5);
  expect(new Set(claims.map((claim) => claim.split(' ')[0])).size).toBe(claims.length);
  for (const each of clones) expect(await claimedRuns(each, 'origin')).toEqual(claims);
});
