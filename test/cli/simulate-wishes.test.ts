import { expect, test } from 'vitest';
import { type Place, repository } from './cli-rig.ts';

const ingest = `description: Loads customers.
owner: "@acme/data"
on: { schedule: [{ cron: "0 5 * * *" }] }
params: { full: { type: boolean, default: false } }
tasks:
  extract: { run: ./extract.sh, pool: crm }
  check: { needs: extract, if: "\${{ params.full }}", run: ./check.sh }
`;
const report = `description: The report of the morning.
owner: "@acme/data"
on: { after: ingest }
tasks:
  build: { run: ./build.sh }
`;
const january = `pipeline: ingest
from: 2026-01-01
to: 2026-01-11
reason: wrong prices
`;

function place(): Place {
  const made = repository({ ingest, report, 'january.backfill': january });
  made.write('.github/segue.yml', 'pools: { crm: { slots: 1, scope: repository } }\n');
  made.git('add', '-A');
  made.git('commit', '-q', '-m', 'settings');
  return made;
}

const quick = ['simulate', '--from', '2026-03-02', '--to', '2d', '--seeds', '2'];

test('what is paused now is paused in a simulation, which says so, unless it is asked to go on', async () => {
  const { segue } = place();
  await segue('pause', 'ingest', '--env', 'production', '--reason', 'the CRM is down');
  const { stdout } = await segue(...quick);
  expect(stdout).toMatch(/^nothing runs/);
  expect(stdout).toMatch(
    /Paused: ingest \(by .+ since .+ UTC\): the CRM is down; what comes after it does not start: report/,
  );
  const later = await segue(...quick, '--unpause', 'ingest@2026-03-03');
  expect(later.stdout).toMatch(/^all 2 runs end well/);
  expect(later.stdout).toMatch(/Paused: ingest until 2026-03-03 00:00 UTC .+; what comes after it waits: report/);
  const atOnce = await segue(...quick, '--unpause', 'ingest');
  expect(atOnce.stdout).toMatch(/^all 4 runs end well/);
  expect(atOnce.stdout).not.toContain('Paused');
  expect((await segue(...quick, '--env', 'staging')).stdout, 'elsewhere it is not').toMatch(/^all 4 runs end well/);
});

test('backfills and runs that somebody asks for are told of, with their ends', async () => {
  const { segue } = place();
  const wishes = ['--backfill', 'january', '--backfill', 'ingest:2026-02-01..2026-02-03'];
  const byHand = ['--run', 'ingest@2026-03-02T12:00Z', '--param', 'full=true', '--run', 'ingest@2026-03-02T12:00:20Z'];
  const { code, stdout, stderr } = await segue(...quick, ...wishes, ...byHand);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(
    /run of ingest at 2026-03-02 12:00 UTC: begins 2026-03-02 12:00 UTC, ends 2026-03-02 12:02 UTC\n/,
  );
  expect(stdout).toContain('refused in 2/2 worlds: it goes on already, or GitHub is away');
  expect(stdout).toMatch(/backfill january of ingest, 10 intervals: begins 2026-03-02 .+, ends 2026-03-02 .+\n/);
  expect(stdout).toMatch(/backfill ingest:2026-02-01\.\.2026-02-03, 2 intervals: begins /);
  expect(stdout).toContain(
    '--backfill january --backfill ingest:2026-02-01..2026-02-03 --run ingest@2026-03-02T12:00Z',
  );
});

test('an interval that has succeeded is not filled again', async () => {
  const { segue, write } = place();
  write('pipelines/ingest.yml', ingest.replaceAll(/\.\/\w+\.sh/g, 'echo'));
  expect(await segue('run', 'ingest', '--interval', '2026-01-05')).toMatchObject({ code: 0 });
  const { stdout } = await segue(...quick, '--backfill', 'january', '--json');
  expect(JSON.parse(stdout).simulation.asked).toMatchObject([{ name: 'january', asked: 9, runs: 18 }]);
});

test('a pipeline that was renamed is the same one in two versions, with the same luck and history', async () => {
  const { segue, write, git } = place();
  write('pipelines/ingest.yml', ingest.replaceAll(/\.\/\w+\.sh/g, 'sleep 0.1'));
  expect((await segue('run', 'ingest')).code).toBe(0);
  git('add', '-A');
  git('commit', '-q', '-m', 'sleep');
  git('mv', 'pipelines/ingest.yml', 'pipelines/crm.yml');
  write('pipelines/crm.yml', `renamed-from: ingest\n${ingest.replaceAll(/\.\/\w+\.sh/g, 'sleep 0.1')}`);
  write('pipelines/report.yml', report.replace('ingest', 'crm'));
  write('pipelines/january.backfill.yml', january.replace('ingest', 'crm'));
  const wishes = ['--base', 'HEAD', '--late', '20m', '--slow', 'crm:extract=3x', '--backfill', 'january'];
  const { stdout, stderr } = await segue(...quick, ...wishes);
  expect(stderr).toBe('');
  expect(stdout).toContain('All pipelines fare as before.');
  const { simulation, before } = JSON.parse((await segue(...quick, ...wishes, '--json')).stdout);
  expect(before.simulation.asked).toEqual(simulation.asked);
  expect(simulation.assumed, 'what is known of the old id holds for the new one').toMatchObject({
    unknownDurations: 2,
    tasks: 3,
  });
});

test('the verdict is of the pipelines that were asked for', async () => {
  const { segue } = place();
  expect((await segue(...quick, 'report', '--fail', 'extract')).stdout).toMatch(/^nothing runs/);
  expect((await segue(...quick, 'ingest')).stdout).toMatch(/^all 2 runs end well/);
});

test.each([
  [['--pause', 'ingst'], 'There is no pipeline ingst.'],
  [['--pause', 'ingest@2027-01-01'], 'is not in the window'],
  [['--run', 'ingest'], 'Give a pipeline and an instant'],
  [['--run', 'ingest@2026-03-02', '--param', 'no=1'], 'The pipeline ingest has no param no.'],
  [['--param', 'full=true'], 'No run is asked for that could have the param full.'],
  [['--backfill', 'januar'], 'Did you mean january?'],
  [['--backfill', 'report:2026-01-01..2026-01-03'], 'report has no schedule'],
  [['--backfill', 'ingest:2026-01-01'], 'Give the id of a backfill, or a range'],
  [['--fail', 'no-such:extract'], 'There is no pipeline no-such.'],
  [['--fail', 'ingest:no-such'], 'ingest has no task no-such.'],
  [['--at', 'HEAD', 'no-such'], 'There is no pipeline no-such.'],
])('%j is refused', async (args, words) => {
  const { code, stderr } = await place().segue(...quick, ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(words);
});
