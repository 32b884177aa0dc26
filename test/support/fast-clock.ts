import { liveClock } from '../../src/process/clock.ts';
import type { Clock } from '../../src/run/ports.ts';

/** How wall time goes in a process: from a moment of the machine's steady clock on, so many times as fast, and maybe wrong. */
export interface FastTime {
  /** Wall time, in milliseconds since the epoch, at the moment `steady`. */
  readonly wall: number;
  /** A moment of the machine's steady clock, in milliseconds; all processes of a machine share it. */
  readonly steady: number;
  /** 1 as it is, 0 stands still. */
  readonly speed: number;
  /** How wrong this process's clock is. */
  readonly offsetMs: number;
}

/** A wall clock that runs fast. Timers and the steady clock are the machine's own. */
export function fastClock(time: FastTime): Clock {
  const { steady, after } = liveClock();
  return { now: () => Math.floor(wallAt(time, steady())), steady, after };
}

export function wallAt({ wall, steady, speed, offsetMs }: FastTime, now: number): number {
  return wall + (now - steady) * speed + offsetMs;
}
