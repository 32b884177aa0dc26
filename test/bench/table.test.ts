import { expect, test } from 'vitest';
import { insertReport } from '../../bench/report.ts';
import { isMet, type Row, renderTable } from '../../bench/table.ts';

const ratio = { median: 1.25, lowest: 1.2, highest: 1.4 };

test('a row says what was measured, against what, and whether that is enough', () => {
  const row: Row = {
    name: 'wide',
    wallMs: 1_234,
    peakMb: 80.4,
    baselineMs: 987.2,
    ratio,
    goals: { ratio: 1.3 },
  };
  const bare: Row = { name: 'plan', wallMs: 12.4, goals: {} };
  expect(renderTable([row, bare]).split('\n').slice(2)).toEqual([
    '| wide | 1.23 s | 987 ms | 1.25× (1.20 to 1.40) | 80 MB | 1.3× | yes |',
    '| plan | 12 ms |  |  |  |  |  |',
    '',
  ]);
});

test.each<[string, Pick<Row, 'ratio' | 'peakMb' | 'goals'>, boolean]>([
  ['no goal', { goals: {} }, true],
  ['a ratio that is met', { ratio, goals: { ratio: 1.25 } }, true],
  ['a ratio that is missed', { ratio, goals: { ratio: 1.2 } }, false],
  ['a ratio that was not measured', { goals: { ratio: 9 } }, false],
  ['a time that is met', { goals: { wallMs: 100 } }, true],
  ['a time that is missed', { goals: { wallMs: 99 } }, false],
  ['memory that is met', { peakMb: 300, goals: { wallMs: 100, peakMb: 300 } }, true],
  ['memory that is missed', { peakMb: 301, goals: { wallMs: 100, peakMb: 300 } }, false],
  ['memory that was not measured', { goals: { wallMs: 100, peakMb: 300 } }, false],
])('%s', (_, more, met) => {
  const row = { name: 'row', wallMs: 100, ...more };
  expect(isMet(row)).toBe(met);
  expect(renderTable([row]).includes('**no**')).toBe(!met);
});

test('the report stands between its markers, and nothing else of the document changes', () => {
  const document = 'before\n<!-- measured: begin -->\nold\n<!-- measured: end -->\nafter\n';
  const once = insertReport(document, 'new\n');
  expect(once).toBe('before\n<!-- measured: begin -->\n\nnew\n\n<!-- measured: end -->\nafter\n');
  expect(insertReport(once, 'new\n')).toBe(once);
  expect(() => insertReport('no markers', 'new')).toThrow('no place for the report');
});
