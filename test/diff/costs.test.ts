import { expect, test } from 'vitest';
import { analyse } from '../../src/diff/analyse.ts';
import type { History } from '../../src/diff/history.ts';
import { sideOf } from './sides.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const min = 60_000;
const known = (medianMs: number, p95Ms = medianMs, attempts = 60) => ({ medianMs, p95Ms, attempts });
const history: History = new Map([
  ['a', { tasks: { x: known(10 * min, 20 * min), y: known(5 * min, 6 * min, 7), z: known(8 * min) } }],
]);
const text = (z: string, more = '') =>
  `on: { schedule: [{ cron: "0 5 * * *" }] }\n${more}tasks: { x: { run: x }, y: { run: y, needs: x }, z: { run: z${z} } }`;

function cost(before: string, after: string, about = history) {
  return analyse(sideOf({ a: before }), sideOf({ a: after }), about, now).costs;
}

test('the critical path, its median and its p95, before and after', () => {
  expect(cost(text(''), text(', needs: y'))).toEqual([
    {
      pipeline: 'a',
      before: { path: ['x', 'y'], medianMs: 15 * min, p95Ms: 26 * min, unknown: [], attempts: 7 },
      after: { path: ['x', 'y', 'z'], medianMs: 23 * min, p95Ms: 34 * min, unknown: [], attempts: 7 },
    },
  ]);
});

test('what is not known is said, and counts as nothing', () => {
  const [change] = cost(
    text(''),
    text('').replace('tasks: {', 'tasks: { w: { run: "w w w" },').replace('run: x }', 'run: x, needs: w }'),
  );
  expect(change?.after).toMatchObject({ unknown: ['w'], medianMs: 15 * min, path: ['w', 'x', 'y'] });
  expect(cost(text(''), text(', needs: y'), new Map())).toEqual([]);
});

test('the margin to the deadline is that of the p95, and of the worst of the next runs', () => {
  const [change] = cost(text('', 'deadline: { after: 30m }\n'), text(', needs: y', 'deadline: { after: 30m }\n'));
  expect([change?.before?.marginMs, change?.after?.marginMs]).toEqual([4 * min, -4 * min]);
  const by = (more: string) => text(more, 'deadline: { by: "05:20" }\n').replace('"0 5 * * *"', '"0 4,5 * * *"');
  expect(cost(by(''), by(', needs: y'))[0]?.before?.marginMs).toBe(-6 * min);
});

test('a pipeline with a circle has no path, and does not stop the others', () => {
  const circle = text('').replace('run: x }', 'run: x, needs: y }');
  expect(cost(text(''), circle)).toMatchObject([{ pipeline: 'a', before: { medianMs: 15 * min } }]);
  expect(cost(text(''), circle)[0]?.after).toBeUndefined();
});
