import { spreadOf } from '../../report/command/lag.ts';
import type { AskedForecast } from '../../report/forecast/forecast.ts';
import type { RunDocument } from '../../run/document.ts';

/** Something that somebody asks for. */
export interface Asked extends Pick<AskedForecast, 'kind' | 'pipeline' | 'name' | 'asked'> {}

/** What came of it in one world; times in milliseconds since the epoch. */
interface Course {
  runs: number;
  begins: number;
  ends: number;
}

/** Adds up what becomes of a run or a backfill that somebody asks for, in all worlds. */
export class AskedTally {
  readonly #asked: Asked;
  readonly #courses = new Map<number, Course>();
  #failed = 0;
  #refused = 0;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  refused(): void {
    this.#refused++;
  }

  ended({ state, startedAt, finishedAt = startedAt }: RunDocument, world: number): void {
    const course = this.#courses.get(world) ?? { runs: 0, begins: Number.POSITIVE_INFINITY, ends: 0 };
    course.runs++;
    course.begins = Math.min(course.begins, Date.parse(startedAt));
    course.ends = Math.max(course.ends, Date.parse(finishedAt));
    this.#courses.set(world, course);
    if (state !== 'success') this.#failed++;
  }

  forecast(worlds: number): AskedForecast {
    const courses = [...this.#courses.values()];
    const whole = courses.filter(({ runs }) => runs >= this.#asked.asked);
    const [begins, ends] = [whole.map((each) => each.begins), whole.map((each) => each.ends)].map(spreadOf);
    return {
      ...this.#asked,
      runs: courses.reduce((sum, { runs }) => sum + runs, 0),
      failed: this.#failed,
      refused: this.#refused,
      unfinished: worlds - whole.length - this.#refused,
      ...(begins === undefined || whole.length === 0 ? {} : { begins: instant(begins.p50Ms) }),
      ...(ends === undefined || whole.length === 0
        ? {}
        : { ends: { p50: instant(ends.p50Ms), p95: instant(ends.p95Ms) } }),
    };
  }
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
