import type { Instant } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { JobTime } from '../../run/job-time.ts';
import { leaseTimes } from '../../run/leases.ts';
import type { Plan } from '../../run/plan.ts';
import type { ActiveRun } from '../../run/ports.ts';
import type { Previous } from '../../run/restore.ts';
import { CaughtUp } from '../../tick/caught-up.ts';
import { ClaimRoom } from '../../tick/claim-room.ts';
import { nextJob } from '../../tick/next-job.ts';
import { Places } from '../../tick/places.ts';
import type { Recovery, Start, Step } from '../../tick/step.ts';
import { CarriedRun } from './carried-run.ts';
import { claimedAgain, goOn, unbegun } from './go-on.ts';
import { JobRecord } from './job-record.ts';
import { type Group, playedCommit } from './ledger.ts';
import { MortalClock } from './mortal-clock.ts';
import { Patience } from './patience.ts';
import type { LeftRun, Stage } from './stage.ts';

export interface JobOptions {
  readonly stage: Stage;
  /** Its lease. */
  readonly holder: string;
  /** The pipelines that it serves. */
  readonly mine: Group;
  readonly wholeMs: number;
  readonly over: (job: Job) => void;
}

/**
 * One wake-up at work, as `workspace/tick/tick.ts` goes about it: claims what is due, works it off, takes up what falls due meanwhile,
 * and ends when nothing runs and nothing is due. What it decides by is the tick's own; only that claims take no time is not.
 */
export class Job {
  readonly #options: JobOptions;
  readonly #stage: Stage;
  readonly #clock: MortalClock;
  readonly #began: number;
  readonly #time: JobTime;
  readonly #wokenAt: Instant;
  readonly #places: Places;
  readonly #room: ClaimRoom;
  readonly #caughtUp: CaughtUp;
  /** Runs that it has claimed and that have not ended; undefined: it waits for a place. */
  readonly #runs = new Map<string, { readonly plan: Plan; carried?: CarriedRun }>();
  readonly #refused = new Set<string>();
  /** Since when it sees leases that nobody renews. */
  readonly #watched = new Map<string, number>();
  readonly #record: JobRecord;
  readonly #patience: Patience;
  #isPutOff = false;
  #isInterrupted = false;
  #isOver = false;
  #willLook = false;
  #forgetTimer = () => {};

  constructor(options: JobOptions) {
    const { stage, wholeMs } = options;
    const { settings } = stage;
    this.#options = options;
    this.#stage = stage;
    this.#clock = new MortalClock(stage.clock);
    this.#began = this.#clock.now();
    this.#record = new JobRecord(this.#began);
    this.#wokenAt = instant(this.#began);
    this.#time = { endsAt: instant(this.#began + wholeMs), wholeMs };
    const patientUntil = this.#began + Math.min(settings.wake.leadMs, wholeMs);
    this.#patience = new Patience(stage.ledger, options.mine, patientUntil);
    this.#places = new Places(settings.maxParallelRuns);
    this.#room = new ClaimRoom(settings.maxParallelRuns);
    this.#caughtUp = new CaughtUp(this.#wokenAt);
    stage.holders.begin(options.holder);
  }

  begin(): void {
    this.#lookAtAll();
    this.#goOn();
  }

