import type { RiskRule } from '../risk.ts';
import { at, keptPairs } from '../risk-places.ts';

export const ownerRemoved: RiskRule = {
  code: 'SG857',
  name: 'owner-removed',
  severity: 'warning',
  summary: 'A pipeline that had an owner has none any more.',
  why: 'Nobody is assigned when it fails, and nobody is asked when it changes.',
  fix: 'Name who answers for it now.',
  check: ({ pairs }) =>
    keptPairs(pairs).flatMap(({ before, after }) =>
      before.owner === undefined || after.owner !== undefined
        ? []
        : [
            {
              ...at(after),
              message: `nobody answers for it any more; it was ${before.owner}`,
              help: 'Name who does now: `owner: …`.',
            },
          ],
    ),
};
