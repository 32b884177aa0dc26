import type { Outcome } from '../../src/run/document.ts';
import type { AttemptCallbacks, AttemptSpec, RunningAttempt } from '../../src/run/ports.ts';
import { Dice, hashOf } from './dice.ts';
import type { Faults } from './faults.ts';
import type { Machine } from './machine.ts';
import type { SimulatedProcess } from './process.ts';
import type { WorldTime } from './world-time.ts';

/** An attempt that runs on a machine, whoever started it. */
export interface Living {
  readonly spec: AttemptSpec;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly process: SimulatedProcess;
  readonly machine: Machine;
  end(outcome: Outcome): void;
}

export interface TaskStart {
  readonly spec: AttemptSpec;
  readonly environment: Living['environment'];
  readonly on: AttemptCallbacks;
  /** Called before Segue hears how it ended. */
  readonly exited: () => void;
}

export interface TaskWitness {
  started(attempt: Living): void;
  ended(attempt: Living, outcome: Outcome): void;
}

const second = 1_000;
/** How long the watchdog of a process leaves its tasks alone, and how long tasks take to end when they are asked to. */
const [longestOrphanMs, longestGraceMs] = [6 * second, 9 * second];

/** All that tasks do in the world: they take their time, and end well or badly. */
export class Tasks {
  readonly #time: WorldTime;
  readonly #faults: Faults;
  readonly #seed: number;
  readonly #witness: TaskWitness;
  readonly #living = new Set<Living>();

  constructor(time: WorldTime, faults: Faults, seed: number, witness: TaskWitness) {
    this.#time = time;
    this.#faults = faults;
    this.#seed = hashOf(seed, 'tasks');
    this.#witness = witness;
  }

  get living(): Iterable<Living> {
    return this.#living;
  }

  start(process: SimulatedProcess, { spec, environment, on, exited }: TaskStart): RunningAttempt {
    if (process.dies(`it starts ${spec.id}`)) return { stop: () => {} };
    const dice = new Dice(hashOf(this.#seed, spec.id));
    const slow = this.#faults.happens('task-slow', spec.id) ? 10 : 1;
    const usualMs =
      (dice.isLikely(0.6) ? dice.between(second, 20 * second) : dice.between(20 * second, 200 * second)) * slow;
    const isLong = this.#faults.happens('task-long', spec.id);
    const ms = isLong ? dice.fork('long').between(300 * second, 1_800 * second) : usualMs;
    const isBad = this.#faults.happens('task-fails', spec.id);
    let cancel = () => {};
    const attempt: Living = {
      spec,
      environment,
      process,
      machine: process.machine,
      end: (outcome) => {
        cancel();
        if (!this.#living.delete(attempt)) return;
        this.#witness.ended(attempt, outcome);
        if (!process.isAlive || process.dies(`it hears that ${spec.id} has ended`)) return;
        exited();
        on.finished(resultOf(spec, outcome, dice.fork('outputs')));
      },
    };
    const outcome: Outcome = isBad ? { kind: 'exit', code: 1 } : { kind: 'success' };
    cancel =
      ms < spec.timeoutMs
        ? process.machine.time.after(ms, () => attempt.end(outcome))
        : process.machine.time.after(spec.timeoutMs, () => attempt.end({ kind: 'timeout', afterMs: spec.timeoutMs }));
    this.#living.add(attempt);
    this.#witness.started(attempt);
    return {
      stop: (how) => {
        const grace = how === 'kill' ? 0 : dice.below(longestGraceMs);
        process.machine.time.after(grace, () => attempt.end({ kind: 'cancelled' }));
      },
    };
  }

  /** Ends what a process that died has left on a machine. */
  endOrphans(machine: Machine, isMeant: (id: string) => boolean): readonly number[] {
    const found = [...this.#living].filter(
      (each) => each.machine === machine && !each.process.isAlive && isMeant(each.spec.id),
    );
    for (const each of found) each.end({ kind: 'cancelled' });
    return found.map(({ process }) => process.pid);
  }

  /** The watchdog ends them, or they go with their machine. */
  died(process: SimulatedProcess, isMachineGone: boolean): void {
    for (const each of this.#living) {
      if (each.process !== process) continue;
      const ms = isMachineGone ? 0 : process.dice.below(longestOrphanMs);
      this.#time.after(ms, () => each.end({ kind: 'cancelled' }));
    }
  }
}

/** What branches and lists downstream follow. */
function outputsOf(dice: Dice): Readonly<Record<string, string>> {
  const items = Array.from({ length: dice.below(4) }, (_, at) => `item-${at}`);
  return { go: dice.isLikely(0.6) ? 'yes' : 'no', items: JSON.stringify(items) };
}

function resultOf(spec: AttemptSpec, outcome: Outcome, dice: Dice) {
  if (outcome.kind !== 'success') return { outcome };
  const outputs = spec.task === 'list' ? { outputs: outputsOf(dice) } : {};
  return { outcome, ...outputs, ...(spec.artifacts === 'none' ? { artifacts: 'none' as const } : {}) };
}
