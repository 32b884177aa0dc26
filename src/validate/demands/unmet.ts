import type { Pipeline } from '../../model/pipeline.ts';
import type { Policy, PolicyRules } from '../../model/policy.ts';
import { fitsScope } from '../../model/policy-scope.ts';
import type { Route } from '../../model/yaml/source.ts';
import type { Demand, Offence, Told } from './demand.ts';

/** A demand of the policy that a pipeline does not meet. */
export interface Unmet extends Told {
  readonly severity: PolicyRules['severity'];
  readonly route: Route;
}

/** What a pipeline was before the change that is judged. */
export interface Before {
  readonly pipeline: Pipeline;
  /** Old ids of tasks by their new ones, where these differ. */
  readonly oldTasks: ReadonlyMap<string, string>;
}

/**
 * Where a pipeline does not follow what the policy asks of it, of one kind; errors first. With a `before` only what was not as bad there:
 * who changes something else is not asked to mend it. An exemption holds for what it took before, too: nobody exempts himself by a tag.
 */
export function unmetDemands(demand: Demand, pipeline: Pipeline, policy: Policy, before?: Before): readonly Unmet[] {
  if (policy.rules.length === 0 || isExempt(demand, pipeline, policy, before?.pipeline)) return [];
  const all = policy.rules
    .filter((rules) => fitsScope(rules, pipeline))
    .flatMap((rules) => unmetRules(demand, pipeline, rules, before));
  const sorted = [
    ...all.filter(({ severity }) => severity === 'error'),
    ...all.filter(({ severity }) => severity !== 'error'),
  ];
  return sorted.filter(({ message }, index) => sorted.findIndex((each) => each.message === message) === index);
}

function isExempt({ code }: Demand, now: Pipeline, { exempt }: Policy, before: Pipeline = now): boolean {
  return exempt.some((each) => each.codes.includes(code) && fitsScope(each, now) && fitsScope(each, before));
}

function unmetRules(
  demand: Demand,
  pipeline: Pipeline,
  rules: PolicyRules,
  before: Before | undefined,
): readonly Unmet[] {
  const known = before !== undefined && fitsScope(rules, before.pipeline) ? demand.check(before.pipeline, rules) : [];
  const oldName = (task: string | undefined) => (task === undefined ? undefined : (before?.oldTasks.get(task) ?? task));
  const isKnown = ({ what, task, excess = 0 }: Offence) =>
    known.some((old) => old.what === what && old.task === oldName(task) && (old.excess ?? 0) >= excess);
  const offences = demand.check(pipeline, rules).filter((offence) => !isKnown(offence));
  return [...new Set(offences.map(({ what }) => what))].flatMap((kind): readonly Unmet[] => {
    const [first, ...more] = offences.filter(({ what }) => what === kind);
    if (first === undefined) return [];
    const { message, help } = demand.tell([first, ...more], rules);
    const own = rules.message === undefined ? '' : `${rules.message.trim()} `;
    return [{ severity: rules.severity, route: first.route, message, help: `${own}${help}` }];
  });
}
