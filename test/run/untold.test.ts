import { expect, test } from 'vitest';
import type { PipelineState } from '../../src/run/ports.ts';
import { mostUntold, withTelling, withTold, withUntold } from '../../src/run/untold.ts';

const plain: PipelineState = { version: 1, pipeline: 'daily', environment: 'production', active: [] };

test('nothing is noted where nobody tells', () => {
  expect(withUntold(plain, 'r-one00000', false)).toBe(plain);
  expect(withTold(plain, new Set(['r-one00000']))).toBe(plain);
});

test('where somebody has told before, whoever ends a run notes it', () => {
  const first = withUntold(plain, 'r-one00000', true);
  const second = withUntold(withTold(first, new Set(['r-one00000'])), 'r-two00000', false);
  expect(second.untold).toEqual(['r-two00000']);
});

test('once a run was claimed by one who tells, its end is noted by whoever ends it', () => {
  const claimed = withTelling(plain, true);
  expect(withUntold(claimed, 'r-one00000', false).untold).toEqual(['r-one00000']);
  expect(withTelling(plain, false)).toBe(plain);
  const waiting = withUntold(plain, 'r-two00000', true);
  expect(withTelling(waiting, true)).toBe(waiting);
});

test('a run that ends again is told again, once, and the oldest go where there are too many', () => {
  let state = plain;
  for (let index = 0; index <= mostUntold; index++) state = withUntold(state, `r-${index}`, true);
  expect(state.untold).toHaveLength(mostUntold);
  expect(state.untold?.[0]).toBe('r-1');
  expect(withUntold(state, 'r-5', true).untold?.filter((run) => run === 'r-5')).toHaveLength(1);
});
