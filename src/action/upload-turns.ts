import type { Clock } from '../run/ports.ts';

/** GitHub takes 500 artifacts of a job; steps of its lane may want some. */
const mostOfJob = 480;
/** Of these. What nobody needs to go on leaves the rest to what tasks hand on. */
const mostHasty = 300;

const second = 1_000;
/** From so many on there lies so much time between two: in the six hours that a job of GitHub lives they never end. */
const paces = [
  [400, 150 * second],
  [300, 60 * second],
  [200, 30 * second],
  [100, 15 * second],
  [50, 5 * second],
] as const;

/** Turns to upload in a job, of which there are not many: the more were taken, the longer one waits for company. */
export class UploadTurns {
  readonly #clock: Pick<Clock, 'after' | 'steady'>;
  #taken = 0;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(clock: Pick<Clock, 'after' | 'steady'>) {
    this.#clock = clock;
  }

  /** Waits as long as it takes; false if there are none left. */
  async takePatiently(): Promise<boolean> {
    for (;;) {
      const waitMs = this.#lastAt + paceOf(this.#taken) - this.#clock.steady();
      if (waitMs <= 0) return this.take(mostOfJob);
      await new Promise<void>((resolve) => void this.#clock.after(waitMs, resolve));
    }
  }

  /** At once; false if there are none left. */
  take(most: number = mostHasty): boolean {
    if (this.#taken >= most) return false;
    this.#taken += 1;
    this.#lastAt = this.#clock.steady();
    return true;
  }
}

function paceOf(taken: number): number {
  return paces.find(([from]) => taken >= from)?.[1] ?? 0;
}
