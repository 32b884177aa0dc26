import type { RunDocument } from '../../src/run/document.ts';
import type { Files } from './code-history.ts';
import type { Dice } from './dice.ts';
import { firesBetween } from './oracle.ts';
import type { TeamCode } from './team-code.ts';

interface Backfill {
  readonly id: string;
  readonly family: string;
  /** Fires: each and the next are an interval, but for the last. */
  readonly fires: readonly string[];
  readonly maxActive: number;
  readonly order: string;
}

const dayMs = 86_400_000;
const mostIntervals = 4;

/** Backfills that are merged from the first commit on: each of their intervals begins once. */
export class MergedBackfills {
  readonly #all: readonly Backfill[];
  readonly #served = new Map<string, string>();

  /** @param dice Absent where there are none. */
  constructor(team: TeamCode, beganAt: number, dice?: Dice) {
    const asked = team.pipelines.filter(({ cron }) => cron !== undefined && dice?.isLikely(0.4) === true);
    this.#all = asked.map(({ family, cron = '', timezone }) => {
      const fires = firesBetween(cron, timezone, beganAt - 6 * dayMs, beganAt - dayMs / 2);
      return {
        id: `${family}-again`,
        family,
        fires: fires.slice(-1 - (dice?.between(1, mostIntervals) ?? 1)).map((at) => new Date(at).toISOString()),
        maxActive: dice?.between(1, 2) ?? 1,
        order: dice?.pick(['oldest-first', 'newest-first']) ?? '',
      };
    });
  }

  idOf(family: string): string | undefined {
    return this.#all.find((each) => each.family === family)?.id;
  }

  files({ pipelines }: TeamCode): Files {
    return new Map(
      this.#all.map(({ id, family, fires, maxActive, order }) => {
        const pipeline = pipelines.find((each) => each.family === family)?.id ?? family;
        const lines = [
          `pipeline: ${pipeline}`,
          `from: ${fires[0]}`,
          `to: ${fires.at(-1)}`,
          `max-active: ${maxActive}`,
          `order: ${order}`,
          'reason: they were wrong',
        ];
        return [`pipelines/${id}.backfill.yml`, `${lines.join('\n')}\n`];
      }),
    );
  }

  /** A run is stored; gives what must not be. */
  stored({ run, trigger, interval, generation }: RunDocument): readonly string[] {
    const found = this.#all.find(({ id }) => trigger.kind === 'backfill' && id === trigger.backfill);
    if (found === undefined || interval === undefined) return [];
    const at = found.fires.indexOf(interval.start);
    if (at < 0 || found.fires[at + 1] !== interval.end) {
      return [`${run} is for ${interval.start}/${interval.end}, which ${found.id} does not ask for`];
    }
    const key = `${found.id} ${interval.start}`;
    const other = this.#served.get(key) ?? run;
    this.#served.set(key, run);
    return other === run ? [] : [`${run} and ${other} (generation ${generation}) both serve ${key}`];
  }

  /** Intervals that nobody has begun, though the pipeline was served for long. */
  left(): readonly string[] {
    return this.#all.flatMap(({ id, fires }) =>
      fires
        .slice(0, -1)
        .flatMap((start) => (this.#served.has(`${id} ${start}`) ? [] : [`${id} has not begun ${start}`])),
    );
  }
}
