import type { openPullTools as live } from '../../../src/action/pull-tools.ts';
import { processOfClock } from '../clocks.ts';
import { stage } from '../stage.ts';

/** The forge of the world for a job that answers a comment. Nothing stands at a pull request here. */
export const openPullTools: typeof live = ({ clock }) => {
  const forge = stage().forge.asReachedBy(processOfClock(clock));
  return { forge, clock, close: () => {} } as unknown as ReturnType<typeof live>;
};
