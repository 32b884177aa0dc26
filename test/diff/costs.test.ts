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

/** Of the next run, tomorrow at five. */
const ends = (p50: number, p95: number) => ({
  next: {
    start: '2026-11-22T05:00:00.000Z',
    medianEnd: `2026-11-22T05:${p50}:00.000Z`,
    p95End: `2026-11-22T05:${p95}:00.000Z`,
  },
});

test('the critical path, its median and its p95, before and after', () => {
  expect(cost(text(''), text(', needs: y'))).toEqual([
    {
      pipeline: 'a',
      before: { path: ['x', 'y'], medianMs: 15 * min, p95Ms: 26 * min, unknown: [], attempts: 7, ...ends(15, 26) },
      after: { path: ['x', 'y', 'z'], medianMs: 23 * min, p95Ms: 34 * min, unknown: [], attempts: 7, ...ends(23, 34) },
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

test('without a schedule nobody knows when a run ends, only how long it takes', () => {
  const byHand = (more: string) => text(more).replace(/^on.*\n/, '');
  const [change] = cost(byHand(''), byHand(', needs: y'));
  expect([change?.before?.next, change?.after?.next]).toEqual([undefined, undefined]);
  expect(change?.after?.medianMs).toBe(23 * min);
});

test('slow runs may be decided by other tasks than usual ones, and the worst of the next runs says when it ends', () => {
  const about: History = new Map([
    ['a', { tasks: { x: known(10 * min, 12 * min), y: known(1 * min), z: known(8 * min, 40 * min) } }],
  ]);
  const late = (by: string) => text('', `deadline: { by: "${by}" }\n`);
  const [change] = cost(late('06:00'), late('05:30'), about);
  expect(change?.after).toMatchObject({
    ...{ path: ['x', 'y'], slowPath: ['z'], marginMs: -10 * min },
    tightest: { p95End: '2026-11-22T05:40:00.000Z', deadline: '2026-11-22T05:30:00.000Z' },
  });
  const { risks } = analyse(sideOf({ a: late('06:00') }), sideOf({ a: late('05:30') }), about, now);
  expect(risks).toMatchObject([
    {
      code: 'SG859',
      message: 'slow runs (p95) end at 05:40, and the deadline is 05:30 (60 attempts)',
      help: 'That is 10 min too late. The tasks that decide: z.',
    },
  ]);
});

test('a pipeline with a circle has no path, and does not stop the others', () => {
  const circle = text('').replace('run: x }', 'run: x, needs: y }');
  expect(cost(text(''), circle)).toMatchObject([{ pipeline: 'a', before: { medianMs: 15 * min } }]);
  expect(cost(text(''), circle)[0]?.after).toBeUndefined();
});
