import type { Instant, RunDocument } from '../run/document.ts';
import { isHandOver } from '../run/handed-over.ts';
import { CaughtUp } from './caught-up.ts';
import type { Recovery, Start } from './step.ts';

/**
 * What one wake-up may do of what is due, by what it has done. Whoever carries it out, on Git or in a simulated world, asks it before a
 * step and tells it what came of that.
 */
export class WakeUp {
  readonly #caughtUp: CaughtUp;
  /** Runs that it works on, or has let go of: another is to go on with these. */
  readonly #had = new Set<string>();
  #isPutOff = false;

  /** @param since When it began. */
  constructor(since: Instant) {
    this.#caughtUp = new CaughtUp(since);
  }

  /** `hasRoom` is asked last, and only if nothing else stands against it. */
  mayStart(pipeline: string, start: Start, hasRoom: () => boolean): boolean {
    if (!this.#caughtUp.allows(pipeline, start)) return false;
    if (hasRoom()) return true;
    this.#isPutOff = true;
    return false;
  }

  /** `leftMs`: milliseconds until its job has to end. */
  mayTakeOver(pipeline: string, { run }: Recovery, leftMs: number): boolean {
    return leftMs > 0 && !this.#had.has(keyOf(pipeline, run));
  }

  started(pipeline: string, start: Start, run: string): void {
    this.#caughtUp.count(pipeline, start);
    this.takesUp(pipeline, run);
  }

  takesUp(pipeline: string, run: string): void {
    this.#had.add(keyOf(pipeline, run));
  }

  /** Somebody else was faster, so what there is now has to be decided anew. */
  lostRace(pipeline: string, run: string): void {
    this.#had.delete(keyOf(pipeline, run));
  }

  /** A run has ended here: what is left of it may be gone on with, unless this wake-up has no time for it. */
  ended({ pipeline, run, cancelled }: Pick<RunDocument, 'pipeline' | 'run' | 'cancelled'>): void {
    if (!isHandOver(cancelled)) this.#had.delete(keyOf(pipeline, run));
  }

  /**
   * Something had to wait for room since this was asked last. Where nothing runs then, it has its turn at once: what it was put off for
   * could not start, and no run will end and call for it.
   */
  wasPutOff(): boolean {
    const was = this.#isPutOff;
    this.#isPutOff = false;
    return was;
  }
}

function keyOf(pipeline: string, run: string): string {
  return `${pipeline} ${run}`;
}
