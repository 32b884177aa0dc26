import { describe, expect, test } from 'vitest';
import { orderWords, reprocessWords } from '../../src/model/backfill.ts';
import {
  type BackfillKnowledge,
  isPassed,
  nextOfBackfill,
  planBackfill,
  positionAfter,
} from '../../src/run/backfill-plan.ts';
import type { Interval } from '../../src/run/document.ts';
import type { RunSummary } from '../../src/run/ports.ts';
import { withServed } from '../../src/run/served.ts';
import { second } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

const interval = (at: number): Interval => ({ start: second(at), end: second(at + 1) });
const intervals = Array.from({ length: 6 }, (_, at) => interval(at));

function runOf(at: number, state: RunSummary['state'], more: Partial<RunSummary> = {}): RunSummary {
  return { run: `r-${at}`, state, createdAt: second(at), interval: interval(at), generation: 0, ...more };
}

function known(more: Partial<BackfillKnowledge> = {}): BackfillKnowledge {
  return { served: [], runs: [], now: second(100), ...more };
}

function plan(reprocess: 'missing' | 'failed' | 'all', more: Partial<BackfillKnowledge> = {}) {
  return planBackfill({ reprocess, order: 'oldest-first' }, intervals, known(more));
}

describe('what a backfill has to do', () => {
  test('missing: what has no success yet', () => {
    const found = plan('missing', { served: [{ start: second(1), end: second(3) }], runs: [runOf(0, 'failed')] });
    expect(found.todo).toEqual([interval(0), interval(3), interval(4), interval(5)]);
    expect(found.done).toEqual([interval(1), interval(2)]);
  });

  test('failed: where the newest run of all tasks ended without success', () => {
    const runs = [
      runOf(0, 'success'),
      runOf(0, 'failed'),
      runOf(1, 'failed'),
      runOf(1, 'success'),
      runOf(2, 'cancelled'),
      runOf(3, 'success', { partial: true }),
      runOf(3, 'failed'),
    ];
    expect(plan('failed', { runs }).todo).toEqual([interval(1), interval(2), interval(3)]);
  });

  test('all: everything, in a generation that no run had', () => {
    const found = plan('all', {
      served: [{ start: second(0), end: second(9) }],
      runs: [runOf(3, 'success', { generation: 4 })],
    });
    expect(found).toMatchObject({ todo: intervals, generation: 5 });
    expect(plan('all', { newestGeneration: 7 }).generation).toBe(8);
  });

  test('a run that goes on has its generation, and those that begin get none that a replaced one had', () => {
    const runs = [runOf(0, 'cancelled', { run: 'r-goes-on' }), runOf(1, 'failed')];
    expect(plan('missing', { runs: runs.slice(0, 1) }).generation).toBe(1);
    expect(plan('missing', { runs: runs.slice(0, 1), resumable: new Set(['r-goes-on']) }).generation).toBe(0);
    expect(plan('missing', { runs, resumable: new Set(['r-goes-on']) }).generation).toBe(1);
  });

  test('all, begun before: what has not succeeded in its generation', () => {
    const runs = [runOf(0, 'success', { generation: 2 }), runOf(1, 'failed', { generation: 2 }), runOf(4, 'success')];
    const found = plan('all', { runs, progress: { generation: 2 } });
    expect(found).toMatchObject({ generation: 2, done: [interval(0)] });
    expect(plan('all', { runs, progress: { generation: 2, position: second(3) } })).toMatchObject({
      done: [interval(0), interval(2)],
      todo: [interval(1), interval(3), interval(4), interval(5)],
    });
  });

  test('a generation grows only where something has run', () => {
    expect(plan('missing', { runs: [runOf(9, 'failed', { generation: 3 })] }).generation).toBe(0);
    expect(plan('missing', { runs: [runOf(1, 'failed', { generation: 3 })] }).generation).toBe(4);
  });

  test('what goes on and what is not complete is left alone', () => {
    const found = plan('all', { runs: [runOf(1, 'running')], now: second(4) });
    expect(found).toMatchObject({ going: [interval(1)], ahead: [interval(4), interval(5)] });
    expect(found.todo).toEqual([interval(0), interval(2), interval(3)]);
  });
});

