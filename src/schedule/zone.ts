import { dayMs } from './calendar.ts';

/** A part of a UTC day in which a zone keeps one offset. Instants and wall times are milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** What is added to an instant to get the wall time, read as if it were UTC. */
  readonly offset: number;
  /**
   * The wall time that clocks had come to before the span. Less than `from + offset`: the span begins after a gap. More:
   * it begins by repeating wall times.
   */
  readonly seen: number;
}

/** Days whose offset a zone remembers: more than a century, in about a megabyte. */
const mostKnown = 50_000;

/** The clocks of a timezone. No zone has changed its offset twice within two days since 1900; one change a day is seen. */
export class Zone {
  readonly #format: Intl.DateTimeFormat;
  readonly #offsets = new Map<number, number>();

  constructor(timezone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, timeZoneName: 'longOffset' });
  }

  /** Milliseconds to add to the instant. */
  offsetAt(instant: number): number {
    const [, sign, ...parts] = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(this.#format.format(instant)) ?? [];
    if (sign === undefined) return 0;
    const [hours = 0, minutes = 0, seconds = 0] = parts.map((part) => Number(part ?? 0));
    return (sign === '-' ? -1_000 : 1_000) * (hours * 3_600 + minutes * 60 + seconds);
  }

  /** The spans of a UTC day, counted from the epoch; ascending and without holes. */
  spansOf(day: number): readonly Span[] {
    const offset = this.#offsetOn(day);
    const [from, to] = [day * dayMs, (day + 1) * dayMs];
    if (this.#offsetOn(day - 1) === offset && this.#offsetOn(day + 1) === offset) {
      return [{ from, to, offset, seen: from + offset }];
    }
    let seen = Number.NEGATIVE_INFINITY;
    const spans: Span[] = [];
    for (const part of [...this.#partsOf(day - 1), ...this.#partsOf(day)]) {
      const begins = part.from + part.offset;
      if (part.from >= from) spans.push({ ...part, seen: seen === Number.NEGATIVE_INFINITY ? begins : seen });
      seen = Math.max(seen, part.to + part.offset);
    }
    return spans;
  }

  /** The first instant at which clocks show this wall time or a later one: of two the first, for none the end of the gap. */
  instantOf(wall: number): number {
    const day = Math.floor(wall / dayMs);
    for (let each = day - 1; ; each += 1) {
      const span = this.spansOf(each).find(({ to, offset }) => to + offset > wall);
      if (span !== undefined) return Math.max(span.from, wall - span.offset);
    }
  }

  #partsOf(day: number): readonly Omit<Span, 'seen'>[] {
    const [from, to] = [day * dayMs, (day + 1) * dayMs];
    const [before, after] = [this.#offsetOn(day), this.#offsetOn(day + 1)];
    const change = before === after ? to : this.#changeIn(from, to, before);
    const first = { from, to: change, offset: before };
    return change === to ? [first] : [first, { from: change, to, offset: after }];
  }

  /** The first second with another offset. */
  #changeIn(from: number, to: number, offset: number): number {
    let [known, found] = [from / 1_000, to / 1_000];
    while (found - known > 1) {
      const middle = Math.floor((known + found) / 2);
      if (this.offsetAt(middle * 1_000) === offset) known = middle;
      else found = middle;
    }
    return found * 1_000;
  }

  #offsetOn(day: number): number {
    const known = this.#offsets.get(day);
    if (known !== undefined) return known;
    if (this.#offsets.size >= mostKnown) this.#offsets.clear();
    const offset = this.offsetAt(day * dayMs);
    this.#offsets.set(day, offset);
    return offset;
  }
}

const zones = new Map<string, Zone>();
const mostZones = 1_000;

/** The clocks of a zone, which remember what they were asked. Throws a `RangeError` on what `isTimezone` refuses. */
export function zoneOf(timezone: string): Zone {
  const known = zones.get(timezone);
  if (known !== undefined) return known;
  const zone = new Zone(timezone);
  if (zones.size >= mostZones) zones.clear();
  zones.set(timezone, zone);
  return zone;
}
