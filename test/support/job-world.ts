import { buildGraph } from '../../src/dag/graph.ts';
import type { Task } from '../../src/model/pipeline.ts';
import type { Action, Outcome, RunDocument } from '../../src/run/document.ts';
import type { Effect, EngineEvent } from '../../src/run/engine-events.ts';
import { attemptMs, type JobTime, neededMs } from '../../src/run/job-time.ts';
import type { PlanRequest } from '../../src/run/plan.ts';
import { resetForResume } from '../../src/run/reset.ts';
import { initialState } from '../../src/run/restore.ts';
import { documentOf, nodeById, type RunState } from '../../src/run/run-state.ts';
import { transition } from '../../src/run/transition.ts';
import { epoch, planOf } from './builders.ts';

/** How each attempt of a task goes: how long it takes, in milliseconds, and how it ends if nothing ends it before. */
export type Play = (task: string, finishedBefore: number) => { readonly ms: number; readonly outcome: Outcome };

export interface JobOptions {
  readonly limits?: PlanRequest['limits'];
  readonly longestMs?: Readonly<Record<string, number>>;
  /** How long before the end of the job a run begins to be worked on. */
  readonly leftMs: number;
  readonly wholeMs: number;
}

export interface PlayedJob {
  readonly document: RunDocument;
  readonly started: readonly string[];
  /** Milliseconds since the epoch. */
  readonly endedAt: number;
}

interface Coming {
  readonly at: number;
  readonly event: EngineEvent;
}

/** How long a task takes to end when it is asked to. */
const graceMs = 500;

/** Plays one job in virtual time: from `at` on, until the run has ended or was handed over. */
export function playJob(
  tasks: readonly Task[],
  play: Play,
  at: number,
  { limits = { jobs: 3, pools: {}, failFast: false }, longestMs = {}, leftMs, wholeMs }: JobOptions,
  before?: RunDocument,
): PlayedJob {
  const time: JobTime = { endsAt: instant(at + leftMs), wholeMs };
  const plan = planOf(tasks, { limits: { ...limits, time }, longestMs });
  const previous =
    before === undefined ? undefined : { document: before, reset: resetForResume(before, buildGraph(tasks)) };
  return new Job(initialState(plan, instant(at), previous), play, at, time).run(before?.actions ?? []);
}

class Job {
  readonly #started: string[] = [];
  readonly #play: Play;
  readonly #time: JobTime;
  #state: RunState;
  #now: number;
  #coming: Coming[] = [];

  constructor(state: RunState, play: Play, at: number, time: JobTime) {
    this.#state = state;
    this.#play = play;
    this.#now = at;
    this.#time = time;
    this.#coming.push({ at: Date.parse(time.endsAt), event: { type: 'time-over', at: time.endsAt } });
  }

  run(actions: readonly Action[]): PlayedJob {
    this.#feed({ type: 'begin', at: instant(this.#now) });
    while (this.#state.phase === 'running') {
      const next = this.#coming.sort((a, b) => a.at - b.at).shift();
      if (next === undefined) throw new Error('the run has not ended, and nothing will happen to it any more');
      this.#now = Math.max(this.#now, next.at);
      this.#feed(next.event);
    }
    const document = documentOf(this.#state, [...actions, { kind: 'resume', by: 'test', at: instant(this.#now) }]);
    return { document, started: this.#started, endedAt: this.#now };
  }

  #feed(event: EngineEvent): void {
    const step = transition(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    if (effect.type === 'start') this.#start(effect.task, effect.attempt);
    if (effect.type === 'wait') this.#await(effect.until, { type: 'retry-due', task: effect.task, at: effect.until });
    if (effect.type === 'forget-wait') this.#drop((each) => each.type === 'retry-due' && each.task === effect.task);
    if (effect.type === 'stop') this.#finish(effect.task, effect.attempt, graceMs, { kind: 'cancelled' });
  }

  #start(task: string, attempt: number): void {
    const node = nodeById(this.#state, task);
    const planned = this.#state.plan.tasks[node.planned];
    if (planned === undefined) throw new Error(`no ${task}`);
    this.#demandTime(task, neededMs(planned, node.record.attempts.slice(0, -1), this.#time));
    this.#started.push(task);
    const finished = node.record.attempts.filter(({ state }) => state === 'success' || state === 'failed').length;
    const { ms, outcome } = this.#play(task, finished);
    const most = attemptMs(planned.task, this.#time);
    if (ms >= most) this.#finish(task, attempt, most, { kind: 'timeout', afterMs: most });
    else this.#finish(task, attempt, ms, outcome);
  }

  /** The claim of all tests that play jobs: nothing starts that may not finish. */
  #demandTime(task: string, needed: number): void {
    const left = Date.parse(this.#time.endsAt) - this.#now;
    if (needed > left) throw new Error(`${task} may need ${needed} ms and was started ${left} ms before the end`);
  }

  #finish(task: string, attempt: number, ms: number, outcome: Outcome): void {
    this.#drop((each) => each.type === 'attempt-finished' && each.task === task);
    const at = instant(this.#now + ms);
    const artifacts = outcome.kind === 'success' ? { artifacts: 'none' as const } : {};
    this.#await(at, { type: 'attempt-finished', task, attempt, at, outcome, ...artifacts });
  }

  #await(at: string, event: EngineEvent): void {
    this.#coming.push({ at: Date.parse(at), event });
  }

  #drop(isOver: (event: EngineEvent) => boolean): void {
    this.#coming = this.#coming.filter(({ event }) => !isOver(event));
  }
}

export const start = Date.parse(epoch);

export function instant(at: number): string {
  return new Date(at).toISOString();
}
