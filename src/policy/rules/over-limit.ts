import { countText } from '../../diagnostic/count-text.ts';
import type { Side } from '../../diff/side.ts';
import { ownerKey } from '../../model/owner-key.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { OwnerLimits } from '../../model/policy.ts';
import { runsInMonth } from '../month-runs.ts';
import { ownersOfSettings } from '../owners.ts';
import type { Breach, PolicyContext, PolicyRule } from '../policy-rule.ts';

export const overLimit: PolicyRule = {
  code: 'SG876',
  name: 'over-limit',
  summary: 'An owner would have more than the policy allows it.',
  why: [
    'Runners, slots and people’s attention are shared. The repository has set what each owner may have: `policy.limits` of',
    '`.github/segue.yml`. What is over its limit already may stay as it is, and shrink.',
  ].join(' '),
  fix: 'Remove what is not needed any more, start less often, or ask those who own the settings for a higher limit.',
  check: (context) => {
    const { touched, rules } = context;
    if (rules.policy.limits.length === 0) return [];
    const owners = new Map(touched.flatMap(({ after }) => (after === undefined ? [] : [[keyOf(after.owner), after]])));
    return [...owners]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([owner, first]) => breachesOf(context, owner, first));
  },
};

type Measure = Exclude<keyof OwnerLimits, 'owner'>;

const measures: readonly (readonly [Measure, one: string, more: string])[] = [
  ['pipelines', 'pipeline', 'pipelines'],
  ['tasks', 'task', 'tasks'],
  ['runsPerMonth', 'scheduled run in 30 days', 'scheduled runs in 30 days'],
];

function breachesOf({ base, head, rules, now }: PolicyContext, owner: string, first: Pipeline): readonly Breach[] {
  const { limits } = rules.policy;
  const own = limits.find((each) => each.owner !== '*' && keyOf(each.owner) === owner);
  const limit = own ?? limits.find((each) => each.owner === '*');
  return measures.flatMap(([measure, one, more]): readonly Breach[] => {
    const most = limit?.[measure];
    if (most === undefined) return [];
    const after = measured(head, owner, measure, now);
    if (after <= most) return [];
    const before = measured(base, owner, measure, now);
    if (after <= before) return [];
    const who = first.owner === undefined ? 'pipelines without an owner' : `\`${first.owner}\``;
    return [
      {
        severity: 'error',
        file: first.file,
        route: ['owner'],
        message: `${who} would have ${countText(after)} ${after === 1 ? one : more} in place of ${countText(before)}, and may have ${countText(most)}`,
        help: 'Remove what is not needed any more, or ask those who own the settings for a higher limit.',
        owners: ownersOfSettings(rules),
      },
    ];
  });
}

function measured({ pipelines }: Side, owner: string, measure: Measure, now: number): number {
  const own = pipelines.filter((pipeline) => keyOf(pipeline.owner) === owner);
  const numbers = own.map((pipeline) => {
    if (measure === 'pipelines') return 1;
    return measure === 'tasks' ? pipeline.tasks.length : runsInMonth(pipeline.on.schedule, now);
  });
  return numbers.reduce((sum, each) => sum + each, 0);
}

/** No owner counts as one. */
function keyOf(owner: string | undefined): string {
  return ownerKey(owner ?? '');
}
