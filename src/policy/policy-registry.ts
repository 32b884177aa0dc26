import { demands } from '../validate/demands/demand-registry.ts';
import type { PolicyRule } from './policy-rule.ts';
import { changedPolicy } from './rules/changed-policy.ts';
import { forbiddenRunner } from './rules/forbidden-runner.ts';
import { overLimit } from './rules/over-limit.ts';
import { unapproved } from './rules/unapproved.ts';
import { unmetDemand } from './rules/unmet-demand.ts';
import { unreadablePolicy } from './rules/unreadable-policy.ts';

/** What only a change can be judged by, in the order of the codes; each has a page below `docs/policy/`. */
export const changeRules: readonly PolicyRule[] = [
  forbiddenRunner,
  overLimit,
  unapproved,
  changedPolicy,
  unreadablePolicy,
];

/** Everything that a policy judges, in the order of the codes. Those about a file by itself are rules of `segue validate`, too. */
export const policyRules: readonly PolicyRule[] = [...demands.map(unmetDemand), ...changeRules];

/** The rule about changes of a code (`SG877`, in any case) or of a name (`unapproved`). */
export function findChangeRule(codeOrName: string): PolicyRule | undefined {
  const wanted = codeOrName.trim().toLowerCase();
  return changeRules.find(({ code, name }) => code.toLowerCase() === wanted || name === wanted);
}
