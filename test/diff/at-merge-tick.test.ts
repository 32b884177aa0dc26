import { expect, test } from 'vitest';
import { dueAtMerge } from '../../src/diff/due-at-merge.ts';
import type { Cron, Pipeline } from '../../src/model/pipeline.ts';
import type { Interval } from '../../src/run/document.ts';
import { nextStep } from '../../src/tick/next-step.ts';
import fc from '../support/seeded-fast-check.ts';
import { daily, outlookOn, stateWith } from '../tick/outlooks.ts';

const end = Date.parse('2026-04-20T00:00:00Z');
const dayMs = 86_400_000;

const cron: fc.Arbitrary<Cron> = fc.record({
  cron: fc.constantFrom('0 5 * * *', '30 2 * * *', '0 */6 * * *', '15 4 * * 1', '0 0 1 * *', '0 23 * * 6,0'),
  timezone: fc.constantFrom('UTC', 'Europe/Paris', 'America/New_York'),
});
const pipeline: fc.Arbitrary<Pipeline> = fc
  .record({
    schedule: fc.array(cron, { minLength: 1, maxLength: 2 }),
    catchup: fc.constantFrom('all', 'latest', 'none'),
  })
  .map(({ schedule, catchup }) => daily({ on: { schedule, after: [] }, catchup }));

/** What wake-ups do at one moment, each run over before the next look: the intervals they serve, and how many they pass over. */
function played(of: Pipeline, cursor: string, now: number) {
  const served: Interval[] = [];
  let state = stateWith({ cursor });
  let passedOver = 0;
  for (let looks = 0; looks < 1_000; looks += 1) {
    const step = nextStep(outlookOn(state, { pipeline: of, now }));
    if (step.kind === 'start') {
      served.push(...(step.start.interval === undefined ? [] : [step.start.interval]));
      passedOver += step.start.drops?.count ?? 0;
    } else if (step.kind === 'note' && step.note.kind === 'passes-over') passedOver += step.note.count;
    else return { served, passedOver };
    state = step.state;
  }
  throw new Error('wake-ups without an end');
}

test('what is due at a merge is what wake-ups then do, with the old code and with the new', () => {
  const moment = fc.record({
    now: fc.integer({ min: end - 40 * dayMs, max: end }),
    agoMs: fc.integer({ max: 30 * dayMs, min: 0 }),
  });
  fc.assert(
    fc.property(pipeline, pipeline, moment, (old, fresh, { now, agoMs }) => {
      const cursor = new Date(now - agoMs).toISOString();
      const found = dueAtMerge(old, fresh, cursor, now);
      const [before, after] = [played(old, cursor, now), played(fresh, cursor, now)];
      expect(found?.before).toEqual({ serve: before.served.length, passedOver: before.passedOver });
      expect(found?.serve?.count ?? 0).toBe(after.served.length);
      expect([found?.serve?.first, found?.serve?.last]).toEqual([after.served[0], after.served.at(-1)]);
      expect(found?.passedOver?.count ?? 0).toBe(after.passedOver);
    }),
    { numRuns: 300 },
  );
});
