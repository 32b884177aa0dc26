import type { Demand } from '../../validate/demands/demand.ts';
import { unmetDemands } from '../../validate/demands/unmet.ts';
import { ownersOf } from '../owners.ts';
import type { PolicyRule } from '../policy-rule.ts';

/** What `segue validate` warns of in any file, of what this change brings, by the policy of its base. */
export function unmetDemand(demand: Demand): PolicyRule {
  const { code, name, summary, why, fix } = demand;
  return {
    code,
    name,
    summary,
    why,
    fix,
    check: ({ touched, rules }) =>
      touched.flatMap((each) => {
        const { id, file, before, after, oldTasks } = each;
        if (after === undefined) return [];
        const old = before === undefined ? undefined : { pipeline: before, oldTasks };
        const owners = ownersOf(each, rules);
        return unmetDemands(demand, after, rules.policy, old).map((unmet) => ({
          ...unmet,
          pipeline: id,
          file,
          owners,
        }));
      }),
  };
}
