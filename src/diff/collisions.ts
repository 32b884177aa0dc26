import type { Cron, Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { walkForwards } from '../schedule/walk.ts';
import type { Side } from './side.ts';

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

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

/** Starts in the week after an instant, by hour; what it was asked it remembers, since many pipelines have one schedule. */
export class StartHours {
  readonly #from: number;
  readonly #bySchedule = new WeakMap<readonly Cron[], ReadonlySet<number>>();
  readonly #byText = new Map<string, ReadonlySet<number>>();

  /** @param from Milliseconds since the epoch. */
  constructor(from: number) {
    this.#from = from;
  }

  /** Hours since the epoch. */
  of(schedule: readonly Cron[]): ReadonlySet<number> {
    const seen = this.#bySchedule.get(schedule);
    if (seen !== undefined) return seen;
    const text = JSON.stringify(schedule);
    const hours = this.#byText.get(text) ?? this.#find(schedule);
    this.#byText.set(text, hours);
    this.#bySchedule.set(schedule, hours);
    return hours;
  }

  #find(schedule: readonly Cron[]): ReadonlySet<number> {
    const hours = new Set<number>();
    for (const at of walkForwards(schedule, this.#from + 1)) {
      if (at > this.#from + weekMs) break;
      hours.add(Math.floor(at / hourMs));
    }
    return hours;
  }
}

/** With whom a pipeline collides now and did not before; those that share a pool first, then by id. */
export function collisions(
  before: readonly Cron[],
  pipeline: Pipeline,
  head: Side,
  starts: StartHours,
): readonly Collision[] {
  const old = starts.of(before);
  const fresh = [...starts.of(pipeline.on.schedule)].filter((hour) => !old.has(hour)).sort((a, b) => a - b);
  if (fresh.length === 0) return [];
  const pools = sharedPools(pipeline, head.settings);
  const found = head.pipelines.flatMap((other): readonly Collision[] => {
    if (other.id === pipeline.id || head.unfit?.has(other.id) === true) return [];
    const theirs = starts.of(other.on.schedule);
    const hours = fresh.filter((hour) => theirs.has(hour));
    const [first] = hours;
    if (first === undefined) return [];
    const common = [...sharedPools(other, head.settings)].filter((pool) => pools.has(pool)).sort();
    return [{ pipeline: other.id, pools: common, hours: hours.length, first: new Date(first * hourMs).toISOString() }];
  });
  return found.sort((a, b) => b.pools.length - a.pools.length || (a.pipeline < b.pipeline ? -1 : 1));
}

/** Slots of one run are no matter of others. */
function sharedPools({ tasks }: Pipeline, { pools }: Settings): ReadonlySet<string> {
  const used = new Set(tasks.flatMap(({ pool }) => pool ?? []));
  return new Set([...used].filter((pool) => Object.hasOwn(pools, pool) && pools[pool]?.scope === 'repository'));
}
