import { LineIndex } from '../diagnostic/line-index.ts';
import { settingsFile } from '../model/settings.ts';
import type { Route } from '../model/source.ts';
import { acceptedRisks, judgePolicy } from '../policy/judge-policy.ts';
import type { PolicyCase } from '../policy/policy-case.ts';
import { readRulebook } from '../policy/rulebook.ts';
import type { DiffView } from '../report/diff-view.ts';
import type { ReviewView } from '../report/review-view.ts';
import type { PullChange } from './pull-change.ts';
import type { PullSides } from './pull-sides.ts';

/** What the policy of the branch that it goes to says to a pull request, and who has agreed. */
export function policyOf(
  change: PullChange,
  sides: PullSides,
  diff: DiffView,
): Pick<ReviewView, 'policy' | 'accepted' | 'lapsed'> {
  const given = caseOf(change, sides, diff);
  const policy = judgePolicy(given).map((each) => ({ ...each, line: lineOf(each, sides) }));
  return { policy, accepted: acceptedRisks(given), lapsed: lapsedOf(change) };
}

function caseOf(change: PullChange, { base, head, touched }: PullSides, diff: DiffView): PolicyCase {
  const { author, approvals, waivers, teams, now } = change;
  const backfills = head.validation.backfills.flatMap(({ file, backfill }) =>
    backfill === undefined || !touched.has(file) ? [] : [{ file, pipeline: backfill.pipeline }],
  );
  return {
    ...{ base, head, diff, risks: diff.risks, now, backfills },
    rules: readRulebook(change.rules),
    people: { author, commit: change.head.commit, approvals, waivers, teams },
  };
}

function lapsedOf({ head, approvals, waivers }: PullChange): readonly string[] {
  const words = [...approvals, ...waivers];
  const now = new Set(words.filter(({ commit }) => commit === head.commit).map(({ login }) => login));
  const before = words.filter(({ login }) => !now.has(login)).map(({ login }) => login);
  return [...new Set(before)].sort();
}

/** From 1 on. Of what is removed there is no line in the head. */
function lineOf(
  { file, route }: { readonly file: string; readonly route: Route },
  { head, headSettings }: PullSides,
): number {
  const source = file === settingsFile ? headSettings.source : head.sources.get(file);
  if (source === undefined || route.length === 0) return 1;
  return new LineIndex(source.text).position(source.key(route).start).line;
}
