import { uptime } from 'node:os';
import type { Clock } from '../run/ports.ts';

/** Node's timers overflow beyond 2^31-1 ms and would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

/** The machine's clock. A timer keeps the process alive until it has fired or was cancelled. */
export function liveClock(): Clock {
  // Other steady clocks of Node stand still while the machine sleeps; leases of others run out all the same.
  return { now: () => Date.now(), steady: () => uptime() * 1_000, after };
}

/** What the steady clock showed when this process began, in milliseconds. */
export function processBegan(clock: Pick<Clock, 'steady'>): number {
  return clock.steady() - process.uptime() * 1_000;
}

function after(ms: number, callback: () => void): () => void {
  let timer: NodeJS.Timeout;
  function wait(left: number): void {
    const step = Math.min(left, longestTimerMs);
    timer = setTimeout(() => (left > step ? wait(left - step) : callback()), step);
  }
  wait(Math.max(0, ms));
  return () => clearTimeout(timer);
}
