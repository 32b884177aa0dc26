import { expect, test } from 'vitest';
import type { PipelineState } from '../../src/run/ports.ts';
import { successesOf } from '../../src/tick/old-ids.ts';
import { stateWith } from './outlooks.ts';

const cursor = '2026-03-01T05:00:00.000Z';
const counting = (count: number, more: Partial<PipelineState> = {}) =>
  stateWith({ successes: { count, run: `r-0000000${count}`, at: cursor }, ...more });

test.each<[string, PipelineState, readonly PipelineState[], number | undefined]>([
  ['nothing is known', stateWith(), [stateWith({ pipeline: 'old' })], undefined],
  ['it never moved', counting(4), [], 4],
  ['it has moved, and nobody has adopted it yet', stateWith(), [stateWith(), counting(4, { cursor })], 4],
  ['people have run it under its new id before', counting(1), [counting(4, { cursor })], 5],
  ['it is adopted', counting(5, { cursor }), [counting(4, { cursor })], 5],
  ['somebody retried a run of the old id since', counting(4, { cursor }), [counting(5, { cursor })], 4],
  ['it is run by people only, and goes on by its own', counting(5), [counting(4)], 5],
])('those that come after count: %s', (_, own, olds, count) => {
  expect(successesOf(own, olds)?.count).toBe(count);
});
