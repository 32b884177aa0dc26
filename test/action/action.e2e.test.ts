import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { forgePlace } from '../support/forge-place.ts';
import { plainEnvironment } from '../support/scratch-repository.ts';

const about = 'description: d\nowner: o\n';
const daily = (run: string, more = '') =>
  `${about}on: { schedule: [{ cron: "0 5 * * *" }] }\ncatchup: latest\n${more}tasks: { load: { run: '${run}', artifacts: none } }\n`;
const byHand = (run: string) => `${about}tasks: { load: { run: '${run}', artifacts: none } }\n`;

test('a run that a person asks for: log, outputs, state at the forge, an untouched checkout', async () => {
  const place = forgePlace({ 'pipelines/daily.yml': byHand('echo "::error::not obeyed"; echo "$SEGUE_PARAM_X"') });
  const job = await place.job({ command: 'run', pipeline: 'daily', token: 't0ken-value' });
  expect(job.log).toContain('::group::load, attempt 1\n::stop-commands::');
  expect(job.log).toContain('daily succeeded');
  expect(job.code).toBe(0);
  expect(job.summary).toContain('daily');
  expect(job.outputs).toMatchObject({ conclusion: 'success', succeeded: '1', failed: '0' });
  const [run] = JSON.parse(job.outputs.runs ?? '[]') as string[];
  expect(JSON.parse(job.outputs.summary ?? '{}')).toMatchObject({
    runs: [{ run, pipeline: 'daily', state: 'success' }],
  });
  expect(place.refs('refs/segue/production')).toHaveLength(1);
  expect(job.checkout.git('for-each-ref', '--format=%(refname)')).not.toContain('segue');
  expect(job.checkout.git('status', '--porcelain')).toBe('');
});

test('a run that fails ends the job red', async () => {
  const place = forgePlace({ 'pipelines/daily.yml': byHand('echo broken; exit 3') });
  const job = await place.job({ command: 'run', pipeline: 'daily' });
  expect(job.code).toBe(1);
  expect(job.outputs).toMatchObject({ conclusion: 'failure', failed: '1' });
  expect(job.log).toMatch(/load.*exit 3/);
  const mended = place.merge({ 'pipelines/daily.yml': byHand('echo fine') });
  const retried = await place.job({ command: 'retry' });
  expect(retried.log).toContain('daily succeeded');
  expect(JSON.parse(retried.outputs.summary ?? '{}')).toMatchObject({ runs: [{ state: 'success' }] });
  expect(mended).toMatch(/^[0-9a-f]{40}$/);
});

test('what is not merged does not run', async () => {
  const place = forgePlace({ 'pipelines/daily.yml': byHand('echo reviewed') });
  place.people.git('checkout', '--quiet', '-b', 'feature');
  place.people.write('pipelines/daily.yml', byHand('echo stolen'));
  place.people.commit();
  place.people.git('push', '--quiet', 'origin', 'feature');
  for (const command of ['run', 'tick', 'due']) {
    const job = await place.job({ command, pipeline: 'daily' }, { ref: 'feature' });
    expect(job.log).toMatch(/^::error title=SG723::/m);
    expect(job.log).not.toContain('stolen');
    expect(job.code).toBe(1);
  }
});

test.each([
  [{ command: 'ticc' }, 'SG940', 'tick, due, run, retry, cancel, mark, comment, check, workflow-check'],
  [{ command: 'mark', state: 'success' }, 'SG940', 'tasks is missing'],
  [{ command: 'mark', tasks: 'load' }, 'SG940', 'state is missing'],
  [{ command: 'mark', tasks: 'load', state: 'done' }, 'SG940', 'It is success or skipped.'],
  [{ command: 'run' }, 'SG940', 'pipeline is missing'],
  [{ environment: 'local' }, 'SG940', 'environment'],
  [{ command: 'run', pipeline: 'daily', params: 'novalue' }, 'SG940', 'name=value'],
  [{ jobs: '0' }, 'SG940', 'jobs'],
  [{ command: 'run', pipeline: 'dayly' }, 'SG701', 'daily'],
])('a wrong input is told with a code: %j', async (inputs, code, says) => {
  const place = forgePlace({ 'pipelines/daily.yml': daily('echo') });
  const job = await place.job(inputs as Record<string, string>);
  expect(job.code).toBe(1);
  expect(job.log).toContain(`::error title=${code}::`);
  expect(job.log).toContain(says);
});

