import type { openForge as live } from '../../../src/action/open-forge.ts';
import { processOfClock } from '../clocks.ts';
import { stage } from '../stage.ts';

/** The forge of the world, as the process reaches it that asks. */
export const openForge: typeof live = ({ clock }) => stage().forge.asReachedBy(processOfClock(clock));
