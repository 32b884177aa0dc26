import type { AskedRollback, Rollback, RollbackDesk } from '../../command/desk.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { UnsureProblem } from '../../diagnostic/unsure-problem.ts';
import { DifferingFiles } from '../../diff/differing-files.ts';
import type { ChangeForge } from '../../report/forge/change-forge.ts';
import type { CommitForge } from '../../report/forge/commit-forge.ts';
import { given, NotGiven } from '../review/forge-answer.ts';
import type { Code } from '../tick/code.ts';
import { unknownPipelineIn } from './code-names.ts';
import { nowhere } from './nowhere.ts';
import { rollbackBranch, rollbackPage } from './rollback-page.ts';
import { fileOf, targetOf, tasksOf } from './rollback-target.ts';

export interface RollbackPlace {
  readonly forge: ChangeForge & Pick<CommitForge, 'differingFiles' | 'forkOf' | 'tipOf'>;
  /** Name of the default branch. */
  readonly branch: string;
  /** Reads a commit of the default branch. */
  readonly codeAt: (commit: string) => Promise<Code>;
}

/** Where GitHub takes no change from an App that was not made for it; no task is defined there. */
const workflows = '.github/workflows/';

/**
 * Opens pull requests that bring a pipeline back: its file, and the files that its tasks name, then or now. All of it is done by the forge,
 * so nothing is checked out and nothing of it runs before somebody merges it.
 */
export function rollbackDesk(place: RollbackPlace): RollbackDesk {
  return { rollback: (asked) => orProblem(() => rollBack(place, asked)) };
}

async function rollBack(place: RollbackPlace, asked: AskedRollback): Promise<Rollback> {
  const { forge, branch, codeAt } = place;
  const { pipeline } = asked;
  const { commit: tip } = given(await forge.tipOf(branch));
  if (tip === undefined) throw nowhere(`There is no branch ${branch}.`);
  const now = await codeAt(tip);
  const commit = await targetOf(place, now, asked);
  const then = await codeAt(commit);
  const file = fileOf(then, pipeline);
  if (file === undefined) throw missing(now, pipeline, commit);
  const paths = await differing(place, pipeline, { now, then });
  if (paths.length === 0) {
    const message = `${pipeline} and the files that its tasks name are as they were at ${commit.slice(0, 7)}.`;
    throw nowhere(message);
  }
  const change = given(
    await forge.ensureChange({
      branch: rollbackBranch(pipeline, commit),
      base: { branch, commit: tip },
      from: commit,
      paths,
      ...rollbackPage(asked, commit, paths),
    }),
  );
  const kind = change.kind === 'created' ? 'opened' : 'open';
  return { kind, number: change.number, url: change.url, commit, files: paths };
}

/** The pipeline's own file under its names of then and now, and what its tasks name. */
async function differing(
  { forge }: RollbackPlace,
  pipeline: string,
  { now, then }: { readonly now: Code; readonly then: Code },
): Promise<readonly string[]> {
  const { base, head } = given(await forge.differingFiles(then.commit, now.commit));
  const named = new DifferingFiles(base, head).namedBy([...tasksOf(then, pipeline), ...tasksOf(now, pipeline)]);
  const own = [fileOf(then, pipeline), fileOf(now, pipeline)].filter(
    (file) => file !== undefined && base.get(file) !== head.get(file),
  );
  const paths = new Set([...own.filter((file) => file !== undefined), ...named.map(({ path }) => path)]);
  return [...paths].filter((path) => !path.startsWith(workflows)).sort();
}

function missing(now: Code, pipeline: string, commit: string): Problem {
  if (fileOf(now, pipeline) === undefined) return unknownPipelineIn(now, pipeline);
  return nowhere(`There was no ${pipeline} at ${commit.slice(0, 7)} yet.`);
}

async function orProblem<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof NotGiven)) throw error;
    const { kind, why } = error.declined;
    const help = 'It takes contents: write and pull-requests: write; a workflow must be allowed to open pull requests.';
    throw kind === 'refused'
      ? new Problem('SG964', `GitHub does not take the pull request: ${why}`, help)
      : new UnsureProblem('SG964', why, 'Write the comment anew: what is there already is found again.');
  }
}
