import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import type { ResultCache } from '../../src/validate/cache.ts';
import { validateFiles } from '../../src/validate/validate.ts';

const settings = loadSettings('.github/segue.yml', undefined);
const crm = 'owner: o\ndescription: d\ntasks: { a: { run: x }, b: { run: x, needs: a } }\n';
const good = 'pipeline: crm\ncases: [{ name: n, expect: { tasks: { b: success } } }]\n';

function codesOf(files: Readonly<Record<string, string>>, cache?: ResultCache): readonly string[] {
  const inputs = Object.entries(files).map(([file, content]) => ({
    file: `pipelines/${file}`,
    content,
    digest: content,
  }));
  return validateFiles(inputs, settings, cache).diagnostics.map(({ code, range }) => `${code} ${range.file}`);
}

test('tests among the files of a repository are no pipelines, and have no id', () => {
  const inputs = [
    { file: 'pipelines/crm.yml', content: crm },
    { file: 'pipelines/crm.test.yml', content: good },
  ];
  const { files, tests, pipelines, diagnostics } = validateFiles(inputs, settings);
  expect([files.length, [...pipelines.keys()], diagnostics]).toEqual([1, ['crm'], []]);
  expect(tests).toMatchObject([{ file: 'pipelines/crm.test.yml', test: { pipeline: 'crm' } }]);
});

test('they are judged by what the pipeline says now, also where its own findings are known', () => {
  const kept = new Map<string, string>();
  const store = { get: (key: string) => kept.get(key), put: (key: string, value: string) => void kept.set(key, value) };
  const cache: ResultCache = { store, settingsDigest: '', version: '1' };
  const files = { 'crm.yml': crm, 'crm.test.yml': good };
  expect(codesOf(files, cache)).toEqual([]);
  expect(codesOf(files, cache)).toEqual([]);
  expect(codesOf({ ...files, 'crm.yml': crm.replace('b:', 'c:') }, cache)).toEqual(['SG822 pipelines/crm.test.yml']);
  expect(codesOf({ 'crm.test.yml': good }, cache)).toEqual(['SG821 pipelines/crm.test.yml']);
});

test('an answer that no attempt can have, and a time that every run takes, are errors: such a case would show nothing', () => {
  const judged = (lines: string) =>
    codesOf({
      'crm.yml': crm.replace('a: {', 'a: { retries: 1,'),
      'crm.test.yml': `pipeline: crm\ncases: [{ name: n, ${lines} }]\n`,
    });
  const answers = (list: string) => judged(`answers: { a: ${list} }, expect: { state: success }`);
  expect(answers('[failed, success]')).toEqual([]);
  expect(answers('[failed, failed, success]')).toEqual(['SG826 pipelines/crm.test.yml']);
  expect(answers('[success, failed]')).toEqual(['SG826 pipelines/crm.test.yml']);
  expect(judged('expect: { duration: { at-least: 0s } }')).toEqual(['SG827 pipelines/crm.test.yml']);
  expect(judged('expect: { duration: 0s }')).toEqual([]);
});

test('they say nothing about what errors of the pipeline hide', () => {
  const broken = { 'crm.yml': 'tasks: 5\n', 'crm.test.yml': good };
  expect(codesOf(broken)).not.toContain('SG821 pipelines/crm.test.yml');
  const cron = `${crm}on: { schedule: [{ cron: "0 25 * * *" }] }\n`;
  const dated = good.replace('name: n,', 'name: n, interval: 2026-01-01,');
  expect(codesOf({ 'crm.yml': cron, 'crm.test.yml': dated })).toEqual(['SG301 pipelines/crm.yml']);
});

test('they may not hold credentials either', () => {
  const token = `ghp_${'a1B2'.repeat(9)}`;
  expect(codesOf({ 'crm.yml': crm, 'crm.test.yml': `${good}# ${token}\n` })).toEqual(['SG405 pipelines/crm.test.yml']);
});

test.each([
  ['trigger: backfill', 'SG824'],
  ['trigger: event', undefined],
  ['answers: { "a[0]": failed }', 'SG822'],
])('a case of a pipeline without schedule, with %s', (more, code) => {
  const files = { 'crm.yml': crm, 'crm.test.yml': good.replace('name: n,', `name: n, ${more},`) };
  expect(codesOf(files)).toEqual(code === undefined ? [] : [`${code} pipelines/crm.test.yml`]);
});