test('outside of a job it says where it works', async () => {
  const place = forgePlace({ 'pipelines/daily.yml': daily('echo') });
  const job = await place.job({}, { variables: { GITHUB_REPOSITORY: '' } });
  expect(job.log).toContain('::error title=SG941::');
});

test('no task has the token, and the log masks it before anything else', async () => {
  const place = forgePlace({ 'pipelines/daily.yml': byHand('env; cat /proc/self/environ | tr "\\0" "\\n"') });
  const job = await place.job({ command: 'run', pipeline: 'daily', token: 't0ken-value' });
  expect(job.log.split('\n')[0]).toBe('::add-mask::t0ken-value');
  expect(job.log.match(/t0ken-value/g)).toHaveLength(1);
  expect(job.log).not.toContain(Buffer.from('x-access-token:t0ken-value').toString('base64'));
});

test('what is due is served once, in the lanes that have work', async () => {
  const lanes = 'lanes: { default: {}, dbt: {}, idle: {} }\n';
  const place = forgePlace({
    '.github/segue.yml': lanes,
    'pipelines/plain.yml': daily('echo from the default lane'),
    'pipelines/models.yml': daily('echo from dbt', 'lane: dbt\n'),
    'pipelines/asked.yml': `lane: idle\n${byHand('echo never')}`,
  });
  const begun = await place.job({ command: 'tick' });
  expect(begun.outputs).toMatchObject({ conclusion: 'none', runs: '[]' });
  expect(begun.summary).toContain('plain');
  const nothing = await place.job({ command: 'due' });
  expect(JSON.parse(nothing.outputs.lanes ?? '')).toEqual([]);
  // The cursor began at the present; what was due a week ago is what a backfill asks for.
  place.merge({
    'pipelines/plain.yml': daily('echo from the default lane', 'renamed-from: earlier\n'),
    'pipelines/fill.backfill.yml':
      'pipeline: models\nfrom: 2026-01-05T05:00:00Z\nto: 2026-01-07T05:00:00Z\nreason: r\n',
  });
  const due = await place.job({ command: 'due' });
  expect(JSON.parse(due.outputs.lanes ?? '')).toEqual(['dbt']);
  const other = await place.job({ command: 'tick', lane: 'default' });
  expect(other.outputs.runs).toBe('[]');
  const served = await place.job({ command: 'tick', lane: 'dbt' });
  expect(served.outputs).toMatchObject({ conclusion: 'success', succeeded: '2' });
  expect(served.log).toContain('from dbt');
  const done = await place.job({ command: 'due' });
  expect(JSON.parse(done.outputs.lanes ?? '')).toEqual([]);
  const [run = ''] = JSON.parse(served.outputs.runs ?? '[]') as string[];
  for (const [asked, lane] of [
    [{ pipeline: 'asked' }, 'idle'],
    [{ run }, 'dbt'],
  ] as const) {
    const answer = await place.job({ command: 'due', ...asked });
    expect(answer.log).toContain(lane);
    expect(JSON.parse(answer.outputs.lanes ?? '')).toEqual([lane]);
  }
});

test('a stale workflow stops no tick, is said, and fails the check of it', async () => {
  const place = forgePlace({ 'pipelines/daily.yml': daily('echo') });
  const absent = await place.job({ command: 'workflow-check' });
  expect(absent.code).toBe(1);
  const written = execFileSync(process.execPath, [join(root, 'src/cli/index.ts'), 'workflow', '--write'], {
    cwd: place.people.root,
    env: plainEnvironment,
    encoding: 'utf8',
  });
  expect(written).toContain('segue.yml');
  place.merge({});
  const current = await place.job({ command: 'workflow-check' });
  expect(current.log).toContain('is current');
  expect(current.code).toBe(0);
  place.merge({ 'pipelines/other.yml': daily('echo').replace('0 5', '30 11') });
  const tick = await place.job({ command: 'tick' });
  expect(tick.log).toContain('::warning title=Stale workflow::');
  expect(tick.summary).toContain('segue workflow --write');
  expect(tick.code).toBe(0);
  const check = await place.job({ command: 'workflow-check' });
  expect(check.log).toContain('30 11');
  expect(check.code).toBe(1);
});
