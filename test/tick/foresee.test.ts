import { expect, test } from 'vitest';
import { foresee } from '../../src/tick/foresee.ts';
import { inOrder } from '../../src/tick/pipeline-order.ts';
import { pipelineOf } from '../support/builders.ts';
import { daily, outlookOn, stateWith } from './outlooks.ts';

const cursor = '2026-02-26T05:00:00.000Z';
const kinds = (steps: readonly { readonly kind: string }[]) => steps.map(({ kind }) => kind);

test('goes on until nothing is due any more, or there is no room', () => {
  const wide = { pipeline: daily({ maxActiveRuns: 9 }) };
  expect(kinds(foresee(outlookOn(stateWith({ cursor }), wide)))).toEqual([...Array(4).fill('start'), 'wait']);
  const narrow = foresee(outlookOn(stateWith({ cursor })));
  expect(kinds(narrow)).toEqual(['start', 'wait']);
  expect(narrow[1]).toMatchObject({ why: { kind: 'busy', most: 1 } });
  expect(kinds(foresee(outlookOn(stateWith())))).toEqual(['note', 'wait']);
});

test('looks two hundred steps ahead, not for ever', () => {
  const on = { schedule: [{ cron: '* * * * *', timezone: 'UTC' }], after: [] };
  const pipeline = daily({ maxActiveRuns: 1_000, on });
  expect(foresee(outlookOn(stateWith({ cursor }), { pipeline }))).toHaveLength(200);
});

test('adopts once', () => {
  const pipeline = daily({ renamedFrom: ['old'] });
  const previous = stateWith({ pipeline: 'old', cursor: '2026-03-02T05:00:00.000Z' });
  expect(kinds(foresee(outlookOn(stateWith(), { pipeline, previous })))).toEqual(['note', 'wait']);
});

test('pipelines that others come after are looked at first; circles and strangers keep their place', () => {
  const after = (id: string, ...ids: string[]) => pipelineOf([], { id, on: { schedule: [], after: ids } });
  const order = (...pipelines: ReturnType<typeof after>[]) => inOrder(pipelines).map(({ id }) => id);
  expect(order(after('c', 'b'), after('b', 'a'), after('a'), after('d', 'gone'))).toEqual(['a', 'b', 'c', 'd']);
  expect(order(after('x', 'y'), after('y', 'x'), after('z'), after('s', 's')).toSorted()).toEqual(['s', 'x', 'y', 'z']);
  expect(order()).toEqual([]);
});
