import { expect, test } from 'vitest';
import { forgePlace, type Job } from '../support/forge-place.ts';
import type { StandIn } from '../support/github-server.ts';
import { standIn } from '../support/github-stand-in.ts';

const about = 'description: d\nowner: o\n';
/** In a job of an hour: quick needs a minute, and slow a quarter of an hour, for nothing is known of it. */
const daily = `${about}max-active-runs: 1
tasks:
  quick: { run: echo quick, artifacts: none, timeout: 1m }
  slow: { needs: quick, run: echo slow, artifacts: none, timeout: 30m }
  last: { needs: slow, run: echo last, artifacts: none, timeout: 30m }
`;
const files = { '.github/segue.yml': 'max-runtime: 1h\n', 'pipelines/daily.yml': daily };
const where = { GITHUB_WORKFLOW_REF: 'acme/data/.github/workflows/segue.yml@refs/heads/main' };
const old = { ageMinutes: 50, variables: where };

test('a job without time hands its run over, and the next one that it asks for goes on with it', async () => {
  const github = await standIn();
  const place = forgePlace(files, github);
  const first = await place.job({ command: 'run', pipeline: 'daily' }, old);
  expect(first.log).toMatch(/daily handed over after/);
  expect(first.log).toContain('Still to do  slow, last (in the next job)');
  expect(first.code).toBe(0);
  expect(first.outputs).toMatchObject({ conclusion: 'success', succeeded: '0', failed: '0' });
  const [run = ''] = runsOf(first);
  expect(first.log).toContain(`Asked for the next wake-up: it goes on with ${run}.`);
  expect(github.commands.dispatched).toEqual([{}]);
  expect(first.summary).toContain('1 handed over to the next job');
  expect(await checksOf(github)).toMatchObject([
    { status: 'in_progress', output: { title: 'Handed over to the next job: 1 of 3 tasks done' } },
  ]);

  // Another one as old begins nothing, and so wakes no other.
  const second = await place.job({ command: 'tick' }, old);
  expect(second.log).toContain(`::warning title=Handed over::This job could begin nothing of ${run}`);
  expect(second.code).toBe(0);

  const third = await place.job({ command: 'tick' }, { variables: where });
  expect(third.log).toContain(`daily goes on with ${run}\n`);
  expect(third.log).not.toContain('quick started');
  expect(third.log).toContain('daily succeeded');
  expect(third.code).toBe(0);
  expect(runsOf(third)).toEqual([run]);
  expect(github.commands.dispatched).toHaveLength(1);
  expect(await checksOf(github)).toMatchObject([{ status: 'completed', conclusion: 'success' }]);
  expect(await github.as('acme', 'GET', '/issues?state=all')).toEqual([]);
});

test('if GitHub does not take the next wake-up, the job says what goes on instead, and stays green', async () => {
  const github = await standIn();
  const place = forgePlace(files, github);
  const token = github.workflowToken({ contents: 'write', metadata: 'read', checks: 'write', issues: 'write' });
  const job = await place.job({ command: 'run', pipeline: 'daily', token }, old);
  expect(job.code).toBe(0);
  expect(job.log).toMatch(
    /::warning title=Handed over::GitHub refuses the next wake-up: .*actions: write.*next wake-up that comes goes on/,
  );
  expect(github.commands.dispatched).toEqual([]);
});

function runsOf({ outputs }: Job): readonly string[] {
  return JSON.parse(outputs.runs ?? '[]') as string[];
}

async function checksOf(github: StandIn): Promise<readonly object[]> {
  const listed = await github.as('acme', 'GET', '/commits/main/check-runs');
  return (listed as unknown as { check_runs: readonly object[] }).check_runs;
}
