import { LineIndex } from '../diagnostic/line-index.ts';
import { settingsFile } from '../model/settings.ts';
import type { Route } from '../model/yaml/source.ts';
import { isOfNow } from '../policy/agreements.ts';
import { acceptedRisks, judgePolicy } from '../policy/judge-policy.ts';
import type { PolicyCase } from '../policy/policy-case.ts';
import { readRulebook } from '../policy/rulebook.ts';
import type { DiffView } from '../report/diff/diff-view.ts';
import type { ReviewView } from '../report/review/review-view.ts';
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
  const { author, makers, approvals, waivers, teams, now } = change;
  const { name: goesTo } = change.base;
  const backfills = head.validation.backfills.flatMap(({ file, backfill }) =>
    backfill === undefined || !touched.has(file) ? [] : [{ file, pipeline: backfill.pipeline }],
  );
  return {
    ...{ base, head, diff, risks: diff.risks, now, backfills },
    rules: readRulebook(change.rules),
    people: {
      ...{ author, commit: change.head.commit, base: goesTo, approvals, waivers, teams },
      ...(makers === undefined ? {} : { makers }),
    },
  };
}

function lapsedOf({ base, head, approvals, waivers }: PullChange): ReviewView['lapsed'] {
  const words = [...approvals, ...waivers];
  const isNow = (word: (typeof words)[number]) => isOfNow(word, { commit: head.commit, base: base.name });
  const now = new Set(words.filter(isNow).map(({ login }) => login));
  const before = words.filter(({ login }) => !now.has(login));
  const loginsOf = (some: typeof words) => [...new Set(some.map(({ login }) => login))].sort();
  return {
    commit: loginsOf(before.filter(({ commit }) => commit !== head.commit)),
    base: loginsOf(before.filter(({ commit }) => commit === head.commit)),
  };
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
