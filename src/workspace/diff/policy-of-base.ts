import type { Analysis } from '../../diff/analyse.ts';
import { codeownersPlaces } from '../../model/codeowners.ts';
import type { PolicyFinding } from '../../policy/finding.ts';
import { judgePolicy } from '../../policy/judge-policy.ts';
import { nobody } from '../../policy/policy-case.ts';
import { asksAnything, readRulebook } from '../../policy/rulebook.ts';
import type { JudgedSide } from '../../review/judged-side.ts';
import { filesAt } from '../../store/repository/files-at.ts';
import type { Repository } from '../../store/repository/repository.ts';
import type { Revision } from './revisions.ts';

/** Two sides and what the change does. */
export interface ComparedSides {
  readonly base: JudgedSide;
  readonly head: JudgedSide;
  readonly analysis: Analysis;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/**
 * What a change does against the policy of the side that it comes from, before anybody was asked about it.
 *
 * @throws {Problem} those of git.
 */
export async function policyOfBase(
  repository: Repository,
  { commit = 'HEAD' }: Revision,
  { base, head, analysis, now }: ComparedSides,
): Promise<readonly PolicyFinding[]> {
  const settings = base.settingsText;
  const own = readRulebook({ settings });
  if (!asksAnything(own.policy) && !own.isUnreadable) return [];
  const codeowners = await codeownersAt(repository, commit);
  const rules = readRulebook({ settings, ...(codeowners === undefined ? {} : { codeowners }) });
  const backfills = head.validation.backfills.flatMap(({ file, source, backfill }) =>
    backfill === undefined || base.sources.get(file)?.text === source.text
      ? []
      : [{ file, pipeline: backfill.pipeline }],
  );
  return judgePolicy({ base, head, diff: analysis, risks: analysis.risks, rules, people: nobody, backfills, now });
}

async function codeownersAt(repository: Repository, commit: string): Promise<string | undefined> {
  const files = await filesAt(repository, commit, codeownersPlaces);
  const found = codeownersPlaces.map((path) => files.find(({ file }) => file === path));
  return found.find((each) => each !== undefined)?.content.toString();
}
