import type { RiskRule } from './risk.ts';
import { catchupFlood } from './risks/catchup-flood.ts';
import { missesDeadline } from './risks/misses-deadline.ts';
import { newProgram } from './risks/new-program.ts';
import { newSecret } from './risks/new-secret.ts';
import { ownerRemoved } from './risks/owner-removed.ts';
import { removedNeed } from './risks/removed-need.ts';
import { retriesRemoved } from './risks/retries-removed.ts';
import { shortTimeout } from './risks/short-timeout.ts';
import { stateLeftBehind } from './risks/state-left-behind.ts';

/** Every risk, in the order of the codes. They judge two sides, where rules judge a file. */
export const riskRules: readonly RiskRule[] = [
  removedNeed,
  shortTimeout,
  retriesRemoved,
  catchupFlood,
  newSecret,
  newProgram,
  ownerRemoved,
  stateLeftBehind,
  missesDeadline,
];

/** The risk of a code (`SG851`, in any case) or of a name (`removed-need`). */
export function findRisk(codeOrName: string): RiskRule | undefined {
  const wanted = codeOrName.trim().toLowerCase();
  return riskRules.find(({ code, name }) => code.toLowerCase() === wanted || name === wanted);
}
