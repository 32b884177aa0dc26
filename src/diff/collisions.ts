import type { Cron, Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import type { Side } from './side.ts';
import { hourMs, type StartHours } from './start-hours.ts';

/** Another pipeline that starts in an hour in which this one did not start before. */
export interface Collision {
  readonly pipeline: string;
  /** Pools of all runs that tasks of both use; sorted. */
  readonly pools: readonly string[];
  /** In how many hours of the next week. */
  readonly hours: number;
  /** The first of these, as it begins. ISO 8601 in UTC. */
  readonly first: string;
}

/** A pipeline as it stands in the table. */
interface Starter {
  readonly id: string;
  /** Its place among all by id: numbers are compared faster than names. */
  readonly rank: number;
  readonly pools: ReadonlySet<string>;
}

/** All pipelines that start in the same hours. */
type Group = readonly Starter[];

interface Meeting {
  readonly group: Group;
  readonly hours: number;
  readonly first: string;
}

/**
 * Who starts when, for all pipelines of a side. Asked of one pipeline it looks only at those that it meets, and hours are compared once for all
 * that start in the same ones: where a thousand schedules change, everybody is asked.
 */
export class StartTable {
  readonly #starts: StartHours;
  readonly #settings: Settings;
  readonly #byHour: ReadonlyMap<number, readonly Group[]>;
  readonly #meetings = new Map<string, readonly Meeting[]>();

  constructor(head: Side, starts: StartHours) {
    this.#starts = starts;
    this.#settings = head.settings;
    this.#byHour = groupsByHour(head, starts);
  }

  /** With whom a pipeline collides now and did not before; those that share a pool first, then by id. */
  collisions(before: readonly Cron[], pipeline: Pipeline): readonly Collision[] {
    const old = this.#starts.of(before);
    const fresh = [...this.#starts.of(pipeline.on.schedule)].filter((hour) => !old.has(hour));
    const pools = sharedPools(pipeline, this.#settings);
    return this.#meetingsIn(fresh)
      .flatMap(({ group, hours, first }) =>
        group
          .filter(({ id }) => id !== pipeline.id)
          .map((other) => ({ other, hours, first, common: commonOf(other.pools, pools) })),
      )
      .sort((a, b) => b.common.length - a.common.length || a.other.rank - b.other.rank)
      .map(({ other, hours, first, common }) => ({ pipeline: other.id, pools: common, hours, first }));
  }

  #meetingsIn(hours: readonly number[]): readonly Meeting[] {
    const key = hours.join();
    const known = this.#meetings.get(key);
    if (known !== undefined) return known;
    const found = new Map<Group, Meeting>();
    for (const hour of hours) {
      for (const group of this.#byHour.get(hour) ?? []) {
        const first = found.get(group)?.first ?? new Date(hour * hourMs).toISOString();
        found.set(group, { group, hours: (found.get(group)?.hours ?? 0) + 1, first });
      }
    }
    const meetings = [...found.values()];
    this.#meetings.set(key, meetings);
    return meetings;
  }
}

function groupsByHour(head: Side, starts: StartHours): ReadonlyMap<number, readonly Group[]> {
  const groups = new Map<ReadonlySet<number>, Starter[]>();
  const whole = head.pipelines.filter(({ id }) => head.unfit?.has(id) !== true);
  for (const [rank, pipeline] of whole.toSorted((a, b) => (a.id < b.id ? -1 : 1)).entries()) {
    const starter = { id: pipeline.id, rank, pools: sharedPools(pipeline, head.settings) };
    pushTo(groups, starts.of(pipeline.on.schedule), starter);
  }
  const byHour = new Map<number, Group[]>();
  for (const [hours, group] of groups) {
    for (const hour of hours) pushTo(byHour, hour, group);
  }
  return byHour;
}

function pushTo<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function commonOf(theirs: ReadonlySet<string>, ours: ReadonlySet<string>): readonly string[] {
  return theirs.size === 0 || ours.size === 0 ? [] : [...theirs].filter((pool) => ours.has(pool)).sort();
}

/** Slots of one run are no matter of others. */
function sharedPools({ tasks }: Pipeline, { pools }: Settings): ReadonlySet<string> {
  const used = new Set(tasks.flatMap(({ pool }) => pool ?? []));
  return new Set([...used].filter((pool) => Object.hasOwn(pools, pool) && pools[pool]?.scope === 'repository'));
}
