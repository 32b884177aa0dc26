import { hasErrors } from '../diagnostic/diagnostic.ts';
import { acceptedRisks, judgePolicy } from '../policy/judge-policy.ts';
import type { PolicyCase } from '../policy/policy-case.ts';
import { readRulebook } from '../policy/rulebook.ts';
import type { DiffView } from '../report/diff-view.ts';
import type { ReviewView } from '../report/review-view.ts';
import { lineOfRisk } from './diff-of-sides.ts';
import type { PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';

/** What a pull request does against the policy of the branch that it goes to, and which of its risks somebody has agreed to. */
export function pullPolicy(
  change: PullChange,
  sides: PullSides,
  diff: DiffView,
): Pick<ReviewView, 'policy' | 'accepted'> {
  const given = caseOf(change, sides, diff);
  return {
    policy: judgePolicy(given).map((finding) => ({ ...finding, line: lineOfRisk(finding, sides.head.sources) })),
    accepted: acceptedRisks(given),
  };
}

function caseOf(change: PullChange, { base, head, touched }: PullSides, diff: DiffView): PolicyCase {
  const { author, approvals, waivers, teams, now } = change;
  return {
    base,
    head,
    diff,
    risks: diff.risks,
    rules: readRulebook(change.rules),
    people: { author, commit: change.head.commit, approvals, waivers, teams },
    backfills: head.validation.backfills.flatMap(({ file, backfill, diagnostics }) =>
      backfill === undefined || hasErrors(diagnostics) || !touched.has(file)
        ? []
        : [{ file, pipeline: backfill.pipeline }],
    ),
    now,
  };
}
