import type { Cancellation, RunDocument } from '../../run/document.ts';
import { type Change, type Execution, execute } from '../../run/execute.ts';
import type { Plan } from '../../run/plan.ts';
import type { Journal } from '../../run/ports.ts';
import { initialState, type Previous } from '../../run/restore.ts';
import { documentOf } from '../../run/run-state.ts';
import { ScriptedRunner } from '../scripted-runner.ts';
import type { MortalClock } from './mortal-clock.ts';
import type { Stage } from './stage.ts';
import { WaitLog } from './wait-log.ts';

export interface CarriedOptions {
  readonly stage: Stage;
  readonly clock: MortalClock;
  readonly holder: string;
  readonly plan: Plan;
  readonly previous?: Previous;
  readonly ended: (run: CarriedRun) => void;
}

/** A run that a job works on, by the engine and its live driver. */
export class CarriedRun {
  readonly plan: Plan;
  /** Milliseconds since the epoch: from then on it takes time of its job. */
  readonly since: number;
  readonly #actions: RunDocument['actions'];
  readonly #execution: Execution;

  constructor({ stage, clock, holder, plan, previous, ended }: CarriedOptions) {
    this.plan = plan;
    this.since = clock.now();
    this.#actions = previous?.document.actions ?? [];
    const { run, pipeline, trigger } = plan;
    const name = trigger.backfill === undefined ? pipeline : `backfill ${trigger.backfill}`;
    const log = new WaitLog(plan, new Date(this.since).toISOString(), stage.pools, stage.listener);
    const slots = stage.pools.open({
      ...{ holder, run, name, clock },
      granted: (pool, count) => this.#execution.granted(pool, count),
    });
    const observe = (change: Change): void => {
      if (change.kind !== 'step') return;
      log.note(change);
      stage.spend(1 + change.effects.length);
      if (!change.effects.some(({ type }) => type === 'finish')) return;
      slots.close();
      clock.after(0, () => ended(this));
    };
    const script = stage.plans.script(stage.ledger.pipeline(pipeline));
    const state = initialState(plan, new Date(this.since).toISOString(), previous);
    const runner = new ScriptedRunner(clock, script);
    this.#execution = execute(state, { clock, runner, journal: forgetful, slots, observe });
  }

  /** As it would be stored now. */
  document(): RunDocument {
    return documentOf(this.#execution.current(), this.#actions);
  }

  cancel(cancellation: Cancellation): void {
    this.#execution.cancel(cancellation);
  }
}

const forgetful: Journal = { append: () => {}, flush: async () => {}, close: async () => {} };
