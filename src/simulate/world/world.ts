import { maxRuntimeOf } from '../../model/max-runtime.ts';
import type { Settings } from '../../model/settings.ts';
import { afterEnd } from '../../run/after-end.ts';
import { leaseTimes } from '../../run/leases.ts';
import { deadlineOfRun } from '../../tick/run-facts.ts';
import { hasFinder, jobsOf } from '../../workflow/jobs.ts';
import { usedLanes } from '../../workflow/lanes.ts';
import { VirtualClock } from '../virtual-clock.ts';
import { type Away, awayOf } from './away.ts';
import { chanceOf } from './chance.ts';
import { Deadlines } from './deadlines.ts';
import type { Effort } from './effort.ts';
import { durationsOf } from './habits.ts';
import { Holders } from './holders.ts';
import { type AskedRun, type Intents, noIntents, type PauseSwitch } from './intents.ts';
import { Job } from './job.ts';
import { type Group, Ledger, type LedgerOptions } from './ledger.ts';
import { playedPipeline } from './played-pipeline.ts';
import { RunPlans } from './run-plans.ts';
import { settleBefore } from './settle-before.ts';
import { SharedPools } from './shared-pools.ts';
import type { LeftRun, Stage } from './stage.ts';
import { Telling } from './telling.ts';
import { until } from './until.ts';
import { type WakeTime, wakeTimes } from './wake-times.ts';
import { instantsOf } from './what-if.ts';
import type { WorldListener } from './world-event.ts';
import type { WorldQuestion } from './world-question.ts';

/** Tasks of one run at once, where nobody says otherwise: GitHub's own runners have so many cores. */
export const usualJobs = 4;

/** From the request of a job for the next one to its start. */
const dispatchMs = 15_000;

/** What is not done so long after the window is left undone. */
const patienceMs = 7 * 86_400_000;

/**
 * Plays one world to its end; false if the bound on effort ended it before. Everything that is seen goes to the listener.
 *
 * @param openLedger Another ledger decides the same, be it slower.
 */
export function playWorld(
  question: WorldQuestion,
  effort: Effort,
  listener: WorldListener,
  openLedger: (options: LedgerOptions) => Ledger = (options) => new Ledger(options),
): boolean {
  return new World(question, effort, listener, openLedger).play();
}

class World {
  readonly #question: WorldQuestion;
  readonly #intents: Intents;
  readonly #effort: Effort;
  readonly #listener: WorldListener;
  readonly #clock: VirtualClock;
  readonly #stage: Stage;
  readonly #deadlines: Deadlines;
  readonly #telling: Telling;
  readonly #jobs = new Set<Job>();
  readonly #lanes: ReadonlyMap<string, Group>;
  readonly #all: Group;
  readonly #hasFinder: boolean;
  readonly #away: readonly Away[];
  #begun = 0;
  /** Runs that are still to be asked for. */
  #asksLeft: number;

