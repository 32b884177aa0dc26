import { Problem } from '../../diagnostic/problem.ts';
import type { RunDocument } from '../../run/document.ts';
import { ClaimRoom } from '../../tick/claim-room.ts';
import type { StartCause } from '../../tick/step.ts';
import type { RunAudience } from '../run/run-session.ts';
import { Slots } from './slots.ts';
import type { TickListener } from './tick-event.ts';

/** Claims a run and carries it out. It waits for `claimed` in between. */
export type Work = (claimed: (tell: () => void) => Promise<void>, audience: RunAudience) => Promise<RunDocument>;

/** The runs that one tick works on, side by side up to a bound. */
export class TickRuns {
  readonly #listener: TickListener;
  readonly #room: ClaimRoom;
  readonly #slots: Slots;
  /** By a number of our own, since a run has no id before it is claimed. */
  readonly #interrupts = new Map<number, (force: boolean) => void>();
  #launched = 0;
  #claiming = 0;
  #claimed = 0;
  #interrupted: 'no' | 'gently' | 'by force' = 'no';
  /** Something has happened since `news` has settled last. */
  #hasNews = false;
  #wake: () => void = () => {};
  /** What was thrown by a run that was claimed, and is no problem of the world. */
  readonly #bugs: unknown[] = [];

  constructor(maxParallelRuns: number, listener: TickListener) {
    this.#listener = listener;
    this.#room = new ClaimRoom(maxParallelRuns);
    this.#slots = new Slots(maxParallelRuns);
  }

  get isInterrupted(): boolean {
    return this.#interrupted !== 'no';
  }

  /** A run has ended since somebody last waited for that, perhaps while others were looked at: what comes after it may be due. */
  get hasNews(): boolean {
    return this.#hasNews;
  }

  get areOver(): boolean {
    return this.#claimed === 0;
  }

  /** See `ClaimRoom`. */
  hasRoomFor(cause: StartCause): boolean {
    return this.#room.hasRoomFor(cause, { claiming: this.#claiming, claimed: this.#claimed, free: this.#slots.free });
  }

  /** Settles once the run is claimed, rejects if it cannot be; what becomes of it then is told to the listener. */
  launch(pipeline: string, work: Work): Promise<void> {
    const key = this.#launched++;
    this.#claiming++;
    return new Promise((resolve, reject) => {
      let isClaimed = false;
      let release = () => {};
      const claimed = async (tell: () => void) => {
        isClaimed = true;
        this.#claiming--;
        this.#claimed++;
        tell();
        resolve();
        release = await this.#slots.take();
      };
      work(claimed, this.#audience(key, pipeline))
        .then((document) => this.#listener({ event: 'ended', pipeline, document }))
        .catch((error: unknown) => {
          if (!isClaimed) reject(error);
          else if (!(error instanceof Problem)) this.#bugs.push(error);
          else this.#listener({ event: 'refused', pipeline, problem: error });
        })
        .finally(() => {
          release();
          if (isClaimed) this.#claimed--;
          else this.#claiming--;
          this.#interrupts.delete(key);
          resolve();
          // One that could not be claimed makes room for others, but only a run that ends makes anything due.
          if (isClaimed || !this.areOver || this.isInterrupted) this.#tellNews();
        });
    });
  }

  /** Settles when a run has ended, all are interrupted, or `cancelled` says so; at once if that was since it settled last. */
  async news(cancelled: (stop: () => void) => void): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      cancelled(resolve);
      if (this.#hasNews) resolve();
    });
    this.#hasNews = false;
  }

  /** Ends what still goes on, and settles when nothing does. */
  async end(): Promise<void> {
    if (this.#isIdle) return;
    this.interrupt(false);
    while (!this.#isIdle) await this.news(() => {});
  }

  get #isIdle(): boolean {
    return this.#claiming + this.#claimed === 0;
  }

  /** Throws what no run should have thrown. */
  demandSound(): void {
    if (this.#bugs.length > 0) throw this.#bugs[0];
  }

  #tellNews(): void {
    this.#hasNews = true;
    this.#wake();
  }

  /** No run starts any more; those that go on are asked to end, or killed. */
  interrupt(force: boolean): void {
    if (this.#interrupted !== 'by force') this.#interrupted = force ? 'by force' : 'gently';
    for (const interrupt of this.#interrupts.values()) interrupt(force);
    this.#tellNews();
  }

  #audience(key: number, pipeline: string): RunAudience {
    return {
      progress: (progress) => this.#listener({ event: 'run', pipeline, progress }),
      interrupts: (interrupt) => {
        this.#interrupts.set(key, interrupt);
        if (this.isInterrupted) interrupt(this.#interrupted === 'by force');
      },
    };
  }
}
