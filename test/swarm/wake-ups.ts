import type { World } from './world.ts';

const minute = 60_000;
const everyMs = 15 * minute;

/** The clock of a forge: it wakes jobs late, not at all, or twice. */
export function wakeRegularly(world: World): void {
  const { time, faults, dice } = world;
  const own = dice.fork('wake-ups');
  const wake = () => {
    time.after(everyMs, wake);
    const about = new Date(time.now).toISOString();
    if (faults.happens('wake-lost', about)) return;
    const late = faults.happens('wake-late', about) ? own.below(25 * minute) : own.below(20_000);
    time.after(late, () => world.wakeUp());
    if (faults.happens('wake-doubled', about))
      time.after(late + own.below(own.pick([1_000, 30_000])), () => world.wakeUp());
  };
  wake();
}
