import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './cli-rig.ts';

const text = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *" }] }
tasks:
  extract: { run: python jobs/extract.py, retries: 1, artifacts: none }
  load: { needs: extract, run: ./load.sh, artifacts: none }
`;

function place() {
  const made = repository({ daily: text });
  made.write('jobs/extract.py', 'print(1)\n');
  made.git('add', '-A');
  made.git('commit', '-q', '-m', 'jobs');
  return made;
}

test('from where the branch began to the working tree, what is not committed included', async () => {
  const { write, git, segue } = place();
  expect(await segue('diff')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^no pipeline changes {2}main \(\w{7}\) → working tree\n$/),
    stderr: '',
  });
  git('switch', '-q', '-c', 'change');
  write('pipelines/daily.yml', text.replace('0 5', '0 6'));
  git('commit', '-q', '-a', '-m', 'later');
  git('switch', '-q', 'main');
  write('pipelines/other.yml', text);
  git('add', '-A');
  git('commit', '-q', '-m', 'meanwhile');
  git('switch', '-q', 'change');
  write('pipelines/daily.yml', `# said\n${text.replace('0 5', '0 6').replace('retries: 1, ', '')}`);
  write('jobs/extract.py', 'print(2)\n');
  write('load.sh', 'true\n');
  const { code, stdout } = await segue('diff');
  expect(code).toBe(0);
  expect(stdout.replaceAll(/\w{3} \d+ \w{3} /g, 'DAY ').replace(/\(\w{7}\)/, '(COMMIT)')).toMatchInlineSnapshot(`
    "1 pipeline changes, 1 warning  main (COMMIT) → working tree

    warning[SG853] \`extract\` was tried again up to once, and now its first failure counts
      pipelines/daily.yml:6  Keep one retry, unless a second attempt would do harm.

    ~ daily
      ~ schedule 0 5 * * * UTC → 0 6 * * * UTC
      ~ extract
        ~ retries 1 → 0
        ~ runs jobs/extract.py, which has changed
      ~ load
        + runs load.sh, which is new

    runs differently  extract, load
    on merge          in flight: not checked; first run DAY 06:00 UTC
    next start  DAY 05:00 UTC  →  DAY 06:00 UTC

    How long runs take is not known: no earlier runs are known here.
    "
  `);
});

test('between two commits, by any names of them, as JSON and as a page', async () => {
  const { write, git, segue } = place();
  write('pipelines/daily.yml', text.replace('./load.sh', './load.sh --fast'));
  git('commit', '-q', '-a', '-m', 'fast');
  git('tag', 'v1');
  write('pipelines/daily.yml', 'tasks: [');
  const json = await segue('diff', 'HEAD~1..v1', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({
    base: { name: 'HEAD~1' },
    head: { name: 'v1', commit: git('rev-parse', 'v1').trim() },
    pipelines: [
      {
        kind: 'pipeline-changed',
        id: 'daily',
        tasks: [{ task: 'load', edits: [{ kind: 'command', before: './load.sh', after: './load.sh --fast' }] }],
      },
    ],
    impact: { tasks: [{ pipeline: 'daily', task: 'load' }], downstream: [], pipelines: [] },
    risks: [],
    notCompared: [],
  });
  const back = JSON.parse((await segue('diff', 'v1..HEAD~1', '--json')).stdout);
  expect(back.pipelines[0].tasks[0].edits).toEqual([
    { kind: 'command', before: './load.sh --fast', after: './load.sh' },
  ]);
  expect((await segue('diff', 'v1', '--format', 'markdown')).stdout).toContain('### Segue: 1 pipeline not compared');
  expect((await segue('diff', '..v1')).stdout).toMatch(/^no pipeline changes/);
});

test('what the workflow bills in a month, where the schedule changes', async () => {
  const { write, segue } = place();
  write('pipelines/daily.yml', text.replace('0 5 * * *', '0 * * * *'));
  const { minutes, fires } = JSON.parse((await segue('diff', '--json')).stdout);
  expect(fires).toMatchObject([{ before: { month: 30 }, after: { month: 720 } }]);
  expect(minutes.after.minutes).toBeGreaterThanOrEqual(720);
  expect(minutes.before.minutes).toBeLessThan(minutes.after.minutes);
  expect(minutes.after.unknown).toBe(1);
});

test('what a pipeline was known to take comes from earlier runs', async () => {
  const { write, segue } = place();
  write(
    'pipelines/quick.yml',
    'description: d\nowner: o\ntasks: { a: { run: "true", artifacts: none }, b: { run: "true", artifacts: none } }\n',
  );
  expect((await segue('run', 'quick', '--quiet')).code).toBe(0);
  write(
    'pipelines/quick.yml',
    'renamed-from: nobody\ndescription: d\nowner: o\ntasks: { a: { run: "true", artifacts: none }, b: { needs: a, run: "true", artifacts: none } }\n',
  );
  const [cost] = JSON.parse((await segue('diff', '--json')).stdout).costs;
  expect(cost).toMatchObject({ pipeline: 'quick', after: { path: ['a', 'b'], attempts: 1, unknown: [] } });
});

test('a pipeline with a new name bills what it billed under the old one', async () => {
  const timed =
    'description: d\nowner: o\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { a: { run: "true", artifacts: none } }\n';
  const { write, git, segue } = repository({ old: timed });
  expect((await segue('run', 'old', '--quiet')).code).toBe(0);
  git('rm', '-q', 'pipelines/old.yml');
  write('pipelines/new.yml', `renamed-from: old\n${timed}`);
  const { minutes } = JSON.parse((await segue('diff', '--json')).stdout);
  expect(minutes.after).toEqual({ ...minutes.before, unknown: 0 });
});

test('settings with errors stop it, and names that are none are refused', async () => {
  const { write, segue } = place();
  const unknown = await segue('diff', 'nowhere..HEAD');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('This clone has no commit nowhere.')]);
  expect((await segue('diff', '--output=x..HEAD')).code).toBe(2);
  write('.github/segue.yml', 'pools: 3\n');
  const broken = await segue('diff');
  expect([broken.code, broken.stderr]).toEqual([
    2,
    expect.stringContaining('.github/segue.yml of working tree cannot be compared'),
  ]);
});

test('a script that may not be executed any more has changed, in the working tree and between commits', async () => {
  const { write, git, segue, path } = place();
  write('load.sh', 'true\n');
  chmodSync(join(path, 'load.sh'), 0o755);
  git('add', '-A');
  git('commit', '-q', '-m', 'script');
  chmodSync(join(path, 'load.sh'), 0o644);
  expect((await segue('diff')).stdout).toContain('~ runs load.sh, which has changed');
  git('commit', '-q', '-a', '-m', 'mode');
  expect((await segue('diff', 'HEAD~1..HEAD')).stdout).toContain('~ runs load.sh, which has changed');
});
