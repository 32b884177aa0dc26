import type { Pipeline } from '../../src/model/pipeline.ts';
import type { RunDocument } from '../../src/run/document.ts';
import type { ActiveRun } from '../../src/run/ports.ts';
import { nextFire } from '../../src/schedule/fires.ts';
import type { Write } from './watched-state.ts';

/** One write of a pipeline's state, as it got through. */
export interface Written extends Omit<Write, 'pipeline'> {
  readonly line: string;
  /** The file that the writer went by, at its commit; `undefined` if it had none. */
  readonly pipeline: Pipeline | undefined;
  /** What the writer took for the present. */
  readonly now: number;
}

/** What is known of a pipeline, whatever its file was called in the course of time. */
interface Line {
  reached?: string | undefined;
  newest: string;
  successes: number;
  served: number;
  dropped: number;
  readonly consumed: Map<string, number>;
}

/**
 * Watches all writes and keeps books of its own. Throws as soon as an interval is served or dropped twice or never, a
 * cursor or commit goes back, too many runs are under way, or something starts that must not.
 */
export class Judge {
  readonly #lines = new Map<string, Line>();
  readonly #lineOf: (id: string) => string;

  constructor(lineOf: (id: string) => string) {
    this.#lineOf = lineOf;
  }

  line(name: string): Line {
    const known = this.#lines.get(name) ?? { newest: '', successes: 0, served: 0, dropped: 0, consumed: new Map() };
    this.#lines.set(name, known);
    return known;
  }

  /** `workedOn`: the runs that somebody works on, by line. */
  judge(written: Written, workedOn: ReadonlyMap<string, string>): void {
    const { before, after } = written;
    demand((after.cursor ?? '') >= (before.cursor ?? ''), `the cursor goes back: ${before.cursor} ${after.cursor}`);
    this.#settle(written);
    if (written.action === 'begin') this.#beginAfter(this.line(written.line), written);
    for (const entry of after.active) this.#judgeActive(written, entry, workedOn);
    const line = this.line(written.line);
    if (after.commit !== before.commit && written.action !== 'adopt') {
      demand((after.commit ?? '') >= line.newest, `an older commit claims: ${line.newest} ${after.commit}`);
      line.newest = after.commit ?? '';
    }
    const was = before.successes?.count ?? 0;
    if (written.action === 'end' && (after.successes?.count ?? 0) > was) line.successes++;
  }

  /** Follows the cursor from where it was: first what is dropped, then what is served. */
  #settle({ line: name, action, before, after, runs, pipeline, now }: Written): void {
    const line = this.line(name);
    if (action === 'adopt') {
      if (after.cursor !== before.cursor) demand(after.cursor === line.reached, 'adopts what is not the newest');
      return;
    }
    if (action === 'begin' && after.cursor !== before.cursor) {
      demand(line.reached === undefined, 'begins anew');
      line.reached = after.cursor;
      return;
    }
    const schedule = pipeline?.on.schedule ?? [];
    const [newest] = after.dropped?.slice(-1) ?? [];
    if (newest !== undefined && JSON.stringify(newest) !== JSON.stringify(before.dropped?.at(-1))) {
      demand(newest.from === line.reached, `drops from ${newest.from}, settled is ${line.reached}`);
      let [fires, at] = [0, Date.parse(newest.from)];
      for (; at < Date.parse(newest.to); fires++) at = nextFire(schedule, at) ?? Number.POSITIVE_INFINITY;
      demand(at === Date.parse(newest.to) && fires === newest.count, `drops ${newest.count}, not ${fires}`);
      line.reached = newest.to;
      line.dropped += fires;
    }
    const isNew = ({ run }: RunDocument) => before.active.every((entry) => entry.run !== run);
    for (const { interval, trigger } of runs.filter(isNew)) {
      if (interval === undefined || trigger.kind !== 'schedule' || action !== 'serve') continue;
      demand(interval.start === line.reached, `serves from ${interval.start}, settled is ${line.reached}`);
      const end = nextFire(schedule, Date.parse(interval.start));
      demand(end === Date.parse(interval.end), `serves up to ${interval.end}, which is no fire`);
      demand(Date.parse(interval.end) <= now, `serves ${interval.end} before its end`);
      line.reached = interval.end;
      line.served++;
    }
    const moved = after.cursor !== before.cursor;
    if (moved) demand(after.cursor === line.reached, `the cursor is ${after.cursor}, settled is ${line.reached}`);
  }

  #judgeActive(written: Written, entry: ActiveRun, workedOn: ReadonlyMap<string, string>): void {
    const { before, line, runs, pipeline, action } = written;
    const known = before.active.find(({ run }) => run === entry.run);
    if (known !== undefined) {
      if (JSON.stringify(known) === JSON.stringify(entry)) return;
      demand(!workedOn.has(entry.run), `${entry.run} is taken from somebody who lives`);
      demand(action !== 'take-over' || before.paused === undefined, 'is taken over while paused');
      return;
    }
    demand(before.paused === undefined, 'starts while paused');
    const own = before.active.filter(({ backfill }) => backfill === undefined);
    const going = [...workedOn.values()].filter((each) => each === line);
    const most = pipeline?.maxActiveRuns ?? 0;
    demand(own.length < most && going.length < most, `${own.length} and ${going.length} are under way`);
    const document = runs.find(({ run }) => run === entry.run);
    if (document?.trigger.kind === 'event') this.#consume(this.line(line), document.trigger.upstream ?? {});
  }

  /** What was there before a pipeline was first seen, is as good as used. */
  #beginAfter({ consumed }: Line, { before, after }: Written): void {
    for (const [id, count] of Object.entries(after.consumed ?? {})) {
      const of = this.#lineOf(id);
      if (before.consumed?.[id] === undefined && !consumed.has(of)) consumed.set(of, count);
    }
  }

  /** Upstream lines all of which have a success that nothing has been started for. */
  unused(name: string, upstream: readonly string[]): boolean {
    const { consumed } = this.line(name);
    return upstream.every((of) => this.line(of).successes > (consumed.get(of) ?? 0));
  }

  #consume({ consumed }: Line, upstream: Readonly<Record<string, number>>): void {
    for (const [id, count] of Object.entries(upstream)) {
      const of = this.#lineOf(id);
      demand(count > (consumed.get(of) ?? 0), `success ${count} of ${id} is consumed twice`);
      demand(count <= this.line(of).successes, `success ${count} of ${id} has not been`);
      consumed.set(of, count);
    }
  }
}

function demand(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
