import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { limits } from '../../src/model/limits.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { listPipelineFiles, listUnreadLinks, readPipelineFile } from '../../src/workspace/pipelines/pipeline-files.ts';
import { repository } from '../cli/cli-rig.ts';
import { scratchRepository } from '../support/scratch-repository.ts';

const good = 'description: d\nowner: o\ntasks: { a: { run: "true" } }\n';

describe('what lies below the folder of the pipelines', () => {
  test('is a pipeline if it is a file of the repository', () => {
    const { root, write } = scratchRepository();
    const names = ['a.yml', 'b.yaml', 'c.yml/d.yml', 'e.test.yml', 'f.backfill.yaml', 'g.txt'];
    for (const name of names) write(`pipelines/${name}`, good);
    const link = (to: string, name: string) => symlinkSync(to, join(root, 'pipelines', name));
    link('a.yml', 'inside.yml');
    link('/etc/hostname', 'outside.yml');
    link('c.yml', 'folder.yml');
    link('nowhere', 'broken.yml');
    link('loop.yml', 'loop.yml');
    expect(spawnSync('mkfifo', [join(root, 'pipelines/pipe.yml')]).status).toBe(0);
    const files = listPipelineFiles(root, defaultSettings).filter((file) => readPipelineFile(root, file) !== undefined);
    expect(files).toEqual(['a.yml', 'b.yaml', 'c.yml/d.yml', 'inside.yml'].map((name) => `pipelines/${name}`));
    const unread = ['broken.yml', 'folder.yml', 'loop.yml', 'outside.yml'].map((name) => `pipelines/${name}`);
    expect(listUnreadLinks(root, defaultSettings)).toEqual(unread);
  });

  test('is looked for inside of the repository only', () => {
    const elsewhere = scratchRepository();
    elsewhere.write('pipelines/a.yml', good);
    const { root, write } = scratchRepository();
    symlinkSync(join(elsewhere.root, 'pipelines'), join(root, 'pipelines'));
    expect(listPipelineFiles(root, defaultSettings)).toEqual([]);
    write('here/a.yml', good);
    symlinkSync('here', join(root, 'linked'));
    expect(listPipelineFiles(root, { ...defaultSettings, pipelines: 'linked' })).toEqual(['linked/a.yml']);
  });

  test('is told where it is a link that is not followed', async () => {
    const place = repository({ good });
    symlinkSync('/etc/hostname', join(place.path, 'pipelines/outside.yml'));
    const words = 'pipelines/outside.yml is a link that leads to no file of this repository';
    expect(await place.segue('validate')).toMatchObject({ code: 0, stderr: expect.stringContaining(words) });
    expect(await place.segue('validate', 'good')).toMatchObject({ code: 0, stderr: '' });
    expect((await place.segue('doctor')).stdout).toContain(`! pipelines   ${words}`);
    expect(await place.segue('run', 'outside', '--dry-run')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('SG701 pipelines/outside.yml is no file of this repository.'),
    });
  });

  test('is read as far as it is looked at', () => {
    const { root, write } = scratchRepository();
    write('pipelines/a.yml', 'x'.repeat(3 * limits.fileSize));
    expect(readPipelineFile(root, 'pipelines/a.yml')?.content.length).toBe(limits.fileSize + 1);
    expect(readPipelineFile(root, 'pipelines/b.yml')).toBeUndefined();
  });
});

describe('the paths that `segue validate` is given', () => {
  const bad = 'description: d\nowner: o\ntasks: { a: { run: x, retires: 1 } }\n';

  test.each([
    [[], 1, '✗ 2 pipelines checked: 1 error.'],
    [['finance'], 2, 'There is no file, folder or pipeline finance.'],
    [['pipelines/finance'], 1, '✗ 1 pipeline checked: 1 error.'],
    [['finance/bad'], 1, '✗ 1 pipeline checked: 1 error.'],
    [['pipelines/finance/bad.yml', 'good'], 1, '✗ 2 pipelines checked: 1 error.'],
    [['good'], 0, '✓ 1 pipeline checked, nothing to complain about.'],
    [['.'], 1, '✗ 2 pipelines checked: 1 error.'],
    [['else/where.yml'], 1, '✗ 1 pipeline checked: 1 error.'],
    [['else'], 2, 'There are no pipelines below else.'],
    [['/dev/zero'], 2, 'There is no file, folder or pipeline /dev/zero.'],
    [['god'], 2, 'Did you mean good?'],
    [['x'.repeat(5_000)], 2, 'There is no file, folder or pipeline xxx'],
  ])('%j', async (paths, code, words) => {
    const place = repository({ good, 'finance/bad': bad });
    place.write('else/where.yml', bad);
    const { stdout, stderr, ...finished } = await place.segue('validate', ...paths);
    expect([finished.code, stdout + stderr]).toEqual([code, expect.stringContaining(words)]);
  });

  test('findings about the settings concern every pipeline', async () => {
    const place = repository({ good });
    place.write('.github/segue.yml', 'pools: { crm: 0 }\n');
    for (const path of ['good', '.github/segue.yml', '.']) {
      expect(await place.segue('validate', path)).toMatchObject({ code: 1, stdout: expect.stringContaining('SG109') });
    }
    const run = await place.segue('run', 'good');
    expect(run.stderr).toContain('SG702 pipelines/good.yml cannot run: .github/segue.yml has 1 error.');
  });
});

test.each(['daily.yaml', 'Daily.yml'])('a pipeline whose id pipelines/%s gives too does not run', async (twin) => {
  const place = repository({ daily: good });
  place.write(`pipelines/${twin}`, good);
  const run = await place.segue('run', 'pipelines/daily.yml');
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('SG206');
  expect((await place.segue('status')).stderr).toContain('There are no runs');
});

test.each([
  ['SG207', 'on: { after: nobody }', 'daily'],
  ['SG208', 'on: { after: report }', 'daily'],
  ['SG212', 'renamed-from: daily', 'daily'],
])('a pipeline that is at odds with the others (%s) does not run', async (code, text, other) => {
  const place = repository({ [other]: good, report: `${text}\n${good}` });
  expect(await place.segue('run', 'report')).toMatchObject({ code: 2, stderr: expect.stringContaining(code) });
  expect(await place.segue('run', other)).toMatchObject({ code: 0 });
});

test('a circle of pipelines is shown to whoever asks for one of them', async () => {
  const place = repository({ a: `on: { after: b }\n${good}`, b: `on: { after: a }\n${good}`, c: good });
  for (const path of ['a', 'b', 'pipelines/b.yml', 'pipelines']) {
    expect(await place.segue('validate', path)).toMatchObject({ code: 1, stdout: expect.stringContaining('SG210') });
  }
  expect(await place.segue('validate', 'c')).toMatchObject({ code: 0 });
});