  /** Its machine is gone, and with it what was not stored. */
  kill(): void {
    const { stage, holder } = this.#options;
    this.#isOver = true;
    this.#clock.die();
    stage.holders.kill(holder);
    stage.clock.after(leaseTimes(stage.settings.leaseMs).deadMs, () => stage.pools.forget(holder));
    for (const [run, { plan, carried }] of this.#runs) {
      if (carried !== undefined) this.#record.worked(plan.pipeline, this.#clock.now() - carried.since);
      stage.left.set(run, { plan, document: carried?.document() ?? unbegun(plan) });
      stage.ledger.disturb(plan.pipeline);
    }
    for (const id of this.#record.left) stage.ledger.disturb(id);
    stage.listener(this.#record.bill(this.#clock.now()));
    this.#options.over(this);
  }

  /** It cannot show that it lives any more, so it lets go of all that it does. */
  interrupt(): void {
    this.#isInterrupted = true;
    for (const { carried } of this.#runs.values()) carried?.cancel({ why: 'interrupt', by: 'simulation' });
    this.#lookSoon();
  }

  #lookSoon(): void {
    if (this.#willLook) return;
    this.#willLook = true;
    this.#clock.after(0, () => {
      this.#willLook = false;
      this.begin();
    });
  }

  /** Until nothing runs and nothing is worth waiting for. */
  #goOn(): void {
    this.#forgetTimer();
    if (this.#isOver) return;
    const isDone = this.#runs.size === 0 && !this.#isAwaiting();
    if (isDone) this.#end();
    else this.#forgetTimer = this.#clock.after(this.#patience.lookAgainIn(this.#clock.now()), () => this.#lookAgain());
  }

  #lookAgain(): void {
    this.#stage.looked();
    this.#lookAtAll();
    this.#goOn();
  }

  #isAwaiting(): boolean {
    if (this.#isInterrupted || this.#leftMs() === 0 || this.#stage.isAway()) return false;
    return this.#patience.isWorthWaiting(this.#clock.now());
  }

