import type { RiskRule } from '../risk.ts';
import { at, keptPairs } from '../risk-places.ts';

export const stateLeftBehind: RiskRule = {
  code: 'SG858',
  name: 'state-left-behind',
  severity: 'warning',
  summary: 'A pipeline seems to have a new name, and does not say which one it had.',
  why: 'State goes by ids. Under the new one the schedule starts at the present and the history is empty; what had not been served under the old one never will be.',
  fix: 'Say what it was called: `renamed-from: old/id`.',
  check: ({ pairs }) =>
    keptPairs(pairs).flatMap(({ change: { renamed }, after }) =>
      renamed?.how !== 'alike'
        ? []
        : [
            {
              ...at(after),
              message: `it looks like \`${renamed.from}\` (${Math.floor(renamed.likeness * 100)}% the same), whose state it will not have`,
              help: `Write \`renamed-from: ${renamed.from}\`, unless it is another pipeline.`,
            },
          ],
    ),
};
