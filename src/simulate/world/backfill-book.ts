import { isPassed } from '../../run/backfill-plan.ts';
import type { Interval } from '../../run/document.ts';
import type { PipelineState, RunSummary } from '../../run/ports.ts';
import type { AskedBackfill } from '../../tick/step.ts';
import type { PlayedBackfill } from './intents.ts';

/** Intervals that a decision is shown at once: more than may go on at once, so that it decides as if it saw all that are left. */
const shown = 256;

interface Page {
  readonly backfill: PlayedBackfill;
  /** In the order in which it goes through them. */
  readonly intervals: readonly Interval[];
  /** Of those before, each has begun. */
  next: number;
}

/** The backfills of one pipeline while they are played, and which of their runs go on. */
export class BackfillBook {
  readonly #pages: readonly Page[];
  readonly #runs = new Map<string, RunSummary>();

  constructor(backfills: readonly PlayedBackfill[]) {
    this.#pages = backfills.map((backfill) => {
      const { order, intervals } = backfill;
      return { backfill, intervals: order === 'oldest-first' ? intervals : intervals.toReversed(), next: 0 };
    });
  }

  get isEmpty(): boolean {
    return this.#pages.length === 0;
  }

  began(run: RunSummary): void {
    this.#runs.set(run.run, run);
  }

  /** Those of backfills that go on: what has ended decides nothing any more, since each interval is begun once. */
  runs({ active }: PipelineState): readonly RunSummary[] {
    const going = new Set(active.map(({ run }) => run));
    for (const run of this.#runs.keys()) if (!going.has(run)) this.#runs.delete(run);
    return [...this.#runs.values()].reverse();
  }

  /** Those that are not through, each with the intervals that come next. */
  asked({ backfills = {} }: PipelineState): readonly AskedBackfill[] {
    return this.#pages.flatMap((page) => {
      const { id } = page.backfill;
      const progress = Object.hasOwn(backfills, id) ? backfills[id] : undefined;
      if (progress?.finishedAt !== undefined) return [];
      return [askedOf(page, progress?.position)];
    });
  }
}

/** What is to be done was chosen before the world began, so in it all of that is asked for. */
function askedOf(page: Page, position: string | undefined): AskedBackfill {
  const { backfill, intervals } = page;
  const { order } = backfill;
  for (let at = intervals[page.next]; at !== undefined && isPassed(order, at, position); at = intervals[page.next]) {
    page.next++;
  }
  const left = intervals.slice(page.next, page.next + shown);
  return {
    backfill: { ...backfill, file: '', from: '', to: '', reprocess: 'all' },
    request: backfill.id,
    intervals: order === 'oldest-first' ? left : left.reverse(),
  };
}
