import { describe, expect, test } from 'vitest';
import { compareDiagnostics } from '../../src/diagnostic/diagnostic.ts';
import { loadSettings } from '../../src/model/load.ts';
import type { ResultCache } from '../../src/validate/cache.ts';
import { type InputFile, validateFile, validateFiles } from '../../src/validate/validate.ts';

const settings = loadSettings('.github/segue.yml', undefined);

function input(file: string, content: string): InputFile {
  return { file, content, digest: `digest of ${content}` };
}

const bad = 'owner: "@a"\ndescription: D\ntasks:\n  load: { needs: extrct, run: ./load.sh }\n';
const good = 'owner: "@a"\ndescription: D\ntasks:\n  load: { run: ./load.sh }\n';

describe('all files together', () => {
  test('diagnostics are sorted by file and position, whatever the order of the files', () => {
    const files = ['c', 'a', 'b'].map((name) => input(`pipelines/${name}.yml`, bad));
    const { diagnostics } = validateFiles(files, settings);
    expect(diagnostics.map(({ range }) => range.file)).toEqual(['a', 'b', 'c'].map((name) => `pipelines/${name}.yml`));
    expect(diagnostics).toEqual(diagnostics.toSorted(compareDiagnostics));
    expect(validateFiles(files.toReversed(), settings).diagnostics).toEqual(diagnostics);
  });

  test('pipelines are given by id, of two with the same one the first', () => {
    const files = ['pipelines/x/a.yml', 'pipelines/x/a.yaml'].map((file) => input(file, good));
    const { pipelines, diagnostics } = validateFiles(files, settings);
    expect([...pipelines.keys()]).toEqual(['x/a']);
    expect(pipelines.get('x/a')?.pipeline.file).toBe('pipelines/x/a.yaml');
    expect(diagnostics.map(({ code, range }) => [code, range.file])).toEqual([['SG206', 'pipelines/x/a.yml']]);
  });

  test('what the settings have wrong is among the findings', () => {
    const broken = loadSettings('.github/segue.yml', 'pools: [');
    const { diagnostics } = validateFiles([input('pipelines/a.yml', good)], broken);
    expect(diagnostics.map(({ range }) => range.file)).toContain('.github/segue.yml');
  });
});

describe('one file', () => {
  test('rules judge the other tasks when one of them is wrong', () => {
    const text = [
      'owner: "@a"',
      'description: D',
      'tasks:',
      '  a: { needs: [b], run: x }',
      '  b: { run: x, pool: nowhere }',
      '  c: { run: x, needs: [a, a] }',
      `  d: { run: "\${{ vars.x }}" }`,
    ].join('\n');
    const { diagnostics } = validateFile(input('pipelines/a.yml', text), settings.settings);
    expect(diagnostics.map(({ code }) => code)).toEqual(['SG501', 'SG203', 'SG404', 'SG402']);
  });

  test('what tasks share is reported once', () => {
    const tasks = Array.from({ length: 20 }, (_, index) => `  t${index}: { run: x }`);
    const text = [
      'owner: a',
      'description: D',
      'defaults: { pool: nowhere }',
      `env: { RUNNER_X: "\${{ vars.nope }}" }`,
      'tasks:',
      ...tasks,
    ].join('\n');
    const { diagnostics } = validateFile(input('pipelines/a.yml', text), settings.settings);
    expect(diagnostics.map(({ code }) => code)).toEqual(['SG501', 'SG410', 'SG402']);
  });

  test('one cycle is one finding, from its first task, with its way round', () => {
    const text = [
      'owner: a',
      'description: D',
      'tasks:',
      '  z: { needs: [a], run: x }',
      '  a: { needs: [m, z], run: x }',
      '  m: { needs: [z], run: x }',
      '  p: { needs: [q], run: x }',
      '  q: { needs: [p, m], run: x }',
    ].join('\n');
    const { diagnostics } = validateFile(input('pipelines/a.yml', text), settings.settings);
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['SG204', 'tasks need each other in a circle: z → a → z; 3 tasks are on circles with it'],
      ['SG204', 'tasks need each other in a circle: p → q → p'],
    ]);
    expect(diagnostics[0]?.related.map(({ message }) => message)).toEqual(['`a` needs `z`']);
  });
});

