import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isBackfillFile } from '../../src/model/backfill.ts';
import { loadPipeline, loadSettings } from '../../src/model/load.ts';
import { loadTest } from '../../src/model/load-test.ts';
import { isTestFile } from '../../src/model/pipeline-test.ts';
import { schemaFiles } from '../../src/model/schema/json-schema.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const find = (pattern: string): readonly string[] => globSync(pattern, { cwd: root }).sort();

const [pipeline, settings, backfill, pipelineTest] = schemaFiles().map(({ path }) =>
  new Ajv({ strict: false }).compile(JSON.parse(read(path))),
);
const goodPipelines = [
  ...find('pipelines/*.{yml,yaml}').filter((path) => !isTestFile(path)),
  ...find('test/fixtures/**/good.yml'),
  ...find('test/fixtures/rules/*/good/**/*.yml').filter((path) => !isBackfillFile(path) && !isTestFile(path)),
];
const goodTests = [...find('pipelines/*.test.yml'), ...find('test/fixtures/rules/*/good/**/*.test.yml')];
const goodBackfills = find('test/fixtures/rules/*/good/**/*.backfill.yml');

describe('the JSON Schemas', () => {
  it.each(schemaFiles())('are current: $path', ({ path, text }) => {
    expect(read(path), 'run: node scripts/generate-schema.ts').toBe(text);
  });

  it.each(goodPipelines)('accept %s', (path) => {
    pipeline?.(parse(read(path)));
    expect(pipeline?.errors).toBeNull();
  });

  it.each(goodBackfills)('accept %s', (path) => {
    backfill?.(parse(read(path)));
    expect(backfill?.errors).toBeNull();
  });

  it.each(goodTests)('accept %s', (path) => {
    pipelineTest?.(parse(read(path)));
    expect(pipelineTest?.errors).toBeNull();
  });

  it('accept the settings of every fixture', () => {
    for (const path of find('test/fixtures/**/segue.yml')) {
      settings?.(parse(read(path)));
      expect(settings?.errors, path).toBeNull();
    }
  });

  it.each(['lease: 5', 'max-parallel-runs: 101', 'pools: { a: { slots: 1, scope: process } }'])(
    'refuse what is wrong in settings: %j',
    (text) => {
      expect(settings?.(parse(text))).toBe(false);
      expect(loadSettings('.github/segue.yml', text).diagnostics).not.toEqual([]);
    },
  );

  it.each([
    'retires: 1\ntasks: { a: { run: x } }',
    'tasks: {}',
    'tasks: { 5a: { run: x } }',
    'tasks: { a: { run: " " } }',
    'tasks: { a: { run: x, timeout: 20 } }',
    'tasks: { a: { run: x, retries: 21 } }',
    'tasks: { a: { run: x, env: { A-B: c } } }',
    'tasks: { a: { run: x, shell: fish } }',
    'deadline: { by: "07:00", after: 1h }\ntasks: { a: { run: x } }',
    'on: { after: { a: b } }\ntasks: { a: { run: x } }',
    'on: { schedule: [{ cron: "0 5 * * *", start: 2026-1-31 }] }\ntasks: { a: { run: x } }',
    'on: { schedule: [{ cron: "0 5 * * *", end: "2026-01-31T05:00" }] }\ntasks: { a: { run: x } }',
  ])('refuse what the loader refuses: %j', (text) => {
    expect(pipeline?.(parse(text))).toBe(false);
    expect(loadPipeline('pipelines/a.yml', text).diagnostics).not.toEqual([]);
  });

  it.each([
    'cases: [{ name: n, expect: { state: sucess } }]',
    'cases: [{ name: n, expect: { tasks: { a: excluded } } }]',
    'cases: [{ name: n, answers: { a: skipped }, expect: { state: success } }]',
    'cases: [{ name: n, answers: { a: [failed, { duration: 4 }] }, expect: { state: success } }]',
    'cases: [{ expect: { state: success } }]',
    'cases: [{ name: n }]',
    'schedule: [{ after: 2026-1-31, fires: [] }]',
    'case: []',
  ])('refuse what is wrong in a test: %j', (text) => {
    expect(pipelineTest?.(parse(`pipeline: a\n${text}`))).toBe(false);
    expect(loadTest('pipelines/a.test.yml', `pipeline: a\n${text}`).diagnostics).not.toEqual([]);
  });

  it('describe every key', () => {
    const missing = schemaFiles().flatMap(({ text }) => undescribed(JSON.parse(text), ''));
    expect(missing).toEqual([]);
  });
});

const pages: Readonly<Record<string, string>> = {
  'backfill.schema.json': 'docs/backfills.md',
  'test.schema.json': 'docs/testing.md',
};

describe('the documentation', () => {
  it.each(schemaFiles())('has a row or a heading for every key of $path', ({ path, text }) => {
    const page = read(pages[basename(path)] ?? 'docs/pipeline-file.md');
    const keys = keysOf(JSON.parse(text));
    expect(keys.filter((key) => !new RegExp(`^(?:\\| |#+ )\`${key}\``, 'm').test(page))).toEqual([]);
  });
});

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
}

function inner(schema: Schema): readonly Schema[] {
  const { items, additionalProperties, anyOf = [] } = schema;
  return [items, additionalProperties, ...anyOf].filter((each): each is Schema => typeof each === 'object');
}

function undescribed(schema: Schema, place: string): readonly string[] {
  const own = Object.entries(schema.properties ?? {});
  return [
    ...own.filter(([, value]) => value.description === undefined).map(([key]) => `${place}.${key}`),
    ...own.flatMap(([key, value]) => undescribed(value, `${place}.${key}`)),
    ...inner(schema).flatMap((each) => undescribed(each, place)),
  ];
}

function keysOf(schema: Schema): readonly string[] {
  const own = Object.entries(schema.properties ?? {});
  return [...own.flatMap(([key, value]) => [key, ...keysOf(value)]), ...inner(schema).flatMap((each) => keysOf(each))];
}
