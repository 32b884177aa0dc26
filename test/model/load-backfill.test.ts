import { describe, expect, it, test } from 'vitest';
import { backfillId, isBackfillFile } from '../../src/model/backfill.ts';
import { foreignWordsAt } from '../../src/model/foreign/foreign-words.ts';
import { loadBackfill } from '../../src/model/load-backfill.ts';
import fc from '../support/seeded-fast-check.ts';

const file = 'pipelines/ingest/crm.backfill.yml';
const good = 'pipeline: ingest/crm\nfrom: 2026-01-01\nto: 2026-02-01\nreason: wrong prices\n';

function found(text: string, path = file): readonly string[] {
  const { diagnostics, source } = loadBackfill(path, text);
  return diagnostics.map(({ code, range }) => `${code} ${source.text.slice(range.start, range.end)}`.trimEnd());
}

describe('a backfill file', () => {
  test('gets its id from its path, and defaults where it says nothing', () => {
    expect(loadBackfill(file, good)).toMatchObject({ diagnostics: [] });
    expect(loadBackfill(file, good).backfill).toEqual({
      id: 'ingest/crm',
      file,
      pipeline: 'ingest/crm',
      from: '2026-01-01',
      to: '2026-02-01',
      reprocess: 'missing',
      maxActive: 1,
      order: 'oldest-first',
      params: {},
      reason: 'wrong prices',
    });
  });

  test('may say all of it', () => {
    const all = `${good}reprocess: all\nmax-active: 4\norder: newest-first\nparams: { country: DE, days: 7, full: true }\n`;
    expect(loadBackfill(file, all).backfill).toMatchObject({
      reprocess: 'all',
      maxActive: 4,
      order: 'newest-first',
      params: { country: 'DE', days: 7, full: true },
    });
  });

  it.each([
    ['from: 2026-01-01\nto: 2026-02-01\nreason: r\n', ['SG105 f']],
    [good.replace('2026-02-01', '2026-02-30'), ['SG110 2026-02-30']],
    [good.replace('2026-02-01', '2026-02-01T05:00'), ['SG110 2026-02-01T05:00']],
    [good.replace('wrong prices', '" "'), ['SG103 " "']],
    [`${good}reprocess: everything\n`, ['SG103 everything']],
    [`${good}max-active: 0\n`, ['SG109 0']],
    [`${good}max-active: 101\n`, ['SG109 101']],
    [`${good}max-activ: 2\n`, ['SG101 max-activ']],
    [`${good}params: { days: [7] }\n`, ['SG103 [7]']],
    [`${good}run-backwards: true\n`, ['SG102 run-backwards']],
    [good.replace('from:', 'start_date:'), ['SG102 start_date']],
    ['- a\n', ['SG006']],
    ['', ['SG006']],
    ['a: [\n', ['SG101 a', 'SG001']],
  ])('with a mistake: %j', (text, codes) => {
    const codesOnly = found(text).map((each) => (/^SG00/.test(each) ? each.slice(0, 5) : each));
    expect(codesOnly).toEqual(codes);
    expect(loadBackfill(file, text)).not.toHaveProperty('backfill');
  });

  test('words of other tools come with the replacement', () => {
    const { diagnostics } = loadBackfill(file, good.replace('to: 2026-02-01', 'end_date: 2026-1-31'));
    expect(diagnostics).toMatchObject([{ code: 'SG102', help: expect.stringContaining('`to: 2026-01-31`') }]);
  });

  it.each(foreignWordsAt('backfill'))('refuses %s of another tool, with advice', (word) => {
    const { diagnostics } = loadBackfill(file, `${good}${word}: 5\n`);
    const [first] = diagnostics;
    expect([diagnostics.length, first?.code, first?.help?.slice(0, 5)]).toEqual([1, 'SG102', 'Write']);
  });

  test('has a path that can be an id', () => {
    expect(found(good, 'pipelines/a b.backfill.yml')).toEqual(['SG104']);
    expect(found(good, 'pipelines/.backfill.yml')).toEqual(['SG104']);
  });

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(loadBackfill(file, bytes).source.file).toBe(file);
      }),
    );
  });
});

test('files are told by their ending, ids by the path below the folder', () => {
  expect(
    ['a.backfill.yml', 'x/a.backfill.yaml', 'backfill.yml', 'a.test.yml', 'a.backfill.yml.md'].map(isBackfillFile),
  ).toEqual([true, true, false, false, false]);
  expect(backfillId('data/x/a.backfill.yaml', 'data/')).toBe('x/a');
  expect(backfillId('a.backfill.yml', '.')).toBe('a');
});
