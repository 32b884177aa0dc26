import { expect, test } from 'vitest';
import { type ForgePlace, forgePlace, type Job } from '../support/forge-place.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';

const about = 'description: Loads users.\nowner: "@ana"\n';
const seed = `${about}tasks: { seed: { run: echo rows, artifacts: none } }\n`;
const failing = (id: string) =>
  `${about}on: { after: seed }\ntasks: { load: { run: 'echo "ERROR: warehouse ${id} refuses the connection"; exit 1' } }\n`;
const green = `${about}on: { after: seed }\ntasks: { load: { run: echo loaded } }\n`;

/** Has crm start by itself: a person who starts a run looks at it. */
async function serve(place: ForgePlace): Promise<Job> {
  await place.job({ command: 'run', pipeline: 'seed' });
  return place.job({ command: 'tick' });
}

test('a failure is one issue: opened, kept up to date, closed when it is green again', async () => {
  const github = await standIn({ people: ['ana'] });
  const place = forgePlace({ 'pipelines/crm.yml': failing('one'), 'pipelines/seed.yml': seed }, github);
  await place.job({ command: 'tick' });
  await serve(place);
  const [issue] = await issuesOf(github);
  expect(issue).toMatchObject({ state: 'open', title: expect.stringMatching(/^crm: load fails/) });
  expect(issue?.labels.map(({ name }) => name)).toContain('segue');
  expect(issue?.body).toContain('warehouse one refuses the connection');
  expect(issue?.body).toMatch(/^<!-- segue:/);
  await serve(place);
  const again = await issuesOf(github);
  expect(again).toHaveLength(1);
  expect(again[0]?.body).toContain('2 runs');
  expect(await commentsOf(github, issue?.number ?? 0)).toEqual([]);
  github.takeLines();
  await place.job({ command: 'run', pipeline: 'seed' });
  expect(github.takeLines().filter((line) => line.includes('/issues'))).toEqual([]);
  place.merge({ 'pipelines/crm.yml': green });
  const mended = await serve(place);
  expect(mended.log).toContain('crm succeeded');
  expect(await issuesOf(github)).toMatchObject([{ number: issue?.number, state: 'closed' }]);
  const comments = await commentsOf(github, issue?.number ?? 0);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain('Recovered after');
});

test('while GitHub takes no issues nothing is lost: the next job tells it', async () => {
  const github = await standIn({ people: ['ana'] });
  const place = forgePlace({ 'pipelines/crm.yml': failing('two'), 'pipelines/seed.yml': seed }, github);
  await place.job({ command: 'tick' });
  github.fault({ path: /\/issues/, kind: 'primary-limit', resetInSeconds: 3_600, times: 100 });
  const job = await serve(place);
  expect(job.log).toContain('::warning title=Not shown on GitHub::');
  expect(await issuesOf(github)).toEqual([]);
  github.heal();
  await place.job({ command: 'run', pipeline: 'seed' });
  expect(await issuesOf(github)).toMatchObject([{ state: 'open' }]);
});

interface Issue {
  readonly number: number;
  readonly state: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly { readonly name: string }[];
}

async function issuesOf(github: StandIn): Promise<readonly Issue[]> {
  return (await github.as('acme', 'GET', '/issues?state=all')) as unknown as readonly Issue[];
}

async function commentsOf(github: StandIn, issue: number): Promise<readonly { readonly body: string }[]> {
  return (await github.as('acme', 'GET', `/issues/${issue}/comments`)) as unknown as readonly { body: string }[];
}
