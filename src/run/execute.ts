import { prepareAttempt } from './attempt-spec.ts';
import type { Cancellation } from './document.ts';
import type { Effect, EngineEvent } from './engine-events.ts';
import type { Clock, Journal, RunningAttempt, TaskRunner } from './ports.ts';
import type { RunState } from './run-state.ts';
import type { SlotPort } from './slots.ts';
import { unreachable } from './states.ts';
import { type Transition, transition } from './transition.ts';

export interface ExecutePorts {
  readonly clock: Clock;
  readonly runner: TaskRunner;
  readonly journal: Journal;
  /** For plans with `sharedPools`; without it their tasks never start. */
  readonly slots?: SlotPort;
  /**
   * For plans with `storeFirst`; without it nothing starts that builds on another task. Calls back once the state of this
   * moment, or a newer one, is where another machine finds it; who gives up cancels the run.
   */
  readonly store?: (stored: () => void) => void;
  /** Told of each change after it was made: for reports and checkpoints. Must not throw. */
  readonly observe: (change: Change) => void;
}

/** One step of the engine, and what the runner said meanwhile. */
export type Change =
  | {
      readonly kind: 'step';
      readonly event: EngineEvent;
      readonly effects: readonly Effect[];
      readonly state: RunState;
    }
  | {
      readonly kind: 'output';
      readonly run: string;
      readonly task: string;
      readonly attempt: number;
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
    };

/** A run under way. */
export interface Execution {
  /** The last state. Rejects, after all tasks have ended, if what happened could not be recorded. */
  readonly finished: Promise<RunState>;
  /** The newest state. */
  current(): RunState;
  /** Starts nothing more and asks what runs to end; `force` ends it at once. May be called again. */
  cancel(cancellation: Cancellation, force?: boolean): void;
  /** Of a pool that processes share: so many slots are the run's now. */
  granted(pool: string, count: number): void;
}

/** The live driver: does what the engine asks for, in its order, and feeds back what came of it. */
export function execute(initial: RunState, ports: ExecutePorts): Execution {
  const driver = new Driver(initial, ports);
  driver.begin();
  return driver;
}

class Driver implements Execution {
  readonly finished: Promise<RunState>;
  readonly #ports: ExecutePorts;
  readonly #attempts = new Map<string, RunningAttempt>();
  readonly #timers = new Map<string, () => void>();
  readonly #queue: EngineEvent[] = [];
  #resolve: (state: RunState) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #state: RunState;
  #working = false;
  #forgetEnd = () => {};
  #recordError: unknown;

  constructor(initial: RunState, ports: ExecutePorts) {
    this.#state = initial;
    this.#ports = ports;
    this.finished = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  begin(): void {
    const { time } = this.#state.plan.limits;
    if (time !== undefined) {
      const left = Math.max(0, Date.parse(time.endsAt) - this.#ports.clock.now());
      this.#forgetEnd = this.#ports.clock.after(left, () => this.feed({ type: 'time-over', at: this.now() }));
    }
    this.feed({ type: 'begin', at: this.now() });
  }

  current(): RunState {
    return this.#state;
  }

  cancel(cancellation: Cancellation, force = false): void {
    this.feed({ type: 'cancel', at: this.now(), cancellation, force });
  }

  granted(pool: string, count: number): void {
    this.feed({ type: 'slots-granted', pool, count, at: this.now() });
  }

  now(): string {
    return new Date(this.#ports.clock.now()).toISOString();
  }

  /** Works events off one after the other: an effect may cause the next event while this one is still being carried out. */
  feed(event: EngineEvent): void {
    this.#queue.push(event);
    if (this.#working) return;
    this.#working = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next);
    this.#working = false;
  }

  #step(event: EngineEvent): void {
    const step: Transition = transition(this.#state, event);
    this.#state = step.state;
    for (const effect of step.effects) this.#perform(effect);
    this.#ports.observe({ kind: 'step', event, ...step });
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'record':
        this.#record(effect);
        break;
      case 'start':
        this.#start(effect.task, effect.attempt);
        break;
      case 'wait':
        this.#wait(effect.task, Date.parse(effect.until));
        break;
      case 'forget-wait':
        this.#timers.get(effect.task)?.();
        this.#timers.delete(effect.task);
        break;
      case 'stop':
        this.#attempts.get(effect.task)?.stop(effect.how);
        break;
      case 'need-slots':
        this.#ports.slots?.need(effect.pool, effect.slots, { used: effect.used, wanted: effect.wanted });
        break;
      case 'store':
        this.#store(effect.ends);
        break;
      case 'finish':
        this.#finish();
        break;
      default:
        unreachable(effect);
    }
  }

  /** Without a record nothing may build on what happened: the run then stops, and says why at its end. */
  #record({ task, record }: Extract<Effect, { type: 'record' }>): void {
    if (this.#recordError !== undefined) return;
    try {
      this.#ports.journal.append({ kind: 'task', task, record });
    } catch (error) {
      this.#recordError = error;
      const reason = error instanceof Error ? error.message : String(error);
      this.cancel({ why: 'interrupt', by: 'segue', reason });
    }
  }

  #start(task: string, attempt: number): void {
    if (this.#recordError !== undefined) {
      this.feed({ type: 'attempt-finished', task, attempt, at: this.now(), outcome: { kind: 'cancelled' } });
      return;
    }
    const prepared = prepareAttempt(this.#state, task, attempt);
    if (!prepared.ok) {
      const outcome = { kind: 'expression', message: prepared.message } as const;
      this.feed({ type: 'attempt-finished', task, attempt, at: this.now(), outcome });
      return;
    }
    const running = this.#ports.runner.start(prepared.spec, {
      started: (group) => this.feed({ type: 'attempt-started', task, attempt, group }),
      line: (stream, line) =>
        this.#ports.observe({ kind: 'output', run: this.#state.plan.run, task, attempt, stream, line }),
      finished: (result) => {
        this.#attempts.delete(task);
        this.feed({ type: 'attempt-finished', task, attempt, at: this.now(), ...result });
      },
    });
    this.#attempts.set(task, running);
  }

  #wait(task: string, until: number): void {
    const delay = Math.max(0, until - this.#ports.clock.now());
    const cancel = this.#ports.clock.after(delay, () => {
      this.#timers.delete(task);
      this.feed({ type: 'retry-due', task, at: this.now() });
    });
    this.#timers.set(task, cancel);
  }

  #store(ends: number): void {
    this.#ports.store?.(() => this.feed({ type: 'stored', ends, at: this.now() }));
  }

  #finish(): void {
    this.#forgetEnd();
    if (this.#recordError === undefined) this.#resolve(this.#state);
    else this.#reject(this.#recordError);
  }
}
