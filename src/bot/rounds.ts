import { clockRound } from './clock-round.ts';
import { lostCommandsRound } from './lost-commands.ts';
import type { Round } from './round.ts';

export type { Round } from './round.ts';

/** All rounds, besides the reconciler's, which finds the repositories. */
export const rounds: readonly Round[] = [clockRound, lostCommandsRound];
