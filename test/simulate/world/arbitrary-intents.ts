import type { Pipeline } from '../../../src/model/pipeline.ts';
import { backfillRange } from '../../../src/schedule/backfill-range.ts';
import type { Intents, PlayedBackfill } from '../../../src/simulate/world/intents.ts';
import fc from '../../support/seeded-fast-check.ts';
import { arbitraryWorld } from './arbitrary-world.ts';
import { type Asked, dayMs, minuteMs, monday } from './played-world.ts';

const most = 12;
const minute = fc.integer({ min: 0, max: 1_439 });
const which = fc.nat({ max: 3 });

const wishes = fc.record({
  backfills: fc.array(
    fc.record({
      which,
      order: fc.constantFrom('oldest-first', 'newest-first'),
      maxActive: fc.integer({ min: 1, max: 3 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
  pauses: fc.array(fc.record({ which, stood: fc.boolean() }), { maxLength: 1 }),
  switches: fc.array(fc.record({ which, minute, isPaused: fc.boolean() }), { maxLength: 2 }),
  runs: fc.array(fc.record({ which, minute }), { maxLength: 3 }),
});

type Wished = typeof wishes extends fc.Arbitrary<infer T> ? T : never;

/** A world as `arbitraryWorld` has it, in which somebody fills back, pauses, and starts runs. */
export const arbitraryWishes: fc.Arbitrary<Asked & { readonly intents: Intents }> = fc
  .tuple(arbitraryWorld, wishes)
  .map(([asked, wished]) => ({ ...asked, intents: intentsOf(asked.pipelines, wished) }));

function intentsOf(pipelines: readonly Pipeline[], { backfills, pauses, switches, runs }: Wished): Intents {
  const named = (index: number) => pipelines[index % pipelines.length]?.id ?? '';
  const at = (minutes: number) => monday + minutes * minuteMs;
  const pause = { by: 'ann', at: new Date(monday - dayMs).toISOString() };
  return {
    pauses: pauses.map(({ which: index, stood }) => ({
      pipeline: named(index),
      pause,
      ...(stood ? { cursor: new Date(monday - 3 * 60 * minuteMs).toISOString() } : {}),
    })),
    switches: switches
      .map(({ which: index, minute: minutes, isPaused }) => ({ pipeline: named(index), at: at(minutes), isPaused }))
      .sort((a, b) => a.at - b.at),
    backfills: backfills.flatMap((each, index) => {
      const pipeline = pipelines[each.which % pipelines.length];
      return pipeline === undefined ? [] : backfillOf(pipeline, `fill-${index}`, each);
    }),
    runs: runs.map(({ which: index, minute: minutes }) => ({ pipeline: named(index), at: at(minutes), params: {} })),
  };
}

/** Of the newest intervals before the window. */
export function backfillOf(
  { id: pipeline, on }: Pipeline,
  id: string,
  more: Pick<PlayedBackfill, 'order' | 'maxActive'>,
): readonly PlayedBackfill[] {
  const day = (ms: number) => new Date(ms).toISOString();
  const range = backfillRange(on.schedule, { from: day(monday - 5 * dayMs), to: day(monday - dayMs) });
  if (range.kind !== 'intervals') return [];
  const { order, maxActive } = more;
  return [{ id, pipeline, order, maxActive, params: {}, reason: 'a test', intervals: range.intervals.slice(-most) }];
}
