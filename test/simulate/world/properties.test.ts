import { expect, test } from 'vitest';
import type { RunDocument } from '../../../src/run/document.ts';
import { fires as firesAfter } from '../../../src/schedule/fires.ts';
import fc from '../../support/seeded-fast-check.ts';
import { arbitraryWorld } from './arbitrary-world.ts';
import { Diligent } from './diligent-ledger.ts';
import { type Asked, fires, play, questionOf, takes } from './played-world.ts';
import { story } from './world-story.ts';

/** What fails is not made smaller: a world takes its time, and its seed makes it again. */
const often = { numRuns: 10, endOnFailure: true } as const;

test('the same world is the same, byte for byte', () => {
  fc.assert(
    fc.property(arbitraryWorld, (asked) => {
      expect(JSON.stringify(play(asked).events)).toBe(JSON.stringify(play(asked).events));
    }),
    { ...often, numRuns: 4 },
  );
});

test('what cannot have changed is not decided again, and nothing comes out otherwise for that', () => {
  fc.assert(
    fc.property(arbitraryWorld, (asked) => {
      const diligent = play(asked, (options) => new Diligent(options));
      expect(story(play(asked).events)).toEqual(story(diligent.events));
    }),
    often,
  );
});

test('each interval is served once or passed over, whatever happens', () => {
  fc.assert(
    fc.property(arbitraryWorld, (asked) => {
      const { events, runs: ended } = play(asked);
      for (const { id, on } of asked.pipelines) {
        if (on.schedule.length === 0) continue;
        const due = intervalsOf(asked, id);
        const served = ended.filter(({ pipeline }) => pipeline === id).map(({ interval }) => interval?.end ?? '');
        expect(new Set(served).size).toBe(served.length);
        expect(due).toEqual(expect.arrayContaining(served));
        const over = events.flatMap((event) =>
          event.kind === 'passed-over' && event.pipeline === id ? [event.count] : [],
        );
        const open = events.some((event) => event.kind === 'unserved' && event.pipeline === id);
        const settled = served.length + over.reduce((sum, count) => sum + count, 0);
        if (open) expect(settled).toBeLessThan(due.length);
        else expect(settled).toBe(due.length);
      }
    }),
    often,
  );
});

function intervalsOf(asked: Asked, id: string): readonly string[] {
  const { from, to } = questionOf(asked);
  const schedule = asked.pipelines.find((each) => each.id === id)?.on.schedule ?? [];
  return firesAfter(schedule, from - 1, 1_000)
    .filter((at) => at < to)
    .map((at) => new Date(at).toISOString());
}

test('no pool is ever overfilled, and no run has more tasks at once than it may', () => {
  fc.assert(
    fc.property(arbitraryWorld, (asked) => {
      const { runs: ended } = play(asked);
      const spans = ended.flatMap((run) => attemptsOf(run, asked));
      // Until it is certain that its machine is dead, an attempt that was lost has its slot; when it ended, nobody knows.
      const whole = spans.filter(({ isLost }) => !isLost);
      expect(most(whole.filter(({ pool }) => pool === 'shared'))).toBeLessThanOrEqual(1);
      for (const { run } of ended) {
        const own = whole.filter((each) => each.run === run);
        expect(most(own)).toBeLessThanOrEqual(asked.whatIf?.jobs ?? 4);
        expect(most(own.filter(({ pool }) => pool === 'own'))).toBeLessThanOrEqual(1);
      }
    }),
    often,
  );
});

interface Span {
  readonly run: string;
  readonly pool: string | undefined;
  readonly from: string;
  readonly to: string;
  readonly isLost: boolean;
}

function attemptsOf({ run, pipeline, tasks }: RunDocument, { pipelines }: Asked): readonly Span[] {
  const definitions = pipelines.find(({ id }) => id === pipeline)?.tasks ?? [];
  return definitions.flatMap(({ id, pool }) =>
    (tasks[id]?.attempts ?? []).map(({ state, startedAt, finishedAt = startedAt }) => ({
      ...{ run, pool, from: startedAt, to: finishedAt, isLost: state === 'lost' },
    })),
  );
}

/** How many go on at once at most; what ends when another begins is over. */
function most(spans: readonly Span[]): number {
  const edges = spans.flatMap(({ from, to }) =>
    from === to
      ? []
      : [
          { at: from, by: 1 },
          { at: to, by: -1 },
        ],
  );
  let [open, highest] = [0, 0];
  for (const { by } of edges.sort((a, b) => (a.at === b.at ? a.by - b.by : a.at < b.at ? -1 : 1))) {
    open += by;
    highest = Math.max(highest, open);
  }
  return highest;
}

test('the same attempt has the same luck in two versions, however much else happens in one of them', () => {
  const habits = (pipeline: string, task: string) => {
    const habit = takes(1, 0.5)(pipeline, task);
    return habit && { ...habit, durationMs: (share: number) => 60_000 + share * 600_000 };
  };
  const daily = fires('daily', '0 5 * * *');
  const alone = play({ pipelines: [daily], days: 30, habits });
  const others = play({ pipelines: [fires('a', '*/30 * * * *'), daily], days: 30, habits });
  const own = others.runs.filter(({ pipeline }) => pipeline === 'daily');
  expect(own.map(lengthOf)).toEqual(alone.runs.map(lengthOf));
  expect(new Set(own.map(lengthOf)).size).toBeGreaterThan(25);
});

function lengthOf({ state, startedAt, finishedAt = '' }: RunDocument): string {
  return `${state} ${Date.parse(finishedAt) - Date.parse(startedAt)}`;
}

test('attempts fail independently, as often as they should', () => {
  const { runs: ended } = play({ pipelines: [fires('often', '*/10 * * * *')], days: 8, habits: takes(1, 0.3) });
  const failed = ended.filter(({ state }) => state === 'failed').length / ended.length;
  expect(ended.length).toBe((8 * 24 * 60) / 10);
  expect(failed).toBeGreaterThan(0.26);
  expect(failed).toBeLessThan(0.34);
});
