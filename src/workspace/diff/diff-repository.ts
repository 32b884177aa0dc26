import { LineIndex } from '../../diagnostic/line-index.ts';
import { analyse } from '../../diff/analyse.ts';
import { diffPipelines } from '../../diff/diff-pipelines.ts';
import type { Risk } from '../../diff/risk.ts';
import { byId } from '../../diff/side.ts';
import { untoldRisks } from '../../policy/judge-policy.ts';
import type { DiffView } from '../../report/diff/diff-view.ts';
import type { JudgedSide } from '../../review/judged-side.ts';
import type { Workspace } from '../workspace.ts';
import { fileDigests } from './file-digests.ts';
import { knownHistory } from './known-history.ts';
import { minutesOf } from './month-minutes.ts';
import { policyOfBase } from './policy-of-base.ts';
import { readSide } from './repository-side.ts';
import { type Revision, readRange } from './revisions.ts';

/** Whose runs tell how long things take: those of the environment that matters, else one's own. */
const environments = ['production', 'local'] as const;

/**
 * Compares the pipelines of two commits, or of a commit and the working tree, and works out what the change does. Reads files and
 * what this clone has of the state; executes nothing.
 *
 * @param range As `readRange` has it.
 * @throws {Problem} SG917, SG603, SG702 and those of git.
 */
export async function diffRepository(workspace: Workspace, range: string | undefined): Promise<DiffView> {
  const { repository, clock } = workspace;
  const revisions = await readRange(repository, range);
  const oldSide = await readSide(workspace, revisions.base);
  const newSide = await readSide(workspace, revisions.head, oldSide);
  const digests = await fileDigests(repository, revisions, [oldSide, newSide]);
  const [base, head] = [
    { ...oldSide, digests: digests.base },
    { ...newSide, digests: digests.head },
  ];
  const diff = diffPipelines(base, head);
  const history = await knownHistory(workspace, diff, { environments, isWhole: false });
  const now = clock.now();
  const analysis = analyse(base, head, history, now, diff);
  const policy = await policyOfBase(repository, revisions.base, { base, head, analysis, now });
  const minutes =
    diff.pipelines.length + diff.settings.length === 0
      ? undefined
      : await minutesOf(workspace, environments, [base, head], diff, now);
  return {
    base: labelOf(revisions.base),
    head: labelOf(revisions.head),
    ...analysis,
    risks: untoldRisks(analysis.risks, policy).map((risk) => ({ ...risk, line: lineOf(risk, newSide) })),
    policy: policy.map((finding) => ({ ...finding, line: lineOf(finding, newSide) })),
    ...(minutes === undefined ? {} : { minutes }),
    pipelinesBefore: byId(base),
    pipelinesAfter: byId(head),
  };
}

function labelOf({ name, commit }: Revision): DiffView['base'] {
  return commit === undefined ? { name } : { name, commit };
}

function lineOf({ file, route }: Pick<Risk, 'file' | 'route'>, { sources }: JudgedSide): number {
  const source = sources.get(file);
  return source === undefined || route.length === 0
    ? 1
    : new LineIndex(source.text).position(source.key(route).start).line;
}
