import type { Outcome } from '../../src/run/document.ts';
import type { Effect, EngineEvent } from '../../src/run/engine-events.ts';
import type { Plan } from '../../src/run/plan.ts';
import { initialState, type Previous } from '../../src/run/restore.ts';
import { nodeById, type RunState } from '../../src/run/run-state.ts';
import { transition } from '../../src/run/transition.ts';
import { epoch, second } from './builders.ts';

export interface Answer {
  readonly outcome: Outcome;
  readonly outputs?: Readonly<Record<string, string>>;
}

export const succeeds: Answer = { outcome: { kind: 'success' } };
export const fails: Answer = { outcome: { kind: 'exit', code: 1 } };

/**
 * Plays the driver for the pure engine: keeps what runs and what waits, and lets a test choose which of them comes next.
 * Every step advances the clock by a second.
 */
export class EngineWorld {
  state: RunState;
  readonly effects: Effect[] = [];
  readonly running = new Map<string, number>();
  readonly waiting = new Set<string>();
  /** What is to be stored elsewhere, by the number of its ends. */
  readonly storing = new Map<number, RunState>();
  #seconds = 0;

  constructor(plan: Plan, previous?: Previous) {
    this.state = initialState(plan, epoch, previous);
    this.feed({ type: 'begin', at: epoch });
  }

  now(): string {
    return second(this.#seconds);
  }

  feed(event: EngineEvent): readonly Effect[] {
    const step = transition(this.state, event);
    this.state = step.state;
    this.effects.push(...step.effects);
    for (const effect of step.effects) this.#note(effect);
    this.#seconds++;
    return step.effects;
  }

  finish(task: string, answer: Answer): readonly Effect[] {
    const attempt = this.running.get(task);
    if (attempt === undefined) throw new Error(`${task} does not run`);
    this.running.delete(task);
    return this.feed({ type: 'attempt-finished', task, attempt, at: this.now(), ...answer });
  }

  retryDue(task: string): readonly Effect[] {
    this.waiting.delete(task);
    return this.feed({ type: 'retry-due', task, at: this.now() });
  }

  /** Gives what has been stored. */
  store(ends: number): RunState {
    const stored = this.storing.get(ends);
    if (stored === undefined) throw new Error(`nobody asked to store ${ends} ends`);
    this.storing.delete(ends);
    this.feed({ type: 'stored', ends, at: this.now() });
    return stored;
  }

  /** Answers everything until nothing is left to do; `choose` picks among what could happen next. */
  play(answer: (task: string, attempt: number) => Answer, choose: (count: number) => number = () => 0): void {
    for (;;) {
      const moves = [...this.running.keys(), ...this.waiting];
      if (moves.length === 0) return;
      const task = moves[choose(moves.length)] ?? moves[0];
      if (task === undefined) return;
      if (this.waiting.has(task)) this.retryDue(task);
      else this.finish(task, answer(task, this.running.get(task) ?? 0));
    }
  }

  stateOf(task: string): string {
    return nodeById(this.state, task).record.state;
  }

  states(): Record<string, string> {
    return Object.fromEntries([...this.state.nodes].map(({ id, record }) => [id, record.state]));
  }

  #note(effect: Effect): void {
    if (effect.type === 'start') this.running.set(effect.task, effect.attempt);
    if (effect.type === 'wait') this.waiting.add(effect.task);
    if (effect.type === 'forget-wait') this.waiting.delete(effect.task);
    if (effect.type === 'store') this.storing.set(effect.ends, this.state);
  }
}
