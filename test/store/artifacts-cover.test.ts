import { expect, it } from 'vitest';
import { coveredBy } from '../../src/store/artifacts/artifacts-cover.ts';

it.each([
  [['out/flights/months/*.parquet'], 'out/flights/', true],
  [['out/flights/months/*.parquet'], 'out/flights/months/2001-01.parquet', true],
  [['./out/'], 'out/deep/file.csv', true],
  [['out'], 'out', true],
  [['**/*.csv'], 'data/users.csv', true],
  [['out/a.csv'], 'out/b.csv', false],
  [['output/a.csv'], 'out/', false],
  [['out'], 'outer.txt', false],
  [[], 'out/', false],
])('%j covers %s: %s', (patterns, path, covered) => {
  expect(coveredBy(patterns)(path)).toBe(covered);
});
