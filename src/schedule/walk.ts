import type { Cron } from '../model/pipeline.ts';
import { dayOf, firstDay, lastDay } from './calendar.ts';
import { firesOfDay } from './day-fires.ts';
import { nearestDay } from './day-rule.ts';
import { type Line, lineOf } from './line.ts';

/** The fires of all crons together from an instant on, that one included: ascending, each once. */
export function* walkForwards(crons: readonly Cron[], from: number): Generator<number, undefined> {
  const lines = crons.map(lineOf);
  for (const day of daysOf(lines, dayOf(from), 1)) {
    for (const fire of firesOn(lines, day)) if (fire >= from) yield fire;
  }
}

/** The same back in time: the fires up to an instant, descending. */
export function* walkBackwards(crons: readonly Cron[], from: number): Generator<number, undefined> {
  const lines = crons.map(lineOf);
  for (const day of daysOf(lines, dayOf(from), -1)) {
    for (const fire of firesOn(lines, day).toReversed()) if (fire <= from) yield fire;
  }
}

function firesOn(lines: readonly Line[], day: number): readonly number[] {
  const all = lines.flatMap(({ cron, zone, from, to }) =>
    firesOfDay(cron, zone, day).filter((fire) => fire >= from && fire <= to),
  );
  return lines.length === 1 ? all : [...new Set(all)].sort((a, b) => a - b);
}

/** What fires on a UTC day stands in the calendar up to so many days before it, in a gap between them, or after it. */
const reach = { before: 2, after: 1 };

/** The UTC days on which a line may fire, in one direction. */
function* daysOf(lines: readonly Line[], from: number, step: 1 | -1): Generator<number, undefined> {
  const candidates = lines.map((line) => new Candidates(line, step));
  for (let day = from; ; ) {
    const next = candidates.flatMap((each) => each.from(day) ?? []);
    if (next.length === 0) return;
    const nearest = step === 1 ? Math.min(...next) : Math.max(...next);
    yield nearest;
    day = nearest + step;
  }
}

/** The UTC days on which one line may fire. It remembers where the line's next day is: most lines fire rarely. */
class Candidates {
  readonly #line: Line;
  readonly #step: 1 | -1;
  readonly #first: number;
  readonly #last: number;
  #known: number | undefined;

  constructor(line: Line, step: 1 | -1) {
    this.#line = line;
    this.#step = step;
    this.#first = Math.max(firstDay, dayOf(line.from));
    this.#last = Math.min(lastDay, dayOf(line.to));
  }

  /** The next one from a UTC day on; days must be asked for in order. */
  from(asked: number): number | undefined {
    const forwards = this.#step === 1;
    const day = forwards ? Math.max(asked, this.#first) : Math.min(asked, this.#last);
    const edge = forwards ? day - reach.before : day + reach.after;
    if (this.#known === undefined || (this.#known - edge) * this.#step < 0) {
      const found = forwards && edge > this.#last + reach.after ? undefined : this.#find(edge);
      if (found === undefined) return undefined;
      this.#known = found;
    }
    const next = forwards ? Math.max(day, this.#known - reach.after) : Math.min(day, this.#known + reach.before);
    return next < this.#first || next > this.#last ? undefined : next;
  }

  #find(edge: number): number | undefined {
    return nearestDay(this.#line.cron.days, edge, this.#step);
  }
}
