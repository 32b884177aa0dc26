import { expect, test } from 'vitest';
import type { RunDocument } from '../../../src/run/document.ts';
import type { PlayedBackfill } from '../../../src/simulate/world/intents.ts';
import fc from '../../support/seeded-fast-check.ts';
import { arbitraryWishes } from './arbitrary-intents.ts';
import { Diligent } from './diligent-ledger.ts';
import { dayMs, monday, type PlayedWorld, play } from './played-world.ts';
import { story } from './world-story.ts';

const often = { numRuns: 10, endOnFailure: true } as const;

test('what cannot have changed is not decided again, whatever people ask for', () => {
  fc.assert(
    fc.property(arbitraryWishes, (asked) => {
      const diligent = play(asked, (options) => new Diligent(options));
      expect(story(play(asked).events)).toEqual(story(diligent.events));
    }),
    often,
  );
});

test('a backfill begins each of its intervals once, in its order, and never more at once than it may', () => {
  let through = 0;
  fc.assert(
    fc.property(arbitraryWishes, (asked) => {
      const world = play(asked);
      for (const backfill of asked.intents.backfills) {
        const own = world.runs.filter(({ trigger }) => trigger.backfill === backfill.id).sort(byBegin);
        expectInOrder(own, backfill);
        expect(mostAtOnce(own)).toBeLessThanOrEqual(backfill.maxActive);
        if (own.length === backfill.intervals.length) through++;
      }
    }),
    often,
  );
  expect(through, 'enough of them come to their end for this to mean something').toBeGreaterThan(5);
});

test('a run that somebody asks for begins once, or is refused', () => {
  fc.assert(
    fc.property(arbitraryWishes, (asked) => {
      const { events, runs } = play(asked);
      const answers = events.flatMap((event) => (event.kind === 'asked' ? [event] : []));
      expect(answers.map(({ place }) => place).sort()).toEqual(asked.intents.runs.map((_, place) => place));
      const begun = answers.flatMap(({ run }) => run ?? []);
      const byHand = runs.filter(({ trigger }) => trigger.kind === 'manual').map(({ run }) => run);
      expect(begun).toEqual(expect.arrayContaining(byHand));
      expect(new Set(byHand).size).toBe(byHand.length);
    }),
    often,
  );
});

test('while a pipeline is paused nothing of it is claimed but by hand', () => {
  let paused = 0;
  fc.assert(
    fc.property(arbitraryWishes, (asked) => {
      const { intents, pipelines } = asked;
      const { runs } = play(asked);
      for (const { id } of pipelines) {
        for (const { from, to } of pausesOf(intents, id)) {
          paused++;
          const claimed = runs.filter(
            ({ pipeline, trigger, createdAt }) =>
              pipeline === id && trigger.kind !== 'manual' && createdAt >= from && createdAt < to,
          );
          expect(claimed).toEqual([]);
        }
      }
    }),
    often,
  );
  expect(paused).toBeGreaterThan(3);
});

function expectInOrder(runs: PlayedWorld['runs'], { order, intervals }: PlayedBackfill): void {
  const wanted = intervals.map(({ end }) => end);
  const inOrder = order === 'oldest-first' ? wanted : wanted.toReversed();
  const begun = runs.map(({ interval }) => interval?.end ?? '');
  expect(new Set(begun).size).toBe(begun.length);
  expect(begun).toEqual(inOrder.filter((end) => begun.includes(end)));
}

/** Of one instant, in the order in which they were claimed: that of their intervals would be what is to be shown. */
function byBegin(a: RunDocument, b: RunDocument): number {
  return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0;
}

function mostAtOnce(runs: PlayedWorld['runs']): number {
  const moves = runs.flatMap(({ createdAt, finishedAt = '' }) => [
    { at: createdAt, by: 1 },
    { at: finishedAt, by: -1 },
  ]);
  let [now, most] = [0, 0];
  for (const { by } of moves.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.by - b.by))) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

/** Spans in which a pipeline is paused, `[from, to)`. */
function pausesOf(
  { pauses, switches }: Parameters<typeof play>[0]['intents'] & object,
  id: string,
): readonly { readonly from: string; readonly to: string }[] {
  const spans: { from: string; to: string }[] = [];
  let since = pauses.some(({ pipeline }) => pipeline === id) ? monday : undefined;
  for (const { pipeline, at, isPaused } of switches) {
    if (pipeline !== id) continue;
    if (isPaused) since ??= at;
    else {
      if (since !== undefined) spans.push(spanOf(since, at));
      since = undefined;
    }
  }
  return since === undefined ? spans : [...spans, spanOf(since, monday + 30 * dayMs)];
}

function spanOf(from: number, to: number) {
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}
