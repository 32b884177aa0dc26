import { expect, test } from 'vitest';
import { type Collision, StartTable } from '../../src/diff/collisions.ts';
import type { Side } from '../../src/diff/side.ts';
import { StartHours } from '../../src/diff/start-hours.ts';
import type { Cron, Pipeline } from '../../src/model/pipeline.ts';
import { fires } from '../../src/schedule/fires.ts';
import fc from '../support/seeded-fast-check.ts';
import { sideOf } from './sides.ts';

const from = Date.parse('2026-11-21T12:00:00Z');
const [hourMs, weekMs] = [3_600_000, 7 * 24 * 3_600_000];
const settings =
  'pools: { crm: { slots: 1, scope: repository }, ftp: { slots: 2, scope: repository }, own: { slots: 1, scope: run } }';

/** All with all, hour by hour: slow, and read at a glance. */
function plainly(before: readonly Cron[], pipeline: Pipeline, head: Side): readonly Collision[] {
  const old = hoursOf(before);
  const fresh = hoursOf(pipeline.on.schedule).filter((hour) => !old.includes(hour));
  const found = head.pipelines
    .filter(({ id }) => id !== pipeline.id && head.unfit?.has(id) !== true)
    .map((other) => ({ other, common: hoursOf(other.on.schedule).filter((hour) => fresh.includes(hour)) }))
    .filter(({ common }) => common.length > 0)
    .map(({ other, common }) => ({
      pipeline: other.id,
      pools: poolsOf(other).filter((pool) => poolsOf(pipeline).includes(pool)),
      hours: common.length,
      first: new Date((common[0] ?? 0) * hourMs).toISOString(),
    }));
  return found.sort((a, b) => b.pools.length - a.pools.length || (a.pipeline < b.pipeline ? -1 : 1));
}

function hoursOf(schedule: readonly Cron[]): readonly number[] {
  const starts = fires(schedule, from, 200).filter((at) => at <= from + weekMs);
  return [...new Set(starts.map((at) => Math.floor(at / hourMs)))];
}

function poolsOf({ tasks }: Pipeline): readonly string[] {
  return ['crm', 'ftp'].filter((name) => tasks.some(({ pool }) => pool === name));
}

const crons = fc.subarray(['0 5 * * *', '30 5 * * 1', '7 */6 * * *', '59 23 * * 0', '0 0 29 2 *', '15 4,5,6 * * *']);
const pipelines = fc.record({
  crons: fc.tuple(crons, crons),
  zone: fc.constantFrom('UTC', 'Asia/Kolkata', 'America/New_York'),
  pools: fc.subarray(['crm', 'ftp', 'own']),
  isWrong: fc.boolean(),
});

function textOf(schedule: readonly string[], zone: string, pools: readonly string[]): string {
  const lines = schedule.map((cron) => `{ cron: "${cron}", timezone: ${zone} }`);
  const tasks = pools.map((pool) => `t-${pool}: { run: echo, pool: ${pool} }`);
  return `on: { schedule: [${lines.join(', ')}] }\ntasks: { ${['a: { run: echo }', ...tasks].join(', ')} }`;
}

test('the table answers as comparing all with all does', () => {
  let met = 0;
  fc.assert(
    fc.property(fc.array(pipelines, { minLength: 1, maxLength: 6 }), (drawn) => {
      const side = (which: 0 | 1) =>
        sideOf(
          Object.fromEntries(drawn.map((one, i) => [`p${i}`, textOf(one.crons[which], one.zone, one.pools)])),
          settings,
        );
      const [base, whole] = [side(0), side(1)];
      const head = { ...whole, unfit: new Set(drawn.flatMap(({ isWrong }, i) => (isWrong ? [`p${i}`] : []))) };
      const table = new StartTable(head, new StartHours(from));
      for (const pipeline of head.pipelines) {
        const before = base.pipelines.find(({ id }) => id === pipeline.id)?.on.schedule ?? [];
        const expected = plainly(before, pipeline, head);
        met += expected.length;
        expect(table.collisions(before, pipeline)).toEqual(expected);
      }
    }),
    { numRuns: 25 },
  );
  expect(met).toBeGreaterThan(20);
});

test('hours are compared once for all that start in the same ones', () => {
  const text = (minute: number) => textOf([`${minute} ${minute % 24} * * *`], 'UTC', []);
  const head = sideOf(Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`p${i}`, text(i)])));
  const starts = new StartHours(from);
  expect(new Set(head.pipelines.map(({ on }) => starts.of(on.schedule))).size).toBe(24);
});