  constructor(
    question: WorldQuestion,
    effort: Effort,
    listener: WorldListener,
    openLedger: (options: LedgerOptions) => Ledger,
  ) {
    this.#effort = effort;
    const { settings, environment, habits, whatIf, seed, from, to, intents = noIntents, luckOf = new Map() } = question;
    this.#question = question;
    this.#intents = intents;
    this.#asksLeft = intents.runs.length;
    this.#listener = listener;
    this.#clock = new VirtualClock(from);
    const played = question.pipelines.map((each) => until(playedPipeline(each, habits).pipeline, to));
    const durations = (id: string) => durationsOf(ledger.pipeline(id), habits);
    const ledger: Ledger = openLedger({ pipelines: played, environment, durations, backfills: intents.backfills });
    const chance = chanceOf(seed);
    const luck = { chance, habits, whatIf, luckOf };
    this.#deadlines = new Deadlines(ledger);
    this.#telling = new Telling(ledger, environment, settings.alerts, listener);
    const lanes = [...new Set(played.map(({ lane }) => lane))].sort();
    this.#lanes = new Map(lanes.map((name) => [name, ledger.group(({ lane }) => lane === name)]));
    this.#all = ledger.group(() => true);
    this.#hasFinder = hasFinder(jobsOf(usedLanes(question.pipelines, settings), settings));
    this.#away = awayOf(question);
    this.#stage = {
      clock: this.#clock,
      settings,
      ledger,
      holders: new Holders(settings.leaseMs),
      plans: new RunPlans({ settings, environment, jobs: whatIf.jobs ?? usualJobs, luck }),
      pools: new SharedPools(chance),
      listener,
      left: new Map(),
      isAway: () => this.#isAway(this.#clock.now()),
      spend: (steps) => effort.spend(steps),
      claimed: (plan) => this.#deadlines.watch(plan),
      ended: (pipeline, left) => this.#ended(pipeline, left),
      looked: () => this.#look(),
      wake: () => void this.#clock.after(dispatchMs, () => this.#wake()),
    };
  }

  play(): boolean {
    const effort = this.#effort;
    settleBefore(this.#stage.ledger, this.#question.from, this.#intents.pauses);
    this.#plan();
    while (!effort.isSpent && this.#clock.leap()) {
      effort.spend(1);
      if (this.#isOver()) break;
    }
    if (effort.isSpent) return false;
    this.#closeBooks();
    return true;
  }

  #plan(): void {
    const { from, to, whatIf, pipelines, settings, knownLateMs } = this.#question;
    const at = (instant: number, act: () => void) => void this.#clock.after(instant - from, act);
    for (const kill of whatIf.kills) {
      for (const instant of instantsOf(kill, from, to)) at(instant, () => this.#kill());
    }
    const { endMs } = leaseTimes(settings.leaseMs);
    for (const away of this.#away) if (away.to - away.from > endMs) at(away.from + endMs, () => this.#interrupt());
    for (const each of this.#intents.switches) at(each.at, () => this.#switch(each));
    for (const [place, asked] of this.#intents.runs.entries()) at(asked.at + dispatchMs, () => this.#ask(asked, place));
    const chance = chanceOf(this.#question.seed);
    this.#awaitNext(wakeTimes({ pipelines, settings, from, chance, whatIf, knownLateMs }));
  }

  #awaitNext(wakes: Iterator<WakeTime, undefined>): void {
    const next = wakes.next();
    if (next.done === true || next.value.at > this.#question.to + patienceMs) return;
    const wake = next.value;
    this.#clock.after(wake.at - this.#clock.now(), () => {
      this.#come(wake);
      this.#awaitNext(wakes);
    });
  }

  #come({ at, lateMs, isLost }: WakeTime): void {
    const isCounted = at < this.#question.to;
    if (this.#isOver()) return;
    if (isLost || this.#isAway(at)) {
      if (isCounted) this.#listener({ kind: 'wake-up', came: 'never', isIdle: true });
      return;
    }
    this.#clock.after(lateMs, () => {
      const isIdle = this.#wake();
      if (isCounted) this.#listener({ kind: 'wake-up', came: lateMs === 0 ? 'in time' : 'late', isIdle });
    });
  }

  /** One job for all, or one that finds out which lanes have work, and one for each of them. True if there was nothing to do. */
  #wake(): boolean {
    if (this.#stage.isAway()) return true;
    const { settings, ledger } = this.#stage;
    if (!this.#hasFinder) {
      const isIdle = !ledger.some(this.#all, this.#clock.now(), () => true);
      this.#open(this.#all, shortest(settings, [...this.#lanes.keys()])).begin();
      return isIdle;
    }
    this.#listener({ kind: 'job-ended', minutes: 1, runs: new Map() });
    const due = [...this.#lanes].filter(([, lane]) => this.#hasWork(lane));
    for (const [name, lane] of due) this.#open(lane, maxRuntimeOf(settings, name)).begin();
    return due.length === 0;
  }

  #hasWork(lane: Group): boolean {
    const { ledger, holders } = this.#stage;
    const now = this.#clock.now();
    return ledger.some(lane, now, (id) => {
      const step = ledger.step(id, { now, holders: holders.judge(ledger.state(id).active, now, new Map()) });
      return step.kind !== 'wait' || step.why.kind === 'watching';
    });
  }

  #open(mine: Group, wholeMs: number): Job {
    const holder = `h-${++this.#begun}`;
    const job = new Job({ stage: this.#stage, holder, mine, wholeMs, over: (each) => this.#jobs.delete(each) });
    this.#jobs.add(job);
    this.#look();
    return job;
  }

  /** A job of its own, that serves nothing else. */
  #ask(asked: AskedRun, place: number): void {
    const { settings, ledger, listener } = this.#stage;
    this.#asksLeft--;
    const { lane } = ledger.pipeline(asked.pipeline);
    const job = this.#stage.isAway() ? undefined : this.#open(nothing, maxRuntimeOf(settings, lane));
    const plan = job?.ask(asked);
    listener({ kind: 'asked', place, ...(plan === undefined ? {} : { run: plan.run }) });
  }

  #switch({ pipeline, isPaused }: PauseSwitch): void {
    const { ledger, clock } = this.#stage;
    const { paused, ...state } = ledger.state(pipeline);
    if ((paused !== undefined) === isPaused) return;
    const pause = { by: 'simulation', at: new Date(clock.now()).toISOString() };
    ledger.put(pipeline, isPaused ? { ...state, paused: pause } : state);
  }

  #kill(): void {
    for (const job of [...this.#jobs]) job.kill();
  }

  #interrupt(): void {
    for (const job of [...this.#jobs]) job.interrupt();
  }

  #ended(pipeline: string, left: LeftRun): void {
    const { ledger, left: open } = this.#stage;
    const { plan, document } = left;
    const state = afterEnd(ledger.state(pipeline), document);
    ledger.put(pipeline, state);
    if (state.active.some(({ run }) => run === plan.run)) {
      open.set(plan.run, left);
      return;
    }
    this.#listener({ kind: 'run-ended', document, plan });
    this.#telling.ended(document, this.#clock.now());
  }

  #look(): void {
    const now = this.#clock.now();
    for (const { pipeline, deadline, run } of this.#deadlines.passed(now)) {
      this.#telling.missed(pipeline, deadline, now, run);
    }
    this.#telling.send(now);
  }

  #isAway(at: number): boolean {
    return this.#away.some(({ from, to }) => at >= from && at < to);
  }

  #isOver(): boolean {
    const now = this.#clock.now();
    if (now < this.#question.to || this.#jobs.size + this.#asksLeft > 0) return false;
    const { ledger } = this.#stage;
    const isDone = (id: string) =>
      ledger.quietUntil(id) === Number.POSITIVE_INFINITY && ledger.state(id).active.length === 0;
    return now > this.#question.to + patienceMs || ledger.ids.every(isDone);
  }

  /** What had a deadline and was not done has missed it. */
  #closeBooks(): void {
    const { ledger, left } = this.#stage;
    const end = this.#question.to + patienceMs;
    for (const { plan } of left.values()) {
      const { pipeline, deadlineAt } = plan;
      if (deadlineAt !== undefined) this.#listener({ kind: 'unfinished', pipeline, deadline: deadlineAt });
    }
    for (const id of ledger.ids) {
      const step = ledger.step(id, { now: end, holders: {} });
      if (step.kind !== 'start') continue;
      this.#listener({ kind: 'unserved', pipeline: id });
      const { deadlineAt } = deadlineOfRun(ledger.pipeline(id), step.start, new Date(end).toISOString());
      if (deadlineAt !== undefined) this.#listener({ kind: 'unfinished', pipeline: id, deadline: deadlineAt });
    }
  }
}

/** Of no pipeline: what is due is nothing to a job that somebody has started. */
const nothing: Group = { places: [], ids: new Set() };

function shortest(settings: Settings, lanes: readonly string[]): number {
  return lanes.length === 0 ? settings.maxRuntimeMs : Math.min(...lanes.map((lane) => maxRuntimeOf(settings, lane)));
}
