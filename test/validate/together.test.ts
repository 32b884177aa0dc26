import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { loadSettings } from '../../src/model/load.ts';
import type { ResultCache } from '../../src/validate/cache.ts';
import { type InputFile, validateFile, validateFiles, validateTogether } from '../../src/validate/validate.ts';
import fc from '../support/seeded-fast-check.ts';

const settings = loadSettings('.github/segue.yml', undefined);
const task = 'owner: a\ndescription: D\ntasks: { a: { run: x } }\n';

/** Files by id, each with what it says besides its task. */
function inputs(texts: Readonly<Record<string, string>>): readonly InputFile[] {
  return Object.entries(texts).map(([id, text]) => {
    const content = `${text}\n${task}`;
    return { file: `pipelines/${id}.yml`, content, digest: `digest of ${content}` };
  });
}

function found(texts: Readonly<Record<string, string>>): readonly Diagnostic[] {
  return validateFiles(inputs(texts), settings).diagnostics;
}

function brief(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ code, range }) => `${code} ${range.file}`);
}

function memory(): ResultCache {
  const kept = new Map<string, string>();
  const store = { get: (key: string) => kept.get(key), put: (key: string, value: string) => void kept.set(key, value) };
  return { store, settingsDigest: 's', version: '1' };
}

describe('an id in `after`', () => {
  test.each([
    ['ingest/crn', 'Did you mean `ingest/crm`?'],
    ['Ingest/CRM', 'Did you mean `ingest/crm`?'],
    ['crm', 'Write `ingest/crm`'],
    ['pipelines/ingest/crm.yml', 'Write `ingest/crm`'],
    ['ingest/crm.yaml', 'Write `ingest/crm`'],
    ['old', '`old` is called `new` now'],
    ['zzzzzzzz', 'Other pipelines: `ingest/crm`, `new`.'],
    ['""', 'Other pipelines'],
  ])('that is not one: %s', (after, help) => {
    const texts = { 'ingest/crm': '', new: 'renamed-from: old', report: `on: { after: ${after} }` };
    expect(found(texts)).toMatchObject([{ code: 'SG207', help: expect.stringContaining(help) }]);
  });

  test('may be that of a file which is broken itself', () => {
    expect(brief(found({ broken: 'nonsense: 1', report: 'on: { after: broken }' }))).toEqual([
      'SG101 pipelines/broken.yml',
    ]);
    const unreadable = { file: 'pipelines/broken.yml', content: ']' };
    const files = [...inputs({ report: 'on: { after: broken }' }), unreadable];
    expect(brief(validateFiles(files, settings).diagnostics)).toEqual(['SG001 pipelines/broken.yml']);
  });

  test('is one finding for each unknown id, and one for each repetition', () => {
    const report = 'on: { after: [x, x, report, report] }';
    expect(brief(found({ report })).toSorted()).toEqual(
      ['SG207', 'SG208', 'SG209', 'SG209'].map((code) => `${code} pipelines/report.yml`),
    );
  });

  test('may be an alias', () => {
    const text = 'description: &id b\non: { after: [*id, *id] }\nowner: a\ntasks: { a: { run: x } }\n';
    const files = [...inputs({ b: '' }), { file: 'pipelines/report.yml', content: text }];
    const [finding, ...more] = validateFiles(files, settings).diagnostics;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ code: 'SG209' });
    expect(text.slice(finding?.range.start, finding?.range.end)).toBe('*id');
  });
});

describe('circles of pipelines', () => {
  test('are found from their first pipeline by id, with the way round', () => {
    const comesAfter = (id: string) => `on: { after: ${id} }`;
    const [finding, ...more] = found({
      'b/x': comesAfter('c'),
      a: comesAfter('b/x'),
      c: comesAfter('a'),
      d: comesAfter('c'),
    });
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'SG210',
      message: 'pipelines come after each other in a circle: a → b/x → c → a',
      range: { file: 'pipelines/a.yml' },
      related: [{ range: { file: 'pipelines/b/x.yml' } }, { range: { file: 'pipelines/c.yml' } }],
    });
  });

  test('of thousands are told in short', () => {
    const count = 3_000;
    const name = (index: number) => `p${String(index % count).padStart(4, '0')}`;
    const range = (file: string) => ({ file, start: 0, end: 0 });
    const files = Array.from({ length: count }, (_, index) => {
      const file = `pipelines/${name(index)}.yml`;
      return { file, id: name(index), links: { after: [{ id: name(index + 1), range: range(file) }] } };
    });
    const [finding, ...more] = validateTogether(files);
    expect(more).toEqual([]);
    expect(finding?.related).toHaveLength(20);
    expect(finding?.message.length).toBeLessThan(400);
  });

  const ids = ['a', 'a-b', 'a/b', 'b', 'c', 'd'];
  const edges = fc.dictionary(fc.constantFrom(...ids), fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }), {
    noNullPrototype: true,
  });

  /** Pipelines that come after themselves by way of others. */
  function onCircles(after: Readonly<Record<string, readonly string[]>>): ReadonlySet<string> {
    const others = (id: string) => (after[id] ?? []).filter((each) => each !== id);
    const reaches = (from: string, to: string, seen: readonly string[]): boolean =>
      others(from).some((next) => next === to || (!seen.includes(next) && reaches(next, to, [...seen, next])));
    return new Set(ids.filter((id) => reaches(id, id, [])));
  }

  test('are found exactly where there are some; whatever the order of the files, and from kept results', () => {
    fc.assert(
      fc.property(edges, (after) => {
        const files = inputs(
          Object.fromEntries(ids.map((id) => [id, `on: { after: [${(after[id] ?? []).join(', ')}] }`])),
        );
        const { diagnostics } = validateFiles(files, settings);
        const circles = diagnostics.filter(({ code }) => code === 'SG210');
        const members = onCircles(after);
        expect(circles.length > 0).toBe(members.size > 0);
        const starts = circles.map(({ range }) => range.file.slice('pipelines/'.length, -'.yml'.length));
        expect(starts.every((id) => members.has(id))).toBe(true);
        if (members.size > 0) expect(starts).toContain([...members].toSorted()[0]);
        expect(validateFiles(files.toReversed(), settings).diagnostics).toEqual(diagnostics);
        const cache = memory();
        validateFiles(files, settings, cache);
        const kept = files.map((file) => ({ ...file, content: '%%% not looked at' }));
        expect(validateFiles(kept, settings, cache).diagnostics).toEqual(diagnostics);
      }),
      { numRuns: 150 },
    );
  });
});