describe('kept results', () => {
  function memory(): ResultCache & { readonly kept: Map<string, string> } {
    const kept = new Map<string, string>();
    const store = {
      get: (key: string) => kept.get(key),
      put: (key: string, value: string) => {
        kept.set(key, value);
      },
    };
    return { kept, store, settingsDigest: 's', version: '1' };
  }

  const files = [input('pipelines/bad.yml', bad), input('pipelines/good.yml', good)];

  test('give the same diagnostics without parsing a text', () => {
    const cache = memory();
    const cold = validateFiles(files, settings, cache);
    const unreadable = files.map((file) => ({ ...file, content: '%%% not looked at' }));
    const warm = validateFiles(unreadable, settings, cache);
    expect(warm.diagnostics).toEqual(cold.diagnostics);
    expect(cold.diagnostics).toEqual(validateFiles(files, settings).diagnostics);
    expect(
      [...cold.files, ...warm.files].every(({ source, pipeline }) => source === undefined && pipeline === undefined),
    ).toBe(true);
  });

  test('hold neither for another path, content, settings nor version', () => {
    const cache = memory();
    validateFiles(files, settings, cache);
    const before = cache.kept.size;
    validateFiles([input('pipelines/other.yml', good)], settings, cache);
    validateFiles([input('pipelines/good.yml', `${good}# more`)], settings, cache);
    validateFiles([input('pipelines/good.yml', good)], settings, { ...cache, settingsDigest: 't' });
    validateFiles([input('pipelines/good.yml', good)], settings, { ...cache, version: '2' });
    expect(cache.kept.size).toBe(before + 4);
  });

  test.each([
    '{',
    '[]',
    '"x"',
    '{"diagnostics":[1]}',
    '{"diagnostics":[{"code":"SG201"}]}',
    '{"diagnostics":[{"code":1,"severity":"error","message":"m","range":{}}]}',
    '{"diagnostics":[],"links":5}',
    '{"diagnostics":[],"links":{"after":[{"id":"a"}]}}',
    '{"diagnostics":[],"links":{"after":[],"renamedFrom":{"id":1}}}',
  ])('that are damaged (%s) are made anew', (damaged) => {
    const cache = memory();
    const cold = validateFiles(files, settings, cache);
    for (const key of cache.kept.keys()) cache.kept.set(key, damaged);
    expect(validateFiles(files, settings, cache).diagnostics).toEqual(cold.diagnostics);
  });
});

describe('a hostile file', () => {
  const tasks = 2_000;
  const hostile: readonly (readonly [string, (index: number) => string])[] = [
    ['unknown needs', (index) => `{ run: x, needs: [nobody${index}, t${index + 1}x] }`],
    ['unknown names', (index) => `{ run: x, env: { A: "\${{ needs.nobody${index}.result }}" } }`],
    ['tasks not in needs', (index) => `{ run: x, env: { A: "\${{ needs.t${(index + 7) % tasks}.result }}" } }`],
    ['unknown pools', (index) => `{ run: x, pool: p${index} }`],
    ['one great circle', (index) => `{ run: x, needs: [t${(index + 1) % tasks}] }`],
    ['a long chain of unreachable tasks', (index) => `{ run: x, trigger-rule: all_skipped, needs: [t${index + 1}] }`],
  ];

  test.each(hostile)('with %s gives a bounded number of findings', (_, task) => {
    const lines = Array.from({ length: tasks }, (__, index) => `  t${index}: ${task(index)}`);
    const text = ['owner: a', 'description: D', 'tasks:', ...lines, `  t${tasks}: { run: x }`].join('\n');
    const { diagnostics } = validateFile(input('pipelines/a.yml', text), settings.settings);
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.length).toBeLessThanOrEqual(101);
  });

  test('with one task that needs thousands of unknown ones as well', () => {
    const needs = Array.from({ length: 4_500 }, (_, index) => `nobody${index}`).join(', ');
    const { diagnostics } = validateFile(
      input('pipelines/a.yml', `owner: a\ndescription: D\ntasks:\n  a: { run: x, needs: [${needs}, ${needs}] }\n`),
      settings.settings,
    );
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['SG201', 'SG203']));
    expect(diagnostics.at(-1)?.message).toMatch(/^there are 4400 or more findings of this kind that are not shown$/);
  });
});
