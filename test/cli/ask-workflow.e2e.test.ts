import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import type { RunDocument } from '../../src/run/document.ts';
import type { Clock } from '../../src/run/ports.ts';
import { type Place, placeAt } from '../support/cli-place.ts';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';

const daily = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *" }] }
params: { country: { type: string, default: FR, enum: [FR, DE] }, note: { type: string, default: '' } }
tasks:
  load: { run: 'touch ran && test -f mended', artifacts: none }
  publish: { needs: load, run: echo published, artifacts: none }
`;
const slow = 'description: d\nowner: o\ntasks: { wait: { run: exec sleep 300, artifacts: none } }\n';
const secret = 'description: d\nowner: o\nsecrets: [CRM_TOKEN]\ntasks: { a: { run: echo } }\n';
const lookMs = 10_000;
const crmToken = 'tk_8f3a9c2e71';

/** GitHub with a repository that its workflow serves, and a laptop with a clone of it and a token. */
async function laptopAndGithub(beforeLook: () => Promise<void> = async () => {}) {
  const github = await standIn({ people: ['ana'] });
  const files = { 'pipelines/daily.yml': daily, 'pipelines/secret.yml': secret, 'pipelines/slow.yml': slow };
  const forge = forgePlace({ ...files, '.github/workflows/segue.yml': '# Made by `segue workflow`\n' }, github);
  const root = join(scratchFolder(), 'laptop');
  execFileSync('git', ['clone', '--quiet', github.bare, root], { env: plainEnvironment });
  const host = new URL(github.url).host;
  const token = github.tokenOf('ana');
  execFileSync('git', ['remote', 'set-url', 'origin', `http://ana:${token}@${host}/acme/data.git`], { cwd: root });
  const live = liveClock();
  // Between two looks at a run that goes on the world does something; nobody waits for real.
  const after: Clock['after'] = (ms, callback) => {
    if (ms !== lookMs) return live.after(ms, callback);
    void beforeLook().then(callback, callback);
    return () => {};
  };
  const variables = { GH_HOST: host, SEGUE_TOKEN: token, CRM_TOKEN: crmToken };
  const laptop = placeAt(root, { variables, clock: { ...live, after } });
  // Tells nothing of it on GitHub: that is another story, and takes its time.
  const play = (inputs: Readonly<Record<string, string>>) => forge.job(inputs, { variables: { GITHUB_API_URL: '' } });
  const asked = () => github.commands.dispatched as Readonly<Record<string, string>>[];
  return { github, forge, laptop, asked, play };
}

/** Nothing of Segue's own was done on this machine: no task, no journal, no log. */
function expectIdle({ root }: Place): void {
  expect(existsSync(join(root, 'ran'))).toBe(false);
  expect(existsSync(join(root, '.git/segue/logs'))).toBe(false);
  expect(existsSync(join(root, '.git/segue/journal'))).toBe(false);
}

test('run, mark and retry of production are asked of the workflow, and nothing runs on the laptop', async () => {
  const { laptop, asked, play } = await laptopAndGithub();
  const interval = '2026-03-01T05:00:00Z/2026-03-02T05:00:00Z';
  const ran = await laptop.segue(
    ...['run', 'pipelines/daily.yml', '--env', 'production', '--param', 'country=DE', '--interval', interval],
  );
  expect(ran).toMatchObject({ code: 0, stderr: '' });
  expect(ran.stdout).toContain('asked the workflow for a run of daily');
  expect(ran.stdout).toContain('/acme/data/actions/runs/1');
  expect(asked()).toEqual([{ command: 'run', pipeline: 'daily', params: 'country=DE', interval }]);
  expectIdle(laptop);
  const failed = await play(asked()[0] ?? {});
  expect(failed.outputs).toMatchObject({ conclusion: 'failure', failed: '1' });

  const status = await laptop.json<RunDocument>('status', 'daily', '--env', 'production');
  const { run } = status;
  expect(status).toMatchObject({
    state: 'failed',
    params: { country: 'DE' },
    interval: { start: '2026-03-01T05:00:00.000Z' },
  });

  const env = ['--env', 'production'];
  expect(await laptop.segue('mark', run, 'load', 'success', '--reason', 'loaded\nby hand', ...env)).toMatchObject({
    code: 0,
  });
  expect(asked()[1]).toEqual({ command: 'mark', run, tasks: 'load', state: 'success', reason: 'loaded by hand' });
  expect((await laptop.json<RunDocument>('status', run, ...env)).actions).toEqual([]);
  await play(asked()[1] ?? {});
  expect((await laptop.segue('retry', run, ...env)).stdout).toContain(`the retry of ${run}`);
  expect(asked()[2]).toEqual({ command: 'retry', run });
  const marked = await laptop.json<RunDocument>('status', run, ...env);
  expect(marked).toMatchObject({ actions: [{ kind: 'mark', by: 'ana', reason: 'loaded by hand' }] });
  expectIdle(laptop);
});

