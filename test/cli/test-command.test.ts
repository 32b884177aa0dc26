import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repository } from './cli-rig.ts';

const head = 'description: d\nowner: o\n';
/** A file that would be there if anything were executed. */
const crm = `${head}tasks: { extract: { run: touch executed }, load: { run: touch executed, needs: extract } }\n`;
const good = 'pipeline: crm\ncases:\n  - { name: all is well, expect: { state: success } }\n';
const bad =
  'pipeline: team/crm\ncases:\n  - { name: no load, answers: { extract: failed }, expect: { tasks: { load: skipped } } }\n';

function placeOf(files: Readonly<Record<string, string>>) {
  const place = repository({ crm, 'team/crm': crm });
  for (const [file, text] of Object.entries(files)) place.write(`pipelines/${file}.test.yml`, text);
  return place;
}

test('says what came out otherwise, writes it as XML, and executes nothing', async () => {
  const place = placeOf({ crm: good, 'team/crm': bad });
  const { code, stdout, stderr } = await place.segue('test', '--junit', 'out/tests.xml', '--coverage');
  expect([code, stderr]).toEqual([1, '']);
  await expect(stdout).toMatchFileSnapshot('golden/test.txt');
  const xml = readFileSync(join(place.path, 'out/tests.xml'), 'utf8');
  expect(xml).toContain('<testsuites name="segue" tests="2" failures="1" errors="0">');
  expect(existsSync(join(place.path, 'executed'))).toBe(false);
});

test.each([
  [['pipelines/crm.test.yml'], 0, 1],
  [['crm'], 0, 1],
  [['pipelines/crm.yml'], 0, 1],
  [['team/crm'], 1, 1],
  [['pipelines/team'], 1, 1],
  [['crm', 'pipelines'], 1, 2],
])('plays those that are named: %j', async (paths, code, cases) => {
  const place = placeOf({ crm: good, 'team/crm': bad });
  const run = await place.segue('test', '--json', ...paths);
  const { passed, failed } = JSON.parse(run.stdout);
  expect([run.code, passed + failed]).toEqual([code, cases]);
});

test('what has errors is shown as by validate and not played; the rest is', async () => {
  const place = placeOf({ crm: good, 'team/crm': bad.replace('extract:', 'extrat:') });
  const { code, stdout } = await place.segue('test');
  expect(code).toBe(1);
  expect(stdout).toContain('error[SG822]: `team/crm` has no task `extrat`');
  expect(stdout).toContain('✓ pipelines/crm.test.yml  1 case\n');
  const json = JSON.parse((await place.segue('test', '--json')).stdout);
  expect(json).toMatchObject({
    passed: 1,
    failed: 0,
    errors: [{ code: 'SG822', line: 3 }],
    files: [{ pipeline: 'crm' }],
  });
});

test.each([
  [crm.replace('needs: extract', 'needs: nobody'), 'SG201'],
  ['tasks: 5\n', 'SG103'],
])('a pipeline with errors is not played either: %j', async (text, error) => {
  const place = placeOf({ crm: good });
  place.write('pipelines/crm.yml', text);
  const { code, stdout } = await place.segue('test');
  expect(code).toBe(1);
  expect(stdout).toContain(`error[${error}]`);
  expect(stdout).toContain('✗ 1 error: what is concerned was not played.');
});

test('without tests it says so; a name without any is a mistake', async () => {
  const place = placeOf({});
  expect(await place.segue('test')).toEqual({
    code: 0,
    stdout: 'There are no tests yet. How to write one: docs/testing.md\n',
    stderr: '',
  });
  const named = await place.segue('test', 'crm');
  expect([named.code, named.stderr]).toEqual([2, expect.stringContaining('crm has no tests.')]);
  const unknown = await place.segue('test', 'cmr');
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining('Did you mean crm?')]);
});

test('a file for --junit that cannot be written is told', async () => {
  const place = placeOf({ crm: good });
  place.write('out', 'a file');
  const { code, stderr } = await place.segue('test', '--junit', 'out/tests.xml');
  expect([code, stderr]).toEqual([1, expect.stringContaining('SG916')]);
});

test('validate judges tests, too, by path and all together', async () => {
  const place = placeOf({ crm: good, 'team/crm': bad.replace('extract:', 'extrat:') });
  const all = await place.segue('validate');
  expect([all.code, all.stdout]).toEqual([1, expect.stringContaining('2 pipelines and 2 tests checked: 1 error')]);
  expect((await place.segue('validate', 'pipelines/crm.test.yml')).stdout).toContain(
    '1 test checked, nothing to complain',
  );
});
