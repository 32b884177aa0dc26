import { describe, expect, test } from 'vitest';
import { FindingList, mostFindings } from '../../src/model/finding-list.ts';
import { loadPipeline } from '../../src/model/load.ts';
import { loadSettings } from '../../src/model/load-settings.ts';

function at(start: number) {
  const range = { file: 'a.yml', start, end: start + 1 };
  return { code: 'SG101', severity: 'error', message: `m${start}`, range, related: [] } as const;
}

test('findings are sorted, and none is left out while there are few', () => {
  const list = new FindingList();
  for (let start = mostFindings - 1; start >= 0; start--) list.add(at(start));
  const starts = list.toSorted().map(({ range }) => range.start);
  expect(starts).toEqual(Array.from({ length: mostFindings }, (_, index) => index));
});

test('of many findings the first in the file are shown, and the last says how many are not', () => {
  const list = new FindingList();
  for (let start = 299; start >= 0; start--) list.add(at(start));
  const shown = list.toSorted();
  expect(shown).toHaveLength(mostFindings + 1);
  expect(shown.at(-1)).toEqual({ ...at(100), message: 'there are 200 more findings in this file that are not shown' });
});

test('a list that is full takes no more', () => {
  const list = new FindingList();
  for (let start = 0; start < 1_000; start++) list.add(at(start));
  expect(list.isFull()).toBe(false);
  list.add(at(5_000));
  expect(list.isFull()).toBe(true);
  expect(list.toSorted().at(-1)?.message).toBe('there are at least 900 more findings in this file that are not shown');
});

describe('a file with an error on each of its lines', () => {
  const text = `tasks: { a: { run: x } }\n${Array.from({ length: 5_000 }, (_, index) => `k${index}: 1\n`).join('')}`;

  test.each([
    ['pipeline', loadPipeline('pipelines/a.yml', text)],
    ['settings', loadSettings('.github/segue.yml', text)],
  ])('%s', (_, { diagnostics }) => {
    expect(diagnostics).toHaveLength(mostFindings + 1);
    expect(diagnostics.at(-1)).toMatchObject({ code: 'SG101', severity: 'error' });
  });
});

test('a pipeline with too many tasks is not looked at further', () => {
  const tasks = Array.from({ length: 10_001 }, (_, index) => ` t${index}: { rum: x }\n`).join('');
  const { diagnostics, pipeline } = loadPipeline('pipelines/a.yml', `tasks:\n${tasks}`);
  expect(diagnostics.map(({ message }) => message)).toEqual(['`tasks` has 10001 entries, at most 10000 are allowed']);
  expect(pipeline).toBeUndefined();
});
