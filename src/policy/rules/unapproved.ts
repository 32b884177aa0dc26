import type { Protection } from '../../model/policy.ts';
import { guardsOf } from '../owners.ts';
import type { Touched } from '../policy-case.ts';
import type { Breach, PolicyContext, PolicyRule } from '../policy-rule.ts';
import { protectionsOf } from '../protections.ts';
import { reachedBySettings } from '../touched.ts';

export const unapproved: PolicyRule = {
  code: 'SG877',
  name: 'unapproved',
  summary: 'A protected pipeline changes, and nobody who answers for it has agreed.',
  why: [
    'The repository has decided that some pipelines are never changed by one person alone: `policy.protect` of `.github/segue.yml`. It',
    'counts what a pipeline was and what it becomes; what it runs (files that its tasks name, its lane, variables) belongs to it, and so do',
    'its backfills. An approval counts for the commit that was looked at: the next push asks again.',
  ].join(' '),
  fix: 'Ask one of its owners for an approving review of the newest commit. Nobody’s word counts who has made some of it.',
  check: (context) => {
    if (context.rules.policy.protect.length === 0) return [];
    const shared = reachedBySettings(context, context.touched);
    return [...context.touched, ...shared].flatMap((touched) =>
      protectionsOf(touched, context.rules.policy).flatMap((protection) => breachesOf(touched, protection, context)),
    );
  },
};

function breachesOf(touched: Touched, protection: Protection, { rules }: PolicyContext): readonly Breach[] {
  const groups = protection.by === undefined ? guardsOf(touched, protection, rules) : [protection.by];
  return groups.map((owners) => breachOf(touched, protection, owners));
}

function breachOf({ id, file }: Touched, { approvals, message }: Protection, owners: readonly string[]): Breach {
  const whom = owners.length === 0 ? 'somebody besides its author' : owners.map((name) => `\`${name}\``).join(', ');
  const count = approvals === 1 ? 'an approval' : `${approvals} approvals`;
  return {
    severity: 'error',
    pipeline: id,
    file,
    route: [],
    message: `what changes here needs ${count} of ${whom}: the pipeline is protected`,
    help: `${message === undefined ? '' : `${message.trim()} `}Ask for an approving review of the newest commit.`,
    owners,
    approvals,
    fourEyes: true,
  };
}