describe('what files say of each other', () => {
  test('is judged anew although the result of each file is kept', () => {
    const cache = memory();
    const texts = { a: 'on: { after: b }', b: '', new: 'renamed-from: old' };
    const judged = (more: Readonly<Record<string, string>>, ...gone: readonly string[]) => {
      const files = inputs({ ...texts, ...more }).filter(({ file }) => !gone.includes(file));
      return brief(validateFiles(files, settings, cache).diagnostics);
    };
    expect(judged({})).toEqual([]);
    expect(judged({}, 'pipelines/b.yml')).toEqual(['SG207 pipelines/a.yml']);
    expect(judged({ b: 'on: { after: a }' })).toEqual(['SG210 pipelines/a.yml']);
    expect(judged({ old: '' })).toEqual(['SG212 pipelines/new.yml']);
    expect(judged({ newer: 'renamed-from: old' })).toEqual(['SG213 pipelines/newer.yml']);
    expect(judged({})).toEqual([]);
  });

  test('is judged by paths alone where the others were not read', () => {
    const [input] = inputs({ report: 'on: { after: [a, b] }\nrenamed-from: a' });
    if (input === undefined) throw new Error('no input');
    const { links, id, file } = validateFile(input, settings.settings);
    const others = [{ file: 'pipelines/a.yml', id: 'a' }];
    expect(brief(validateTogether([...others, { file, id, ...(links && { links }) }]))).toEqual([
      'SG207 pipelines/report.yml',
      'SG212 pipelines/report.yml',
    ]);
  });
});

describe('the old id of a pipeline', () => {
  test.each([
    ['renamed-from: report', ['SG211']],
    ['renamed-from: old.yml', ['SG211']],
    ['renamed-from: pipelines/old.yaml', ['SG211']],
    ['renamed-from: old', []],
    ['renamed-from: Report', []],
    ['renamed-from: ../old', ['SG104']],
    ['renamed-from: other', ['SG212']],
  ])('%s', (text, codes) => {
    expect(found({ other: '', report: text }).map(({ code }) => code)).toEqual(codes);
  });
});

describe('the window of a cron', () => {
  test.each([
    ['"0 5 * * *", start: 2026-01-31, end: 2026-01-31', []],
    ['"0 5 * * *", start: 2026-01-31, end: 2026-01-30', ['SG305']],
    ['"0 5 * * *", start: 2026-01-31T05:00Z, end: 2026-01-31T05:00Z', []],
    ['"0 5 * * *", start: 2026-01-31T05:00:00.001Z, end: 2026-02-01T04:59:59.999Z', ['SG303']],
    ['"0 5 * * *", start: 2026-01-31T05:00Z, end: 2026-01-31T05:00+01:00', ['SG305']],
    ['"0 5 1 * *", start: 2026-01-02, end: 2026-01-31', ['SG303']],
    ['"0 5 1 * *", start: 2026-01-02, end: 2026-02-01', []],
    ['"0 5 1 * *", end: 2026-01-02', []],
    ['"0 5 29 2 *", start: 2025-01-01, end: 2028-02-28', ['SG303']],
    ['"0 5 29 2 *", start: 2025-01-01, end: 2028-02-29', []],
    ['"0 5 31 2 *", start: 2025-01-01, end: 2028-02-29', ['SG303']],
    ['"0 0 * * *", timezone: Europe/Paris, start: 2026-03-01T00:00+01:00, end: 2026-03-01T00:00+01:00', []],
    ['"0 0 * * *", timezone: Nowhere, start: 2026-03-02, end: 2026-03-01', ['SG302']],
    ['"0 0 * *", start: 2026-03-01, end: 2026-03-02', ['SG301']],
  ])('%s gives %j', (fire, codes) => {
    expect(found({ a: `on: { schedule: [{ cron: ${fire} }] }` }).map(({ code }) => code)).toEqual(codes);
  });
});
