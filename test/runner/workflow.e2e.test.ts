import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { type ForgePlace, forgePlace } from '../support/forge-place.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';
import { plainEnvironment } from '../support/scratch-repository.ts';
import { act, hasAct } from './act.ts';

const hello = 'description: d\nowner: o\ntasks: { greet: { run: echo hello, artifacts: none } }\n';
const scheduled = (cron: string) => `on: { schedule: [{ cron: "${cron}" }] }\ncatchup: latest\n`;
const settings = `pools: { duckdb: 2 }
environments: { production: { vars: { duckdb_memory: 512MB } } }
lanes:
  data:
    setup:
      - run: ln -s "${join(root, 'node_modules')}" node_modules
`;

test.runIf(hasAct)('a runner works by the generated workflow: a failure is told, asked again and mended', async () => {
  const github = await standIn({ people: ['ana'] });
  await github.as('acme', 'PUT', '/collaborators/ana', { permission: 'push' });
  const place = forgePlace({}, github);
  const files = example('etl');
  const transform = files['pipelines/etl/transform.mjs'] ?? '';
  const pipeline = (cron: string) => `${files['pipelines/etl.yml']}${scheduled(cron)}lane: data\n`;
  mergeWithWorkflow(place, github, {
    ...files,
    'pipelines/etl.yml': pipeline('0 0 1 1 *'),
    'pipelines/hello.yml': hello,
    '.github/segue.yml': settings,
    '.gitignore': 'node_modules\nout\n',
  });
  const first = await act(place, github, 'schedule');
  expect(first.log).toContain('etl is new here');
  expect(first.code).toBe(0);

  mergeWithWorkflow(place, github, {
    // A cron that has changed is what makes an interval due at once.
    'pipelines/etl.yml': pipeline('30 * * * *'),
    'pipelines/etl/transform.mjs': `throw new Error('no such scale: moment magnitude');\n${transform}`,
  });
  const failed = await act(place, github, 'schedule');
  // The interval is so late that a lane in which all is well is woken to tell of it, should the other be unable to.
  expect(jobsOf(failed.log)).toEqual({
    'What is due': 'succeeded',
    'Lane data': 'failed',
    'Lane default': 'succeeded',
  });
  expect(await checksOf(github)).toMatchObject([{ name: 'etl', conclusion: 'failure' }]);
  const [issue] = await issuesOf(github);
  expect(issue).toMatchObject({ state: 'open', title: expect.stringContaining('etl: ') });
  expect(issue?.body).toContain('no such scale: moment magnitude');

  const idle = await act(place, github, 'issue_comment', await commented(github, issue, 'Who looks at it?'));
  expect(jobsOf(idle.log)).toEqual({});
  const asked = await act(place, github, 'issue_comment', await commented(github, issue, '/segue retry'));
  expect(jobsOf(asked.log)).toEqual({ 'Answer a comment': 'succeeded' });
  const [inputs] = github.commands.dispatched;
  expect(inputs).toMatchObject({ command: 'retry' });

  place.merge({ 'pipelines/etl/transform.mjs': transform });
  const mended = await act(place, github, 'workflow_dispatch', { inputs });
  expect(jobsOf(mended.log)).toEqual({ 'What is due': 'succeeded', 'Lane data': 'succeeded' });
  expect(await checksOf(github)).toMatchObject([{ name: 'etl', conclusion: 'success' }]);
  expect(await issuesOf(github)).toMatchObject([{ number: issue?.number, state: 'closed' }]);
});

/** The files of one of the examples of this repository. */
function example(name: string): Readonly<Record<string, string>> {
  const scripts = [name, 'shared'].flatMap((folder) =>
    readdirSync(join(root, 'pipelines', folder)).map((file) => `pipelines/${folder}/${file}`),
  );
  const paths = [...scripts, `pipelines/${name}.yml`];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

/** Merges files, and the workflow that they ask for, as a person writes it whose remote is at GitHub. */
function mergeWithWorkflow({ people, merge }: ForgePlace, github: StandIn, files: Readonly<Record<string, string>>) {
  merge(files);
  people.git('remote', 'set-url', 'origin', 'https://github.com/acme/data');
  execFileSync(process.execPath, [join(root, 'dist/cli/index.js'), 'workflow', '--write'], {
    cwd: people.root,
    env: plainEnvironment,
  });
  people.git('remote', 'set-url', 'origin', github.bare);
  merge({});
}

/** How each job ended that had something to do. */
function jobsOf(log: string): Readonly<Record<string, string>> {
  const ends = log.matchAll(/^\[Segue\/(?<job>[^\]]*?) *\] *🏁 +Job (?<how>\w+)$/gm);
  return Object.fromEntries([...ends].map(({ groups }) => [groups?.job, groups?.how]));
}

async function commented(github: StandIn, issue: Issue | undefined, body: string): Promise<Record<string, unknown>> {
  const comment = await github.as('ana', 'POST', `/issues/${issue?.number}/comments`, { body });
  return { action: 'created', issue: { number: issue?.number }, comment };
}

interface Issue {
  readonly number: number;
  readonly body: string;
}

async function issuesOf(github: StandIn): Promise<readonly Issue[]> {
  return (await github.as('acme', 'GET', '/issues?state=all')) as unknown as readonly Issue[];
}

/** The check runs of the newest commit that has some. */
async function checksOf(github: StandIn): Promise<unknown> {
  const head = github.requests().findLast(({ path, status }) => path.endsWith('/check-runs') && status === 200);
  const [, commit] = /commits\/(\w+)\//.exec(head?.path ?? '') ?? [];
  return (await github.as('acme', 'GET', `/commits/${commit}/check-runs`)).check_runs;
}
