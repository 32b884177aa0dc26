import type { Cron } from '../model/pipeline.ts';
import { dayOf, firstDay, lastDay } from './calendar.ts';
import { nearestDay } from './day-rule.ts';
import { type Line, lineOf } from './line.ts';
import { firesOfLine } from './line-fires.ts';

/** The fires of all crons together from an instant on, that one included: ascending, each once. */
export function* walkForwards(crons: readonly Cron[], from: number): Generator<number, undefined> {
  const lines = crons.map(lineOf);
  for (const day of daysOf(lines, dayOf(from), 1)) {
    const fires = firesOn(lines, day);
    for (let index = countBefore(fires, from); index < fires.length; index += 1) yield fires[index] as number;
  }
}

/** The same back in time: the fires up to an instant, descending. */
export function* walkBackwards(crons: readonly Cron[], from: number): Generator<number, undefined> {
  const lines = crons.map(lineOf);
  for (const day of daysOf(lines, dayOf(from), -1)) {
    const fires = firesOn(lines, day);
    for (let index = countBefore(fires, from + 1) - 1; index >= 0; index -= 1) yield fires[index] as number;
  }
}

/** How many of ascending instants are earlier than one: a cron of every minute fires 1,440 times a day. */
function countBefore(fires: readonly number[], instant: number): number {
  let [least, most] = [0, fires.length];
  while (least < most) {
    const middle = (least + most) >>> 1;
    if ((fires[middle] as number) < instant) least = middle + 1;
    else most = middle;
  }
  return least;
}

function firesOn(lines: readonly Line[], day: number): readonly number[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  if (others.length === 0) return firesOfLine(first, day);
  return [...new Set(lines.flatMap((line) => firesOfLine(line, day)))].sort((a, b) => a - b);
}

/**
 * What fires on a UTC day stands in the calendar at most so many days before or after it, also where it was skipped: no
 * clock is a whole day from UTC.
 */
const reach = 1;

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
  #isOver = false;

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
    if (this.#isOver || day < this.#first || day > this.#last) return undefined;
    const known = this.#find(day - this.#step * reach);
    if (known === undefined) return undefined;
    const next = forwards ? Math.max(day, known - reach) : Math.min(day, known + reach);
    return next < this.#first || next > this.#last ? undefined : next;
  }

  /** The line's next day of the calendar from a day on. */
  #find(from: number): number | undefined {
    if (this.#known === undefined || (this.#known - from) * this.#step < 0) {
      this.#known = nearestDay(this.#line.cron.days, from, this.#step);
      this.#isOver = this.#known === undefined;
    }
    return this.#known;
  }
}
