import type { Instant } from '../../run/document.ts';
import type { JobTime } from '../../run/job-time.ts';
import { leaseTimes } from '../../run/leases.ts';
import type { Plan } from '../../run/plan.ts';
import { ClaimRoom } from '../../tick/claim-room.ts';
import { nextJob } from '../../tick/next-job.ts';
import { ownRuns } from '../../tick/own-runs.ts';
import type { Liveness, Recovery, Start, Step } from '../../tick/step.ts';
import { WakeUp } from '../../tick/wake-up.ts';
import type { AskedRun } from './intents.ts';
import { JobRecord } from './job-record.ts';
import { JobRuns } from './job-runs.ts';
import type { Group } from './ledger.ts';
import { MortalClock } from './mortal-clock.ts';
import { Patience } from './patience.ts';
import type { Stage } from './stage.ts';

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
  readonly #room: ClaimRoom;
  readonly #wakeUp: WakeUp;
  readonly #runs: JobRuns;
  /** Since when it sees leases that nobody renews. */
  readonly #watched = new Map<string, number>();
  readonly #record: JobRecord;
  readonly #patience: Patience;
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
    this.#wakeUp = new WakeUp(this.#wokenAt);
    const runs = { stage, clock: this.#clock, holder: options.holder, record: this.#record, wakeUp: this.#wakeUp };
    this.#runs = new JobRuns({ ...runs, time: this.#time, wokenAt: this.#wokenAt, news: () => this.#lookSoon() });
    this.#room = new ClaimRoom(settings.maxParallelRuns);
    stage.holders.begin(options.holder);
  }

  begin(): void {
    this.#lookAtAll();
    this.#goOn();
  }

  /** Does one run that somebody asks for. Undefined if as many of the pipeline go on as may: then it is refused. */
  ask(asked: AskedRun): Plan | undefined {
    const { ledger } = this.#stage;
    const { active } = ledger.state(asked.pipeline);
    const holders = this.#judge(asked.pipeline);
    const alive = ownRuns({ active: active.filter(({ run }) => holders[run] !== 'dead') });
    const hasRoom = alive.length < ledger.pipeline(asked.pipeline).maxActiveRuns;
    const plan = hasRoom ? this.#runs.ask(asked) : undefined;
    this.#goOn();
    return plan;
  }

  /** Its machine is gone, and with it what was not stored. */
  kill(): void {
    const { stage, holder } = this.#options;
    this.#isOver = true;
    this.#clock.die();
    stage.holders.kill(holder);
    stage.clock.after(leaseTimes(stage.settings.leaseMs).deadMs, () => stage.pools.forget(holder));
    this.#runs.abandon();
    for (const id of this.#record.left) stage.ledger.disturb(id);
    stage.listener(this.#record.bill(this.#clock.now()));
    this.#options.over(this);
  }

  /** It cannot show that it lives any more, so it lets go of all that it does. */
  interrupt(): void {
    this.#isInterrupted = true;
    this.#runs.interrupt();
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
      this.#patience.isWatching = false;
      const now = this.#clock.now();
      ledger.some(this.#options.mine, now, (id) => this.#advance(id));
    } while (this.#wakeUp.wasPutOff() && this.#runs.size === 0 && !this.#isInterrupted);
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
    const { ledger } = this.#stage;
    return ledger.step(id, { now: this.#clock.now(), holders: this.#judge(id), ...time });
  }

  #judge(id: string): Readonly<Record<string, Liveness>> {
    const { ledger, holders } = this.#stage;
    return holders.judge(ledger.state(id).active, this.#clock.now(), this.#watched);
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
        if (step.start.drops !== undefined) {
          listener({ kind: 'passed-over', pipeline: id, count: step.start.drops.count });
        }
        this.#runs.start(id, step);
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
    return this.#wakeUp.mayStart(id, start, () => {
      const { size: claimed, free } = this.#runs;
      return this.#room.hasRoomFor(start.cause, { claiming: 0, claimed, free });
    });
  }

  #takeOver(id: string, recovery: Recovery): boolean {
    const known = this.#stage.left.get(recovery.run);
    if (known === undefined || !this.#wakeUp.mayTakeOver(id, recovery, this.#leftMs())) return false;
    this.#runs.takeOver(id, recovery, known);
    return true;
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
