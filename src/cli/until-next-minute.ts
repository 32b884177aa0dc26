import type { Interruption } from '../process/interrupts.ts';
import type { Clock } from '../run/ports.ts';

const minuteMs = 60_000;

/** Waits until the minute is full, or an interruption comes first. */
export async function untilNextMinute(clock: Clock, interruption: Interruption): Promise<void> {
  await new Promise<void>((resolve) => {
    const cancel = clock.after(minuteMs - (clock.now() % minuteMs), resolve);
    interruption.deliverTo(() => {
      cancel();
      resolve();
    });
  });
}
