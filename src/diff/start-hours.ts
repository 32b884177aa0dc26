import type { Cron } from '../model/pipeline.ts';
import { walkForwards } from '../schedule/walk.ts';

export const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

/** Starts in the week after an instant, by hour; what it was asked it remembers, since many pipelines have one schedule. */
export class StartHours {
  readonly #from: number;
  readonly #bySchedule = new WeakMap<readonly Cron[], ReadonlySet<number>>();
  readonly #byText = new Map<string, ReadonlySet<number>>();
  readonly #byHours = new Map<string, ReadonlySet<number>>();

  /** @param from Milliseconds since the epoch. */
  constructor(from: number) {
    this.#from = from;
  }

  /** Hours since the epoch, ascending. Schedules that start in the same hours get the very same set. */
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
    const text = [...hours].join();
    const known = this.#byHours.get(text) ?? hours;
    this.#byHours.set(text, known);
    return known;
  }
}
