import { describe, expect, test } from 'vitest';
import { orderWords, reprocessWords } from '../../src/model/backfill.ts';
import type { Interval } from '../../src/run/document.ts';
import {
  dueOfBackfill,
  isOpen,
  type KnownPipeline,
  type MergedBackfill,
  withNothingToDo,
  withStarted,
} from '../../src/run/due-backfill.ts';
import type { PipelineState, RunSummary } from '../../src/run/ports.ts';
import { withServed } from '../../src/run/served.ts';
import { second } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

const intervals = Array.from({ length: 6 }, (_, at): Interval => ({ start: second(at), end: second(at + 1) }));
const unknown: PipelineState = { version: 1, pipeline: 'crm', environment: 'local', active: [] };
const empty: KnownPipeline = { state: unknown, runs: [] };

function known(more: Partial<PipelineState>): KnownPipeline {
  return { ...empty, state: { ...unknown, ...more } };
}

function merged(more: Partial<MergedBackfill['backfill']> = {}, request = 'a'): MergedBackfill {
  return {
    backfill: { id: 'jan', reprocess: 'all', order: 'oldest-first', maxActive: 2, ...more },
    request,
    intervals,
  };
}

/** Claims a run of an interval, as a tick does it: in one change with the progress. */
function claim(asked: MergedBackfill, before: KnownPipeline, interval: Interval, generation: number): KnownPipeline {
  const run = `r-${before.runs.length}`;
  const entry = { run, claimedAt: second(50), host: 'h', pid: 9, backfill: asked.backfill.id };
  const started = withStarted(asked, before, interval, second(50));
  return {
    state: { ...started, active: [...started.active, entry] },
    runs: [{ run, state: 'running', createdAt: second(50), interval, generation }, ...before.runs],
  };
}

function end({ state, runs }: KnownPipeline, how: 'success' | 'failed'): KnownPipeline {
  const [first, ...active] = state.active;
  const ended = runs.find(({ run }) => run === first?.run);
  if (ended?.interval === undefined) return { state, runs };
  const served = how === 'success' ? withServed(state.served ?? [], ended.interval) : (state.served ?? []);
  return {
    state: { ...state, active, served },
    runs: runs.map((each) => (each === ended ? { ...each, state: how } : each)),
  };
}

describe('a merged backfill', () => {
  test('starts as many as may go on at once, and waits while they do', () => {
    const first = dueOfBackfill(merged(), empty, second(50));
    expect(first).toEqual({ generation: 1, next: intervals.slice(0, 2) });
    let state = claim(merged(), empty, intervals[0] as Interval, 1);
    expect(dueOfBackfill(merged(), state, second(50))?.next).toEqual(intervals.slice(1, 2));
    state = claim(merged(), state, intervals[1] as Interval, 1);
    expect(dueOfBackfill(merged(), state, second(50))).toEqual({ generation: 1, next: [] });
  });

  test('leaves what was not complete when it began to the schedule', () => {
    const first = dueOfBackfill(merged(), empty, second(1));
    expect(first?.next).toEqual(intervals.slice(0, 1));
    const progress = { request: 'a', generation: 1, startedAt: second(1), position: second(1) };
    expect(dueOfBackfill(merged(), known({ backfills: { jan: progress } }), second(50))).toBeUndefined();
  });

  test('that asks for something else begins anew', () => {
    const progress = {
      request: 'a',
      generation: 3,
      startedAt: second(50),
      position: second(6),
      finishedAt: second(60),
    };
    const state = known({ backfills: { jan: progress } });
    expect(dueOfBackfill(merged(), state, second(70))).toBeUndefined();
    expect(dueOfBackfill(merged({}, 'b'), state, second(70))).toEqual({ generation: 4, next: intervals.slice(0, 2) });
    expect(dueOfBackfill(merged({ id: 'constructor' }), state, second(70))?.generation).toBe(4);
  });

  test('that finds nothing to do is through for ever, once that is written down', () => {
    const asked = merged({ reprocess: 'failed' });
    const state = withNothingToDo(asked, empty, second(50));
    expect(state?.backfills).toEqual({
      jan: { request: 'a', generation: 0, startedAt: second(50), finishedAt: second(50) },
    });
    const [interval] = intervals;
    const failed = { run: 'r-1', state: 'failed', createdAt: second(60), interval, generation: 0 } as const;
    const later = { ...empty, runs: [failed as RunSummary] };
    const through = { ...later, state: state ?? unknown };
    expect(dueOfBackfill(asked, later, second(70))?.next).toEqual([interval]);
    expect(dueOfBackfill(asked, through, second(70))).toBeUndefined();
    expect(withNothingToDo(asked, later, second(70))).toBeUndefined();
    expect(withNothingToDo(asked, { ...through, runs: [] }, second(70))).toBeUndefined();
  });

  test('whatever becomes of its runs, starts each interval once and ends; never more at once than it may', () => {
    const request = fc.record({
      reprocess: fc.constantFrom(...reprocessWords),
      order: fc.constantFrom(...orderWords),
      maxActive: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(
        request,
        fc.array(fc.constantFrom('success', 'failed')),
        fc.subarray(intervals),
        (more, fates, before) => {
          const asked = merged(more);
          let state = known({ served: before.reduce(withServed, [] as readonly Interval[]) });
          const started: Interval[] = [];
          const lucks = [...fates];
          for (let step = 0; step < 40; step += 1) {
            const due = dueOfBackfill(asked, state, second(50));
            const [next] = due?.next ?? [];
            if (due !== undefined && next !== undefined) {
              started.push(next);
              state = claim(asked, state, next, due.generation);
            } else state = end(state, lucks.shift() ?? 'success');
            expect(state.state.active.length).toBeLessThanOrEqual(more.maxActive);
          }
          const wanted =
            more.reprocess === 'all'
              ? intervals
              : more.reprocess === 'failed'
                ? []
                : intervals.filter((each) => !before.includes(each));
          expect(started).toEqual(more.order === 'oldest-first' ? wanted : wanted.toReversed());
          expect(dueOfBackfill(asked, state, second(90))).toBeUndefined();
          if (wanted.length > 0) expect(isOpen(asked, state.state)).toBe(false);
          if (wanted.length > 0) expect(state.state.backfills?.jan?.finishedAt).toBe(second(50));
        },
      ),
    );
  });
});
