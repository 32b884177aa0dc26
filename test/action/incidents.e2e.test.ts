import { expect, test } from 'vitest';
import { type ForgePlace, forgePlace, type Job } from '../support/forge-place.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';

/** Half an hour from now, each hour: a job that comes within minutes of another finds nothing due. */
const minute = (new Date().getUTCMinutes() + 30) % 60;
const about = `description: Loads users.\nowner: "@ana"\non: { schedule: [{ cron: "${minute} * * * *" }] }\n`;
const failing = (id: string) =>
  `${about}tasks: { load: { run: 'echo "ERROR: warehouse ${id} refuses the connection"; exit 1' } }\n`;
const green = `${about}tasks: { load: { run: echo loaded } }\n`;

function ticks(place: ForgePlace): (laterMinutes: number) => Promise<Job> {
  return (laterMinutes) => place.job({ command: 'tick' }, { laterMinutes });
}

test('a failure is one issue: opened, kept up to date, closed when it is green again', async () => {
  const github = await standIn({ people: ['ana'] });
  const place = forgePlace({ 'pipelines/crm.yml': failing('one') }, github);
  const tick = ticks(place);
  await tick(0);
  await tick(60);
  const [issue] = await issuesOf(github);
  expect(issue).toMatchObject({ state: 'open', title: expect.stringMatching(/^crm: load fails/) });
  expect(issue?.labels.map(({ name }) => name)).toContain('segue');
  expect(issue?.body).toContain('warehouse one refuses the connection');
  expect(issue?.body).toMatch(/^<!-- segue:/);
  await tick(120);
  const again = await issuesOf(github);
  expect(again).toHaveLength(1);
  expect(again[0]?.body).toContain('2 runs');
  expect(await commentsOf(github, issue?.number ?? 0)).toEqual([]);
  github.takeLines();
  await tick(125);
  expect(github.takeLines().filter((line) => line.includes('/issues'))).toEqual([]);
  place.merge({ 'pipelines/crm.yml': green });
  const mended = await tick(180);
  expect(mended.log).toContain('crm succeeded');
  expect(await issuesOf(github)).toMatchObject([{ number: issue?.number, state: 'closed' }]);
  const comments = await commentsOf(github, issue?.number ?? 0);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain('Recovered after');
});

test('while GitHub takes no issues nothing is lost: the next job tells it', async () => {
  const github = await standIn({ people: ['ana'] });
  const place = forgePlace({ 'pipelines/crm.yml': failing('two') }, github);
  const tick = ticks(place);
  await tick(0);
  github.fault({ path: /\/issues/, kind: 'primary-limit', resetInSeconds: 3_600, times: 100 });
  const job = await tick(60);
  expect(job.log).toContain('::warning title=Not shown on GitHub::');
  expect(await issuesOf(github)).toEqual([]);
  github.heal();
  await tick(65);
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