  #leftMs(): number {
    return Math.max(0, Date.parse(this.#time.endsAt) - this.#clock.now());
  }

  #lookAtAll(): void {
    const { ledger } = this.#stage;
    do {
      this.#isPutOff = false;
      this.#patience.isWatching = false;
      const now = this.#clock.now();
      ledger.some(this.#options.mine, now, (id) => this.#advance(id));
    } while (this.#isPutOff && this.#runs.size === 0 && !this.#isInterrupted);
  }

  /** Does for a pipeline whatever is to be done. True if nothing can be done for any. */
  #advance(id: string): boolean {
    while (!this.#isInterrupted && !this.#stage.isAway()) {
      const ready = this.#stage.ledger.ready(id);
      if (ready !== undefined && !this.#mayStart(id, ready)) return false;
      if (!this.#takeStep(id, this.#look(id, { time: this.#time }))) return false;
    }
    return true;
  }

  #look(id: string, time: { readonly time?: JobTime }): Step {
    const { ledger, holders } = this.#stage;
    const now = this.#clock.now();
    const seen = holders.judge(ledger.state(id).active, now, this.#watched);
    return ledger.step(id, { now, holders: seen, ...time });
  }

  /** False once there is nothing to do for the pipeline now. */
  #takeStep(id: string, step: Step): boolean {
    const { ledger, listener } = this.#stage;
    switch (step.kind) {
      case 'wait':
        if (step.why.kind === 'watching') this.#patience.isWatching = true;
        this.#noteTime(id, step);
        return false;
      case 'note':
        ledger.put(id, step.state);
        if (step.note.kind === 'passes-over') {
          listener({ kind: 'passed-over', pipeline: id, count: step.note.count });
        }
        return true;
      case 'start':
        if (!this.#mayStart(id, step.start)) return false;
        this.#start(id, step);
        return true;
      case 'take-over':
      case 'give-up':
        return this.#takeOver(id, step);
      default:
        return step satisfies never;
    }
  }

  #noteTime(id: string, step: Step): void {
    this.#record.shortOfTime(id, step.kind === 'wait' && step.why.kind === 'no-time');
  }

  #mayStart(id: string, start: Start): boolean {
    if (!this.#caughtUp.allows(id, start)) return false;
    const claims = { claiming: 0, claimed: this.#runs.size, free: this.#places.free };
    if (this.#room.hasRoomFor(start.cause, claims)) return true;
    this.#isPutOff = true;
    return false;
  }

  #start(id: string, { start, state }: Extract<Step, { kind: 'start' }>): void {
    const { ledger, plans, listener, claimed } = this.#stage;
    const at = instant(this.#clock.now());
    const plan = plans.begin(ledger.pipeline(id), start, this.#time, this.#wokenAt, at);
    const own = { ...plan, host: this.#options.holder };
    const backfill = start.cause.kind === 'backfill' ? { backfill: start.cause.id } : {};
    ledger.put(id, {
      ...state,
      commit: playedCommit,
      active: [...state.active, { ...this.#claim(plan.run), ...backfill }],
    });
    if (start.drops !== undefined) listener({ kind: 'passed-over', pipeline: id, count: start.drops.count });
    this.#caughtUp.count(id, start);
    claimed(own);
    this.#work(own);
  }

  #claim(run: string): ActiveRun {
    const { holder: host } = this.#options;
    return { run, claimedAt: instant(this.#clock.now()), host, pid: 1, lease: host, tick: true };
  }

  /** False if it was refused before. */
  #takeOver(id: string, recovery: Recovery): boolean {
    const { ledger, left, plans, listener } = this.#stage;
    const known = left.get(recovery.run);
    if (known === undefined || this.#refused.has(recovery.run) || this.#leftMs() === 0) return false;
    left.delete(recovery.run);
    listener({ kind: 'taken-over', pipeline: id });
    const state = ledger.state(id);
    const active = state.active.map((entry) =>
      entry.run === recovery.run ? { ...this.#claim(entry.run), ...claimedAgain(entry, recovery) } : entry,
    );
    ledger.put(id, { ...state, active });
    const at = instant(this.#clock.now());
    const next = goOn(known, recovery, at, (times) => plans.again(known.plan, this.#time, this.#options.holder, times));
    if (next.kind === 'given-up') this.#stage.ended(id, next);
    else this.#work(next.plan, next.previous);
    return true;
  }

  #work(plan: Plan, previous?: Previous): void {
    const { stage, holder } = this.#options;
    const entry: { readonly plan: Plan; carried?: CarriedRun } = { plan };
    this.#refused.add(plan.run);
    this.#runs.set(plan.run, entry);
    this.#places.take(() => {
      const options = { stage, clock: this.#clock, holder, plan, ended: (run: CarriedRun) => this.#ended(run) };
      this.#record.begun();
      entry.carried = new CarriedRun(previous === undefined ? options : { ...options, previous });
      if (this.#isInterrupted) entry.carried.cancel({ why: 'interrupt', by: 'simulation' });
    });
  }

  #ended(carried: CarriedRun): void {
    const { plan, since } = carried;
    const left: LeftRun = { plan, document: carried.document() };
    this.#runs.delete(plan.run);
    this.#record.ended(left.document, this.#clock.now() - since);
    if (!isHandOver(left.document.cancelled)) this.#refused.delete(plan.run);
    this.#stage.ended(plan.pipeline, left);
    this.#places.release();
    this.#lookSoon();
  }

  #end(): void {
    const { stage, holder } = this.#options;
    this.#isOver = true;
    stage.looked();
    stage.holders.end(holder);
    for (const id of this.#record.left) stage.ledger.disturb(id);
    stage.listener(this.#record.bill(this.#clock.now()));
    if (this.#wakesNext()) stage.wake();
    this.#options.over(this);
  }

  /** Whether it asks for a job that goes on with what it leaves. */
  #wakesNext(): boolean {
    if (this.#isInterrupted || this.#stage.isAway()) return false;
    const now = this.#clock.now();
    // Meanwhile somebody else may have begun what was too long for this job.
    for (const id of [...this.#record.short]) this.#noteTime(id, this.#look(id, { time: this.#time }));
    const rest = this.#record.rest(this.#nextElsewhere(), instant(now));
    return rest !== undefined && nextJob(rest, now) === 'at once';
  }

  /** Pipelines of other lanes that come after what has succeeded here, and are due now. */
  #nextElsewhere(): readonly string[] {
    const { ledger } = this.#stage;
    const { ids } = this.#options.mine;
    const after = [...this.#record.succeeded].flatMap((id) => ledger.downstream(id));
    return [...new Set(after)].filter((id) => !ids.has(id) && this.#look(id, {}).kind !== 'wait');
  }
}

function instant(at: number): Instant {
  return new Date(at).toISOString();
}