const order = fc.constantFrom(...orderWords);
const reprocess = fc.constantFrom(...reprocessWords);
const states = fc.constantFrom<RunSummary['state']>('running', 'success', 'failed', 'cancelled');
const someRuns = fc.array(
  fc
    .tuple(fc.nat({ max: 7 }), states, fc.nat({ max: 3 }))
    .map(([at, state, generation]) => runOf(at, state, { generation })),
);

describe('for any history', () => {
  test('each interval is in one list, in order', () => {
    fc.assert(
      fc.property(reprocess, order, someRuns, fc.nat({ max: 8 }), (which, direction, runs, end) => {
        const found = planBackfill(
          { reprocess: which, order: direction },
          intervals,
          known({ runs, now: second(end) }),
        );
        const lists = [found.todo, found.done, found.going, found.ahead];
        const wanted = direction === 'oldest-first' ? intervals : intervals.toReversed();
        expect(lists.flat().toSorted((a, b) => (a.start < b.start ? -1 : 1))).toEqual(intervals);
        for (const list of lists) expect(list).toEqual(wanted.filter((each) => list.includes(each)));
      }),
    );
  });

  test('no run is started under the interval and generation of another one', () => {
    fc.assert(
      fc.property(reprocess, someRuns, (which, runs) => {
        const { todo, generation } = planBackfill(
          { reprocess: which, order: 'oldest-first' },
          intervals,
          known({ runs }),
        );
        const taken = newestOf(runs).map((run) => `${run.interval?.start} ${run.generation}`);
        for (const { start } of todo) expect(taken).not.toContain(`${start} ${generation}`);
      }),
    );
  });

  /** Plays a backfill: starts what it says, ends runs as told, and asks again until nothing is left. */
  test('asked again and again it comes to an end, and all has succeeded', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('missing' as const, 'all' as const),
        order,
        fc.array(fc.boolean(), { maxLength: 20 }),
        (which, direction, luck) => {
          let runs: readonly RunSummary[] = [];
          let served: readonly Interval[] = [];
          const fates = [...luck];
          for (let asked = 0; asked <= luck.length; asked += 1) {
            const progress = { generation: 1 };
            const { todo, generation } = planBackfill(
              { reprocess: which, order: direction },
              intervals,
              known({ runs, served, progress }),
            );
            for (const each of todo) {
              const state = (fates.shift() ?? true) ? 'success' : 'failed';
              runs = [{ run: 'r-x', state, createdAt: second(0), interval: each, generation }, ...runs];
              if (state === 'success') served = withServed(served, each);
            }
          }
          expect(served).toEqual([{ start: second(0), end: second(6) }]);
        },
      ),
    );
  });

  test('what starts is never more than may go on, and never what goes on', () => {
    fc.assert(
      fc.property(order, fc.subarray(intervals), fc.integer({ min: 1, max: 4 }), (direction, active, maxActive) => {
        const found = planBackfill({ reprocess: 'all', order: direction }, intervals, known());
        const next = nextOfBackfill(found, { active, maxActive });
        expect(active.length + next.length).toBeLessThanOrEqual(Math.max(active.length, maxActive));
        expect(next.filter((each) => active.includes(each))).toEqual([]);
      }),
    );
  });

  test('a position goes through all intervals, each once', () => {
    fc.assert(
      fc.property(order, fc.integer({ min: 1, max: 3 }), (direction, maxActive) => {
        const found = planBackfill({ reprocess: 'all', order: direction }, intervals, known());
        const started: Interval[] = [];
        let position: string | undefined;
        for (let tick = 0; tick < intervals.length; tick += 1) {
          const at = position === undefined ? {} : { position };
          for (const each of nextOfBackfill(found, { active: [], maxActive, ...at })) {
            started.push(each);
            position = positionAfter(direction, each);
            expect(isPassed(direction, each, position)).toBe(true);
          }
        }
        expect(started).toEqual(found.todo);
      }),
    );
  });
});

/** The newest of each interval: those that a plan looks at. */
function newestOf(runs: readonly RunSummary[]): readonly RunSummary[] {
  return runs.filter((run, at) => runs.findIndex(({ interval: each }) => each?.start === run.interval?.start) === at);
}
