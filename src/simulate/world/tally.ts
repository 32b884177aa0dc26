import { itemOf } from '../../incident/alert-message.ts';
import type { Incident } from '../../incident/incident.ts';
import { standingOf } from '../../incident/standing.ts';
import type {
  AskedForecast,
  ForecastAlert,
  ForecastIncident,
  ForecastRun,
  PipelineForecast,
  WorldCounts,
} from '../../report/forecast/forecast.ts';
import type { Instant, RunDocument } from '../../run/document.ts';
import { unreachable } from '../../run/states.ts';
import { AskedTally } from './asked-tally.ts';
import { type Intents, noIntents } from './intents.ts';
import { PipelineTally } from './pipeline-tally.ts';
import type { WorldEvent } from './world-event.ts';

/** What is kept of the first world at most. */
const [mostTold, mostRuns] = [1_000, 20_000];

type Counts = { -readonly [name in keyof WorldCounts]: number };

/** Adds up what is seen of all worlds. */
export class Tally {
  readonly #pipelines = new Map<string, PipelineTally>();
  readonly #sums: Counts = {
    ...{ runs: 0, failed: 0, takenOver: 0, unserved: 0, wakeUps: 0, lateWakeUps: 0, lostWakeUps: 0, idleWakeUps: 0 },
    ...{ jobs: 0, runnerMinutes: 0, alerts: 0, incidents: 0 },
  };
  readonly #alerts: ForecastAlert[] = [];
  readonly #incidents: ForecastIncident[] = [];
  readonly #runs: ForecastRun[] = [];
  readonly #keepsRuns: boolean;
  /** By place in `Intents.runs`. */
  readonly #asked: readonly AskedTally[];
  /** By id. */
  readonly #backfills: ReadonlyMap<string, AskedTally>;
  /** Of the world that is played, by id of the run. */
  readonly #askedRuns = new Map<string, AskedTally>();
  #world = 0;

  /** @param keepsRuns Each run of the first world is wanted, for a chart. */
  constructor(pipelines: Iterable<string>, keepsRuns: boolean, { runs, backfills }: Intents = noIntents) {
    for (const id of pipelines) this.#pipelines.set(id, new PipelineTally(id));
    this.#keepsRuns = keepsRuns;
    this.#asked = runs.map(
      ({ pipeline, at }) => new AskedTally({ kind: 'run', pipeline, name: new Date(at).toISOString(), asked: 1 }),
    );
    this.#backfills = new Map(
      backfills.map(({ id, pipeline, intervals }) => [
        id,
        new AskedTally({ kind: 'backfill', pipeline, name: id, asked: intervals.length }),
      ]),
    );
  }

  /** Worlds that have been played. */
  get worlds(): number {
    return this.#world;
  }

  nextWorld(): void {
    this.#world++;
    this.#askedRuns.clear();
  }

  note(event: WorldEvent): void {
    const sums = this.#sums;
    switch (event.kind) {
      case 'run-ended':
        this.#ended(event.document, event.plan);
        break;
      case 'waited':
        if (event.backfill === undefined) this.#of(event.pipeline)?.waited(event);
        break;
      case 'asked':
        this.#noteAsked(event);
        break;
      case 'passed-over':
        this.#of(event.pipeline)?.passedOver(event.count);
        break;
      case 'taken-over':
        sums.takenOver++;
        break;
      case 'job-ended':
        this.#billed(event);
        break;
      case 'wake-up':
        sums.wakeUps++;
        if (event.came === 'late') sums.lateWakeUps++;
        if (event.came === 'never') sums.lostWakeUps++;
        else if (event.isIdle) sums.idleWakeUps++;
        break;
      case 'alerted':
        this.#alerted(event);
        break;
      case 'incident':
        sums.incidents++;
        if (this.#isKept(this.#incidents)) this.#incidents.push(incidentOf(event.at, event.incident));
        break;
      case 'unfinished':
        this.#of(event.pipeline)?.unfinished(this.#world);
        break;
      case 'unserved':
        sums.unserved++;
        break;
      default:
        unreachable(event);
    }
  }

  forecasts(): readonly PipelineForecast[] {
    return [...this.#pipelines.values()].map((each) => each.forecast(this.#world));
  }

  asked(): readonly AskedForecast[] {
    return [...this.#asked, ...this.#backfills.values()].map((each) => each.forecast(this.#world));
  }

  perWorld(): WorldCounts {
    const sums = Object.entries(this.#sums).map(([name, sum]) => [name, sum / Math.max(1, this.#world)] as const);
    return { ...this.#sums, ...Object.fromEntries(sums) };
  }

  get alerts(): readonly ForecastAlert[] {
    return this.#alerts;
  }

  get incidents(): readonly ForecastIncident[] {
    return this.#incidents;
  }

  /** Of the first world, in the order of their ends. */
  get runs(): readonly ForecastRun[] {
    return this.#runs;
  }

  #of(pipeline: string): PipelineTally | undefined {
    return this.#pipelines.get(pipeline);
  }

  #noteAsked({ place, run }: Extract<WorldEvent, { kind: 'asked' }>): void {
    const tally = this.#asked[place];
    if (tally === undefined) return;
    if (run === undefined) tally.refused();
    else this.#askedRuns.set(run, tally);
  }

  #isKept(list: readonly unknown[]): boolean {
    return this.#world === 0 && list.length < mostTold;
  }

  #ended(document: RunDocument, plan: Extract<WorldEvent, { kind: 'run-ended' }>['plan']): void {
    this.#sums.runs++;
    if (document.state !== 'success') this.#sums.failed++;
    const { trigger, run } = document;
    this.#askedRuns.get(run)?.ended(document, this.#world);
    if (trigger.backfill === undefined) this.#of(document.pipeline)?.ended(document, plan, this.#world);
    else this.#backfills.get(trigger.backfill)?.ended(document, this.#world);
    if (this.#keepsRuns && this.#world === 0 && this.#runs.length < mostRuns) this.#runs.push(runOf(document));
  }

  #billed({ minutes, runs }: Extract<WorldEvent, { kind: 'job-ended' }>): void {
    this.#sums.jobs++;
    this.#sums.runnerMinutes += minutes;
    const all = [...runs.values()].reduce((sum, ms) => sum + ms, 0);
    for (const [pipeline, ms] of runs) if (all > 0) this.#of(pipeline)?.billed((minutes * ms) / all);
  }

  #alerted({ at, message }: Extract<WorldEvent, { kind: 'alerted' }>): void {
    this.#sums.alerts++;
    if (!this.#isKept(this.#alerts)) return;
    for (const { severity, kind, title } of message.items) {
      this.#alerts.push({ at, to: message.to.webhook, severity, kind, title });
    }
  }
}

function incidentOf(at: Instant, incident: Incident): ForecastIncident {
  const change = { key: '', kind: 'opened', at, opening: standingOf(incident).openings.length } as const;
  const { title, pipelines } = itemOf(incident, change);
  return { at, kind: incident.kind, title, pipelines };
}

function runOf({
  pipeline,
  interval,
  createdAt,
  startedAt,
  finishedAt,
  state,
  deadline,
  tasks,
  trigger,
}: RunDocument): ForecastRun {
  // What is filled back, or started by hand, has not waited since its interval.
  const wasDue = trigger.kind === 'schedule' ? interval?.end : undefined;
  const bars = Object.entries(tasks).flatMap(([task, { attempts }]) =>
    attempts.map((each) => ({
      task,
      startedAt: each.startedAt,
      finishedAt: each.finishedAt ?? each.startedAt,
      hasFailed: each.state !== 'success',
    })),
  );
  const { backfill } = trigger;
  return {
    pipeline,
    ...(backfill === undefined ? {} : { backfill }),
    due: wasDue ?? createdAt,
    startedAt,
    finishedAt: finishedAt ?? startedAt,
    state,
    ...(deadline === undefined ? {} : { deadline }),
    tasks: bars,
  };
}
