import type { Instant } from '../run/document.ts';
import { incidentBounds } from './bounds.ts';
import { byTime } from './ends.ts';
import type { Cause, End, Incident } from './incident.ts';

/** How an incident stands: all of it follows from the ends of its members, in whichever order they were told. */
export interface Standing {
  readonly state: 'open' | 'recovered';
  /** It keeps coming back: see `incidentBounds.flappingOpenings`. */
  readonly flapping: boolean;
  /** When it opened each time, oldest first. */
  readonly openings: readonly Instant[];
  readonly recoveredAt?: Instant;
  /** Pipelines that it still hits, and how many green runs each has had since. */
  readonly red: ReadonlyMap<string, number>;
  /** Runs that have failed and did not succeed since, oldest first, with their pipelines. */
  readonly failed: readonly PipelineEnd[];
  /** Of the newest failure. */
  readonly cause?: Cause;
  /** What people are told besides the page, oldest first. */
  readonly changes: readonly Change[];
}

export interface Change {
  /** The same for all who look: `<kind>/<number of the opening>`, of a cause with it. */
  readonly key: string;
  readonly kind: 'opened' | 'reopened' | 'recovered' | 'cause' | 'deadline';
  readonly at: Instant;
  readonly opening: number;
}

export interface PipelineEnd extends End {
  readonly pipeline: string;
}

/** Incidents never change, so how one stands is worked out once. */
const known = new WeakMap<Incident, Standing>();

export function standingOf(incident: Incident): Standing {
  const standing = known.get(incident) ?? workOut(incident);
  known.set(incident, standing);
  return standing;
}

function workOut(incident: Incident): Standing {
  const forgotten = Object.values(incident.members).map((member) => member.forgotten ?? 0);
  const sweep = new Sweep(Math.max(0, ...forgotten), incident.kind === 'backfill');
  for (const end of eventsOf(incident)) sweep.take(end);
  const cause = incident.causes.find(({ shared }) => shared === sweep.cause) ?? incident.causes.at(-1);
  return sweep.standing(cause);
}

interface MissedDeadline {
  readonly pipeline: string;
  readonly at: Instant;
  readonly state: 'missed';
}

function eventsOf({ members }: Incident): readonly (PipelineEnd | MissedDeadline)[] {
  const ends = Object.entries(members).flatMap(([pipeline, member]) =>
    member.ends.map((end) => ({ ...end, pipeline })),
  );
  const sorted: (PipelineEnd | MissedDeadline)[] = ends.sort(
    (one, other) => byTime(one, other) || (one.pipeline < other.pipeline ? -1 : 1),
  );
  for (const [pipeline, { missed }] of Object.entries(members)) {
    for (const at of missed) {
      // Before what happened at the same time stands the end that opened it.
      const place = sorted.findIndex((each) => each.at > at);
      sorted.splice(place < 0 ? sorted.length : place, 0, { pipeline, at, state: 'missed' });
    }
  }
  return sorted;
}

class Sweep {
  readonly #red = new Map<string, number>();
  readonly #openings: Instant[] = [];
  readonly #changes = new Map<string, Change>();
  readonly #forgotten: number;
  readonly #perRun: boolean;
  readonly #failed = new Map<string, PipelineEnd>();
  #recoveredAt: Instant | undefined;
  cause: string | undefined;

  /** Each run of a backfill has data of its own to give: that another one succeeds does not help it. */
  constructor(forgotten: number, perRun: boolean) {
    this.#forgotten = forgotten;
    this.#perRun = perRun;
  }

  take(end: PipelineEnd | MissedDeadline): void {
    if (end.state === 'missed') {
      if (this.#red.size > 0) this.#change('deadline', end.at);
    } else if (end.state === 'red') this.#fail(end);
    else this.#clear(end);
  }

  standing(cause: Cause | undefined): Standing {
    const last = this.#openings.at(-1);
    return {
      state: this.#red.size > 0 ? 'open' : 'recovered',
      flapping: last !== undefined && this.#isFlapping(last),
      openings: this.#openings,
      ...(this.#red.size > 0 || this.#recoveredAt === undefined ? {} : { recoveredAt: this.#recoveredAt }),
      red: new Map([...this.#red].map(([key, greens]) => [key.split('\n')[0] ?? key, greens])),
      failed: [...this.#failed.values()],
      ...(cause === undefined ? {} : { cause }),
      changes: [...this.#changes.values()],
    };
  }

  #fail(end: PipelineEnd): void {
    const { at, cause } = end;
    this.#failed.set(end.run, end);
    if (this.#red.size === 0) {
      this.#openings.push(at);
      this.#change(this.#forgotten + this.#openings.length === 1 ? 'opened' : 'reopened', at);
    } else if (cause !== undefined && this.cause !== undefined && cause !== this.cause) {
      this.#change('cause', at, `/${cause}`);
    }
    this.#red.set(this.#keyOf(end), 0);
    if (cause !== undefined) this.cause = cause;
  }

  #clear(end: PipelineEnd): void {
    const { at, state } = end;
    if (state === 'green') this.#failed.delete(end.run);
    const key = this.#keyOf(end);
    const greens = this.#red.get(key);
    if (greens === undefined) return;
    const needed = state === 'green' && this.#isFlapping(at) ? incidentBounds.flappingGreens : 1;
    if (greens + 1 < needed) {
      this.#red.set(key, greens + 1);
      return;
    }
    this.#red.delete(key);
    if (this.#red.size > 0) return;
    this.#recoveredAt = at;
    this.#change('recovered', at);
  }

  #keyOf({ pipeline, run }: PipelineEnd): string {
    return this.#perRun ? `${pipeline}\n${run}` : pipeline;
  }

  #isFlapping(at: Instant): boolean {
    const since = new Date(Date.parse(at) - incidentBounds.reopenMs).toISOString();
    return this.#openings.filter((each) => each >= since).length >= incidentBounds.flappingOpenings;
  }

  #change(kind: Change['kind'], at: Instant, more = ''): void {
    const opening = this.#forgotten + this.#openings.length;
    const key = `${kind}/${opening}${more}`;
    if (!this.#changes.has(key)) this.#changes.set(key, { key, kind, at, opening });
  }
}
