import { allowedLane } from './allowed-lane.ts';
import { allowedShell } from './allowed-shell.ts';
import { cronDistance } from './cron-distance.ts';
import type { Demand } from './demand.ts';
import { requiredKey } from './required-key.ts';

/** Every demand, in the order of the codes. */
export const demands: readonly Demand[] = [requiredKey, allowedShell, allowedLane, cronDistance];
