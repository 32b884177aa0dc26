import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dice } from './dice.ts';
import type { Disk } from './disks.ts';
import type { MachineTime } from './machine-time.ts';
import type { SimulatedProcess } from './process.ts';

export interface MachineParts {
  readonly name: string;
  /** Its disk is gone when the job is over, as on a forge's runner. */
  readonly isFresh: boolean;
  /** Absolute path of the folder that is its disk. */
  readonly folder: string;
  /** When its steady clock began, in milliseconds since the epoch of the world. */
  readonly startedAt: number;
  /** How much its wall clock is ahead. */
  readonly aheadMs: number;
  readonly time: MachineTime;
  /** One that forgets and fills up, with the chance by which it does. */
  readonly disk?: { readonly disk: Disk; readonly dice: Dice };
}

/** A computer with a disk, clocks, and the refs of its clone. */
export class Machine {
  readonly name: string;
  readonly isFresh: boolean;
  readonly startedAt: number;
  readonly aheadMs: number;
  readonly time: MachineTime;
  /** Refs of the repository beside the checkout: of the state, and of what was fetched. */
  readonly refs = new Map<string, string>();
  readonly processes = new Set<SimulatedProcess>();
  /** The commit that is checked out, and the newest that was fetched. */
  head = '';
  fetchedHead = '';
  /** Until then it reaches nobody. */
  cutOffUntil = 0;
  isBroken = false;
  readonly #folder: string;
  readonly #disk: MachineParts['disk'];

  constructor(parts: MachineParts) {
    this.name = parts.name;
    this.isFresh = parts.isFresh;
    this.startedAt = parts.startedAt;
    this.aheadMs = parts.aheadMs;
    this.time = parts.time;
    this.#disk = parts.disk;
    this.#folder = parts.folder;
    mkdirSync(this.checkout, { recursive: true });
  }

  get checkout(): string {
    return join(this.#folder, 'checkout');
  }

  get scratch(): string {
    return join(this.#folder, 'scratch');
  }

  /** Where Segue keeps its own files: beside the checkout on a forge's runner, which has a repository for that. */
  get segueDir(): string {
    return this.isFresh ? join(this.scratch, 'segue/home.git/segue') : join(this.checkout, '.git/segue');
  }

  /** Puts the files of a commit into the checkout. */
  checkOut(commit: string, files: ReadonlyMap<string, string>): void {
    this.head = commit;
    this.fetchedHead = commit;
    rmSync(this.checkout, { recursive: true, force: true });
    for (const [path, text] of files) {
      mkdirSync(dirname(join(this.checkout, path)), { recursive: true });
      writeFileSync(join(this.checkout, path), text);
    }
  }

  /** All its processes die at once. */
  breakDown(): void {
    this.isBroken = true;
    for (const process of [...this.processes]) process.die();
    if (!this.isFresh) this.#disk?.disk.crash(this.#disk.dice);
  }

  get isFull(): boolean {
    return this.#disk?.disk.isFull === true;
  }

  /** Its disk is full for a while. */
  fillUp(ms: number): void {
    this.#disk?.disk.fill(ms);
  }

  throwAway(): void {
    this.#disk?.disk.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