test('a cancel from the laptop ends what a job runs, without another job', async () => {
  const { forge, laptop, asked, play } = await laptopAndGithub();
  forge.merge({ '.github/segue.yml': 'lease: 10s\n' });
  const job = play({ command: 'run', pipeline: 'slow' });
  const env = ['--env', 'production'];
  let status = await laptop.segue('status', ...env);
  while (!status.stdout.includes('has it since')) status = await laptop.segue('status', ...env);
  expect(status.stdout).toMatch(/slow is running.*process \d+ on /s);
  expect((await laptop.segue('mark', 'slow', 'wait', 'skipped', '--reason', 'x', ...env)).stderr).toContain('SG726');
  expect((await laptop.segue('run', 'slow', ...env)).stderr).toContain('SG708');
  expect((await laptop.segue('retry', 'slow', ...env)).stderr).toContain('SG714');
  const cancelled = await laptop.segue('cancel', '--reason', 'wrong data', ...env);
  expect(cancelled).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('which another machine works on, to end'),
  });
  await job;
  const ended = await laptop.json<RunDocument>('status', 'slow', ...env);
  expect(ended).toMatchObject({ state: 'cancelled', cancelled: { why: 'request', reason: 'wrong data' } });
  expect(asked()).toEqual([]);
});

test('what would be refused is not asked for', async () => {
  const { forge, laptop, asked, play } = await laptopAndGithub();
  const env = ['--env', 'production'];
  const refused = async (code: string, ...args: readonly string[]) => {
    const answer = await laptop.segue(...args, ...env);
    expect([answer.code, answer.stdout]).toEqual([2, '']);
    expect(answer.stderr).toContain(code);
    return answer.stderr;
  };
  expect(await refused('SG701', 'run', 'dialy')).toContain('Did you mean daily?');
  laptop.write('pipelines/mine.yml', secret);
  expect(await refused('SG701', 'run', 'mine')).toContain('merge it first');
  await refused('SG704', 'run', 'daily', '--param', 'country=IT');
  await refused('SG706', 'run', 'daily', '--interval', 'yesterday');
  await refused('SG727', 'run', 'daily', '--param', `note=my ${crmToken}`);
  expect(await refused('SG960', 'run', 'daily', '--only', 'load', '--jobs', '2')).toContain('--only, --jobs');
  await refused('SG709', 'retry', 'r-00000000');
  await refused('SG713', 'resume');
  await refused('SG960', 'backfill', 'daily', '--from', '2026-01-01', '--to', '2026-01-02');

  forge.merge({ mended: '' });
  const done = await play({ command: 'run', pipeline: 'daily' });
  const [run = ''] = JSON.parse(done.outputs.runs ?? '[]') as string[];
  await refused('SG713', 'resume', run);
  await refused('SG714', 'retry', run);
  await refused('SG703', 'retry', run, 'laod');
  await refused('SG960', 'retry', run, '--on', 'pinned');
  await refused('SG703', 'mark', run, 'laod', 'success', '--reason', 'x');
  await refused('SG721', 'cancel', run);
  expect(asked()).toEqual([]);
  expectIdle(laptop);
});

test('--wait follows the job to the end of the run, and takes its exit code', async () => {
  const { laptop, asked, play } = await laptopAndGithub(async () => {
    if (asked().length === 1) await play(asked()[0] ?? {});
  });
  const waited = await laptop.segue('run', 'daily', '--env', 'production', '--wait');
  expect(waited.code).toBe(1);
  expect(waited.stdout).toMatch(/r-\w{8} goes on\n✗ load failed\n⊘ publish not run/);
  expect(waited.stdout).toMatch(/segue retry r-\w{8} --env production/);
});

test('--wait tells of a job that ends without a run', async () => {
  const { github, laptop, asked, play } = await laptopAndGithub(async () => {
    expect((await play(asked()[0] ?? {})).log).toContain('SG705');
    github.commands.conclusions.set(1, 'failure');
  });
  const waited = await laptop.segue('run', 'secret', '--env', 'production', '--wait');
  expect(waited.code).toBe(1);
  expect(waited.stderr).toContain('SG962');
  expect(waited.stderr).toContain('/acme/data/actions/runs/1');
});

test('a token that may not start workflows, and no token at all, are told, and nothing runs here', async () => {
  const { github, laptop } = await laptopAndGithub();
  github.fault({ path: /dispatches$/, kind: 'answer', status: 403, message: 'Resource not accessible' });
  const refused = await laptop.segue('run', 'daily', '--env', 'production');
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr).toContain('SG961');
  const without = placeAt(laptop.root, { variables: { GH_HOST: new URL(github.url).host } });
  expect((await without.segue('run', 'daily', '--env', 'production')).stderr).toContain('SG950');
  const stranger = placeAt(laptop.root);
  expect((await stranger.segue('run', 'daily', '--env', 'production')).stderr).toContain('SG951');
  expectIdle(laptop);
});

test('with --here, in a job, and where no workflow is on the default branch, this machine does it', async () => {
  const { forge, laptop, asked } = await laptopAndGithub();
  expect((await laptop.segue('run', 'daily', '--env', 'production', '--here')).code).toBe(1);
  expect(existsSync(join(laptop.root, 'ran'))).toBe(true);
  const { run } = await laptop.json<RunDocument>('status', '--env', 'production');
  const marked = await laptop.segue('mark', run, 'load', 'success', '--reason', 'x', '--env', 'production', '--here');
  expect(marked.code).toBe(0);
  const job = placeAt(laptop.root, { variables: { GITHUB_ACTIONS: 'true' } });
  expect((await job.segue('retry', run, '--env', 'production')).code).toBe(0);
  forge.people.git('rm', '--quiet', '.github/workflows/segue.yml');
  forge.merge({});
  laptop.git('pull', '--quiet', forge.people.root, 'main');
  expect((await laptop.segue('run', 'daily', '--env', 'production')).code).toBe(1);
  expect(asked()).toEqual([]);
});
