import { expect, test } from 'vitest';
import { forgePlace } from '../support/forge-place.ts';
import { standIn } from '../support/github-stand-in.ts';

const about = 'description: d\nowner: o\n';
const chain = (count: number) => {
  const tasks = Array.from({ length: count }, (_, index) => {
    const needs = index === 0 ? '' : `needs: t${index - 1}, `;
    return `  t${index}: { ${needs}run: echo ${index}, artifacts: none }\n`;
  });
  return `${about}tasks:\n${tasks.join('')}`;
};

const failing = `${about}tasks:
  extract: { run: echo rows, artifacts: none }
  load:
    needs: extract
    run: python3 etl/load.py
    artifacts: none
  publish: { needs: load, run: echo published }
`;

test('a green run of ten tasks is one check run, for few requests', async () => {
  const github = await standIn();
  const place = forgePlace({ 'pipelines/daily.yml': chain(10) }, github);
  const job = await place.job({ command: 'run', pipeline: 'daily' });
  expect(job.log).toContain('daily succeeded');
  expect(job.code).toBe(0);
  const [check] = await checksOf(github);
  expect(check).toMatchObject({ name: 'daily', status: 'completed', conclusion: 'success' });
  const rest = github.requests().filter(({ path }) => path.startsWith('/repos/'));
  expect(rest.length).toBeLessThanOrEqual(6);
  expect(job.checkout.git('for-each-ref', '--format=%(refname)')).not.toContain('segue');
});

test('a failure is pointed to in the pipeline, and in the source that failed', async () => {
  const github = await standIn();
  const files = { 'pipelines/daily.yml': failing, 'etl/load.py': 'rows = {}\n\nprint(rows["crm"])\n' };
  const place = forgePlace(files, github);
  const job = await place.job({ command: 'run', pipeline: 'daily' });
  expect(job.code).toBe(1);
  const [check] = await checksOf(github);
  expect(check).toMatchObject({ conclusion: 'failure', output: { title: expect.stringContaining('load') } });
  const annotations = await github.as('acme', 'GET', `/check-runs/${check?.id}/annotations`);
  expect(annotations).toMatchObject([
    { path: 'pipelines/daily.yml', start_line: 5, annotation_level: 'failure' },
    { path: 'etl/load.py', start_line: 3, annotation_level: 'failure' },
  ]);
});

test('checks that GitHub does not take do not matter to a run, and are told by the next job', async () => {
  const github = await standIn();
  const place = forgePlace({ 'pipelines/daily.yml': chain(2) }, github);
  github.fault({ path: /check-runs/, kind: 'primary-limit', resetInSeconds: 3_600, times: 100 });
  const job = await place.job({ command: 'run', pipeline: 'daily' });
  expect(job.code).toBe(0);
  expect(job.outputs).toMatchObject({ conclusion: 'success' });
  expect(job.log).toContain('::warning title=Not shown on GitHub::GitHub gave no answer, so a later job tells it');
  expect(await checksOf(github)).toEqual([]);
  github.heal();
  const next = await place.job({ command: 'tick' });
  expect(next.code).toBe(0);
  expect(await checksOf(github)).toMatchObject([{ name: 'daily', conclusion: 'success' }]);
  github.takeLines();
  await place.job({ command: 'tick' });
  expect(github.takeLines().filter((line) => line.includes('check-runs'))).toEqual([]);
});

test('what is not merged is refused in one sentence, by each command that runs tasks', async () => {
  const github = await standIn();
  const place = forgePlace({ 'pipelines/daily.yml': chain(1) }, github);
  place.people.write('pipelines/daily.yml', chain(2));
  place.people.commit();
  place.people.git('push', '--quiet', 'origin', 'HEAD:feature');
  for (const inputs of [{ command: 'tick' }, { command: 'run', pipeline: 'daily' }]) {
    const job = await place.job(inputs, { ref: 'feature' });
    expect(job.code).toBe(1);
    expect(job.log).toContain('::error title=SG723::');
    expect(job.log.match(/SG723/g)).toHaveLength(1);
    expect(job.log).not.toMatch(/^\s+at /m);
  }
  expect(await checksOf(github)).toEqual([]);
});

test('what GitHub refuses is said once, and not tried again', async () => {
  const github = await standIn();
  const place = forgePlace({ 'pipelines/daily.yml': chain(1) }, github);
  const token = github.workflowToken({ contents: 'write', metadata: 'read' });
  const job = await place.job({ command: 'run', pipeline: 'daily', token });
  expect(job.code).toBe(0);
  expect(job.log.match(/::warning title=Not shown on GitHub::GitHub refuses it: .*checks/g)).toHaveLength(1);
  github.takeLines();
  await place.job({ command: 'tick' });
  expect(github.takeLines().filter((line) => line.includes('check-runs'))).toEqual([]);
});

async function checksOf(github: Awaited<ReturnType<typeof standIn>>) {
  const listed = (await github.as('acme', 'GET', '/commits/main/check-runs')) as unknown as {
    check_runs: readonly { id: number; name: string }[];
  };
  return listed.check_runs;
}
