import type { Instant } from '../../run/document.ts';
import type { JobTime } from '../../run/job-time.ts';
import type { Plan } from '../../run/plan.ts';
import type { ActiveRun } from '../../run/ports.ts';
import type { Previous } from '../../run/restore.ts';
import { Places } from '../../tick/places.ts';
import type { Recovery, Step } from '../../tick/step.ts';
import type { WakeUp } from '../../tick/wake-up.ts';
import { CarriedRun } from './carried-run.ts';
import { claimedAgain, goOn, unbegun } from './go-on.ts';
import type { AskedRun } from './intents.ts';
import type { JobRecord } from './job-record.ts';
import { playedCommit } from './ledger.ts';
import type { MortalClock } from './mortal-clock.ts';
import type { Stage } from './stage.ts';

export interface JobRunsOptions {
  readonly stage: Stage;
  readonly clock: MortalClock;
  readonly holder: string;
  readonly time: JobTime;
  readonly wokenAt: Instant;
  readonly record: JobRecord;
  readonly wakeUp: WakeUp;
  /** A run has ended. */
  readonly news: () => void;
}

/** The runs that one job has claimed and that have not ended: as many are worked on as it has places, the others wait. */
export class JobRuns {
  readonly #options: JobRunsOptions;
  readonly #stage: Stage;
  readonly #places: Places;
  /** Not carried: it waits for a place. */
  readonly #runs = new Map<string, { readonly plan: Plan; carried?: CarriedRun }>();
  #isInterrupted = false;

  constructor(options: JobRunsOptions) {
    this.#options = options;
    this.#stage = options.stage;
    this.#places = new Places(options.stage.settings.maxParallelRuns);
  }

  get size(): number {
    return this.#runs.size;
  }

  get free(): number {
    return this.#places.free;
  }

  start(id: string, { start, state }: Extract<Step, { kind: 'start' }>): void {
    const { ledger, plans } = this.#stage;
    const { holder, time, wokenAt, wakeUp } = this.#options;
    const { cause, interval, generation } = start;
    const at = this.#now();
    const plan = { ...plans.begin(ledger.pipeline(id), start, time, wokenAt, at), host: holder };
    const { run } = plan;
    const isBackfill = cause.kind === 'backfill';
    if (isBackfill && interval) ledger.began(id, { run, state: 'running', createdAt: at, interval, generation });
    const claim = { ...this.#claim(run), tick: true, ...(isBackfill ? { backfill: cause.id } : {}) } as const;
    ledger.put(id, { ...state, commit: playedCommit, active: [...state.active, claim] });
    wakeUp.started(id, start, run);
    this.#stage.claimed(plan);
    this.#work(plan);
  }

  /** Begins a run that somebody asks for; there must be room for it. */
  ask(asked: AskedRun): Plan {
    const { ledger, plans } = this.#stage;
    const { holder, time, wakeUp } = this.#options;
    const id = asked.pipeline;
    const plan = { ...plans.asked(ledger.pipeline(id), asked, time, this.#now()), host: holder };
    const state = ledger.state(id);
    ledger.put(id, { ...state, active: [...state.active, this.#claim(plan.run)] });
    wakeUp.takesUp(id, plan.run);
    this.#work(plan);
    return plan;
  }

  /** Goes on with a run as somebody else has left it, or ends it if nobody can. */
  takeOver(id: string, recovery: Recovery, known: { readonly plan: Plan } & Parameters<typeof goOn>[0]): void {
    const { ledger, left, plans, listener } = this.#stage;
    const { holder, time, wakeUp } = this.#options;
    left.delete(recovery.run);
    wakeUp.takesUp(id, recovery.run);
    listener({ kind: 'taken-over', pipeline: id });
    const state = ledger.state(id);
    const active = state.active.map((entry) =>
      entry.run === recovery.run
        ? { ...this.#claim(entry.run), tick: true as const, ...claimedAgain(entry, recovery) }
        : entry,
    );
    ledger.put(id, { ...state, active });
    const next = goOn(known, recovery, this.#now(), (times) => plans.again(known.plan, time, holder, times));
    if (next.kind === 'given-up') this.#stage.ended(id, next);
    else this.#work(next.plan, next.previous);
  }

  /** The machine is gone, and with it what was not stored. */
  abandon(): void {
    const { stage, clock, record } = this.#options;
    for (const [run, { plan, carried }] of this.#runs) {
      if (carried !== undefined) record.worked(plan.pipeline, clock.now() - carried.since);
      stage.left.set(run, { plan, document: carried?.document() ?? unbegun(plan) });
      stage.ledger.disturb(plan.pipeline);
    }
  }

  /** Lets go of all runs, also of those that only now get a place. */
  interrupt(): void {
    this.#isInterrupted = true;
    for (const { carried } of this.#runs.values()) carried?.cancel(interrupted);
  }

  #claim(run: string): ActiveRun {
    const { holder: host } = this.#options;
    return { run, claimedAt: this.#now(), host, pid: 1, lease: host };
  }

  #work(plan: Plan, previous?: Previous): void {
    const { stage, clock, holder, record } = this.#options;
    const entry: { readonly plan: Plan; carried?: CarriedRun } = { plan };
    this.#runs.set(plan.run, entry);
    this.#places.take(() => {
      const options = { stage, clock, holder, plan, ended: (run: CarriedRun) => this.#ended(run) };
      record.begun();
      entry.carried = new CarriedRun(previous === undefined ? options : { ...options, previous });
      if (this.#isInterrupted) entry.carried.cancel(interrupted);
    });
  }

  #ended(carried: CarriedRun): void {
    const { clock, record, wakeUp, news } = this.#options;
    const { plan, since } = carried;
    const document = carried.document();
    this.#runs.delete(plan.run);
    record.ended(document, clock.now() - since);
    wakeUp.ended(document);
    this.#stage.ended(plan.pipeline, { plan, document });
    this.#places.release();
    news();
  }

  #now(): Instant {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

const interrupted = { why: 'interrupt', by: 'simulation' } as const;
