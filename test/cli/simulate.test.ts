import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { type Place, repository } from './cli-rig.ts';

const page = readFileSync(join(root, 'docs/simulate.md'), 'utf8');
const [ingest = '', exported = '', report = '', settings = ''] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  ([, text = '']) => text,
);

function place(): Place {
  const made = repository({ ingest, export: exported, report });
  made.write('.github/segue.yml', settings);
  made.git('add', '-A');
  made.git('commit', '-q', '-m', 'settings');
  return made;
}

const shown = [...page.matchAll(/^\$ segue (.+)\n([\s\S]+?)```/gm)].map(([, words = '', output]) => ({
  words,
  output,
}));

test.each(shown)('docs/simulate.md shows what segue $words prints', async ({ words, output }) => {
  const { code, stdout, stderr } = await place().segue(...words.split(' '));
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toBe(output);
});

test('it shows more than one', () => expect(shown).toHaveLength(2));

const quick = ['--from', '2026-03-02', '--to', '2d', '--seeds', '2'];

test('two versions side by side, under the same luck', async () => {
  const { write, segue } = place();
  expect((await segue('simulate', ...quick, '--base', 'HEAD')).stdout).toContain('All pipelines fare as before.');
  write('.github/segue.yml', settings.replace('slots: 1', 'slots: 2'));
  const slower = ['--slow', 'push=40m', '--slow', 'extract=15m', '--base', 'HEAD', '--format', 'markdown'];
  const { stdout } = await segue('simulate', ...quick, ...slower);
  expect(stdout).toMatch(/\| ingest \| 2 \| – \| – \| 46 min → 16 min \|/);
  expect(stdout).toContain('**HEAD**: all 6 runs end well and in time.');
  expect(stdout).not.toContain('| report |');
});

test('one pipeline, as JSON, and its runs as a picture', async () => {
  const { path, segue } = place();
  const args = ['simulate', 'ingest', ...quick, '--fail', 'ingest:load', '--gantt', 'out/ingest.svg', '--json'];
  const { code, stdout } = await segue(...args);
  const { simulation, whatIf, isChosen } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect({ whatIf, isChosen }).toEqual({ whatIf: ['--fail ingest:load'], isChosen: true });
  expect(simulation).toMatchObject({
    worlds: 2,
    pipelines: [{ pipeline: 'ingest', runs: 4, failed: 4, deadline: { due: 4, missed: 4, worlds: 1 } }],
    incidents: [{ title: expect.stringMatching(/^ingest: load fails/) }],
    alerts: [{ to: 'SLACK_DATA', severity: 'critical', kind: 'opened' }],
  });
  const svg = readFileSync(join(path, 'out/ingest.svg'), 'utf8');
  expect(svg).toMatch(/^<svg [\s\S]+>extract<[\s\S]+class="bad"[\s\S]+<\/svg>\n$/);
});

test('an exit code of 1 only if it was asked for', async () => {
  const { segue } = place();
  const late = ['simulate', ...quick, '--slow', 'extract=2h'];
  expect((await segue(...late)).code).toBe(0);
  expect((await segue(...late, '--fail-on', '100%')).code).toBe(0);
  expect((await segue(...late, '--fail-on', '5%')).code).toBe(1);
});

test.each([
  [['--from', 'yesterday'], 'Give a day (2026-01-31) or an instant'],
  [['--fail', 'extract@0'], 'Give a task, or its first attempts: extract@2.'],
  [['--slow', 'load=fast'], 'Give a task and how slow it is'],
  [['--kill-runner', '25:00'], 'Give a time of day'],
  [['--drop-ticks', '30'], 'Give a share such as 30%.'],
  [['--api-down', '0s'], 'Give for how long'],
  [['--fail', 'no-such'], 'No pipeline has a task no-such.'],
  [['--from', '2026-03-02', '--to', '2026-03-01'], 'The window ends before it begins.'],
  [['--base', 'no-such'], 'This clone has no commit no-such.'],
])('%j is refused', async (args, words) => {
  const { code, stderr } = await place().segue('simulate', ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(words);
});
