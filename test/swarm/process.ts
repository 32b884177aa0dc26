import type { Clock } from '../../src/run/ports.ts';
import type { Dice } from './dice.ts';
import type { Faults } from './faults.ts';
import type { Machine } from './machine.ts';
import type { WorldTime } from './world-time.ts';

/** How long something takes, in milliseconds. */
export interface Takes {
  readonly least: number;
  readonly most: number;
}

export interface ProcessParts {
  readonly pid: number;
  readonly name: string;
  readonly machine: Machine;
  readonly time: WorldTime;
  readonly faults: Faults;
  readonly dice: Dice;
  /** Told when it dies: what it has started outlives it for a while. */
  readonly died: (process: SimulatedProcess) => void;
}

/** A moment; long enough for a lease to be lost; so long that somebody else has gone on with everything. */
const freezes: readonly Takes[] = [
  { least: 1_000, most: 30_000 },
  { least: 30_000, most: 6 * 60_000 },
  { least: 5 * 60_000, most: 40 * 60_000 },
];

const longestFullMs = 20 * 60_000;

/** A Segue that runs in the world. Once it is dead no timer of it fires and no answer reaches it: what it would have done, it does not. */
export class SimulatedProcess {
  readonly pid: number;
  readonly name: string;
  readonly machine: Machine;
  readonly dice: Dice;
  /** What Segue itself draws in it. */
  readonly chance: Dice;
  readonly clock: Clock;
  /** It only waits for the time of its next work. */
  isIdle = false;
  readonly #parts: ProcessParts;
  #isAlive = true;

  constructor(parts: ProcessParts) {
    this.#parts = parts;
    this.pid = parts.pid;
    this.name = parts.name;
    this.machine = parts.machine;
    this.dice = parts.dice;
    this.chance = parts.dice.fork('chance');
    const { time, machine } = parts;
    this.clock = {
      now: () => time.now + machine.aheadMs,
      steady: () => time.now - machine.startedAt,
      after: (ms, callback) => machine.time.after(ms, () => this.#isAlive && callback()),
    };
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** It ends by itself, with nothing left to do. */
  end(): void {
    this.#isAlive = false;
  }

  die(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#parts.died(this);
  }

  /** True if it dies right here. Asked between any two effects that others can see. */
  dies(before: string): boolean {
    if (!this.#isAlive) return true;
    const { faults } = this.#parts;
    if (faults.happens('disk-full', `${this.machine.name} at ${before}`))
      this.machine.fillUp(this.dice.between(1_000, longestFullMs));
    if (faults.happens('machine-freezes', `${this.name} at ${before}`)) this.#freeze();
    if (faults.happens('machine-dies', `${this.name} before ${before}`)) this.machine.breakDown();
    else if (faults.happens('process-dies', `${this.name} before ${before}`)) this.die();
    return !this.#isAlive;
  }

  #freeze(): void {
    const { least, most } = this.dice.pick(freezes);
    this.machine.time.freeze(this.dice.between(least, most), this.dice.isLikely(0.5));
  }

  /** Waits a while; never ends for the dead. */
  wait(takes: Takes): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(this.dice.between(takes.least, takes.most), resolve);
    });
  }

  /** What never answers. */
  static silence<T>(): Promise<T> {
    return new Promise(() => {});
  }
}
