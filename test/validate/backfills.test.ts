import { describe, expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import type { ResultCache } from '../../src/validate/cache.ts';
import { validateFiles } from '../../src/validate/validate.ts';

const settings = loadSettings('.github/segue.yml', undefined);
const daily = 'owner: o\ndescription: d\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { a: { run: x } }\n';
const january = 'pipeline: crm\nfrom: 2026-01-01\nto: 2026-02-01\nreason: r\n';

function codesOf(files: Readonly<Record<string, string>>, cache?: ResultCache): readonly string[] {
  const inputs = Object.entries(files).map(([file, content]) => ({
    file: `pipelines/${file}`,
    content,
    digest: content,
  }));
  return validateFiles(inputs, settings, cache).diagnostics.map(({ code, range }) => `${code} ${range.file}`);
}

function memoryCache(): ResultCache {
  const kept = new Map<string, string>();
  return {
    store: { get: (key) => kept.get(key), put: (key, value) => kept.set(key, value) },
    settingsDigest: '',
    version: '1',
  };
}

describe('backfills among the files of a repository', () => {
  test('are no pipelines', () => {
    const inputs = [
      { file: 'pipelines/crm.yml', content: daily },
      { file: 'pipelines/crm.backfill.yml', content: january },
    ];
    const { files, backfills, pipelines, diagnostics } = validateFiles(inputs, settings);
    expect([files.length, [...pipelines.keys()], diagnostics]).toEqual([1, ['crm'], []]);
    expect(backfills).toMatchObject([{ id: 'crm', file: 'pipelines/crm.backfill.yml', backfill: { pipeline: 'crm' } }]);
  });

  test('are judged by what the pipeline says now, also where its own findings are known', () => {
    const cache = memoryCache();
    const files = { 'crm.yml': daily, 'january.backfill.yml': january };
    expect(codesOf(files, cache)).toEqual([]);
    expect(codesOf(files, cache)).toEqual([]);
    expect(codesOf({ ...files, 'crm.yml': daily.replace(/^on: .*\n/m, '') }, cache)).toEqual([
      'SG802 pipelines/january.backfill.yml',
    ]);
    expect(codesOf(files, cache)).toEqual([]);
    expect(codesOf({ 'january.backfill.yml': january }, cache)).toEqual(['SG801 pipelines/january.backfill.yml']);
  });

  test('say nothing about a pipeline that has errors of its own', () => {
    const broken = { 'crm.yml': daily.replace('0 5 * * *', '0 25 * * *'), 'january.backfill.yml': january };
    expect(codesOf(broken)).toEqual(['SG301 pipelines/crm.yml']);
    expect(codesOf({ ...broken, 'crm.yml': 'tasks: 5\n' })).not.toContain('SG801 pipelines/january.backfill.yml');
  });

  test('may not hold credentials either', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    expect(codesOf({ 'crm.yml': daily, 'a.backfill.yml': `${january}# ${token}\n` })).toEqual([
      'SG405 pipelines/a.backfill.yml',
    ]);
  });
});
