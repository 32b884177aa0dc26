import { liveClock } from '../../src/process/clock.ts';
import type { Clock } from '../../src/run/ports.ts';

/** Shows a time that tests set; timers are real. */
export function clockAt(start: string): Clock & { set(time: string): void } {
  let now = Date.parse(start);
  return {
    ...liveClock(),
    now: () => now,
    set: (time) => {
      now = Date.parse(time);
    },
  };
}
