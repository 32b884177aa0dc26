import { existsSync, rmSync, statSync, truncateSync } from 'node:fs';
import type { Dice } from './dice.ts';

/** The disk of a machine: it forgets what nobody has flushed when its machine loses power, and it may be full for a while. */
export class Disk {
  readonly #now: () => number;
  /** Bytes that outlive the machine, by path of a file that somebody has written to. */
  readonly #flushed = new Map<string, number>();
  #fullUntil = 0;

  /** @param folder All that is on it; absolute. */
  constructor(folder: string, now: () => number) {
    this.#now = now;
    disks.set(`${folder}/`, this);
  }

  get isFull(): boolean {
    return this.#now() < this.#fullUntil;
  }

  fill(ms: number): void {
    this.#fullUntil = this.#now() + ms;
  }

  demandRoom(path: string): void {
    if (this.isFull) throw noSpace(path);
  }

  /** Somebody is about to write to a file, and what it had counts as flushed unless it was written here. */
  writes(path: string, isAnew: boolean): void {
    this.demandRoom(path);
    if (isAnew) this.#flushed.set(path, 0);
    else if (!this.#flushed.has(path)) this.#flushed.set(path, existsSync(path) ? statSync(path).size : 0);
  }

  flushed(path: string): void {
    this.#flushed.set(path, statSync(path).size);
  }

  renamed(from: string, to: string): void {
    const bytes = this.#flushed.get(from);
    this.#flushed.delete(from);
    if (bytes !== undefined) this.#flushed.set(to, bytes);
  }

  /** The power is gone. Of what was not flushed nothing is left, or a part; a file that never was may be gone as a whole. */
  crash(dice: Dice): void {
    for (const [path, flushed] of this.#flushed) {
      if (!existsSync(path)) continue;
      const left = dice.isLikely(0.5) ? flushed : dice.between(flushed, Math.max(flushed, statSync(path).size));
      if (left === 0 && dice.isLikely(0.5)) rmSync(path);
      else if (left < statSync(path).size) truncateSync(path, left);
    }
    this.#flushed.clear();
  }

  /** Nobody writes there any more. */
  remove(): void {
    for (const [folder, disk] of disks) if (disk === this) disks.delete(folder);
  }
}

/** By folder. Of machines whose disks do nothing of that there is none. */
const disks = new Map<string, Disk>();

/** The disk that a path is on, if it does such things. */
export function diskOf(path: unknown): Disk | undefined {
  if (disks.size === 0 || typeof path !== 'string') return undefined;
  for (const [folder, disk] of disks) if (path.startsWith(folder)) return disk;
  return undefined;
}

export function noSpace(path: string): Error {
  const message = `ENOSPC: no space left on device, write '${path}'`;
  return Object.assign(new Error(message), { code: 'ENOSPC', errno: -28, syscall: 'write', path });
}
