import { looksLikeCode } from '../../model/code-file.ts';
import { filesNamedBy } from '../../model/named-files.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { nameList } from '../../report/text/name-list.ts';
import type { RunDocument } from '../../run/document.ts';
import { git } from '../../store/git/git-process.ts';
import { changedFiles } from '../../store/repository/changed-files.ts';
import { missingFiles, openWorktree } from '../../store/repository/worktree.ts';
import { namedBy, productsOf } from '../pipelines/named-by.ts';
import type { Workspace } from '../workspace.ts';
import { isMoving } from './checkout-lock.ts';
import { type Drift, driftFrom } from './drift.ts';
import { withoutArtifacts } from './pin.ts';

/** Where the tasks of a run work. */
export interface Workplace {
  /** Absolute path of the checkout or worktree. */
  readonly root: string;
  /** The place as attempts record it: files that a task left behind are found again at the same place only. */
  readonly host: string;
  /** Why it is a worktree although the right commit is checked out. */
  readonly drift?: Drift;
  readonly notices: readonly string[];
}

/** The checkout that one works in. */
export function checkout({ repository, machine }: Workspace): Workplace {
  return { root: repository.root, host: machine.place, notices: [] };
}

/** The checkout if it is what the run is pinned to, else a worktree of the run's own. */
export async function pinnedWorkplace(
  workspace: Workspace,
  document: RunDocument,
  pipeline: Pipeline,
): Promise<Workplace> {
  const drift = await driftFrom(workspace, document, pipeline);
  if (drift?.code.length === 0) return { ...checkout(workspace), notices: writtenSince(drift) };
  return worktreeAt(workspace, document.commit, document.run, pipeline, drift);
}

function writtenSince({ data }: Drift): readonly string[] {
  return data.length === 0 ? [] : [`Written since the run began, and taken as it lies here: ${nameList(data, 5)}`];
}

/**
 * The checkout if it is exactly this commit, as far as the pipeline is concerned, else a worktree of the run's own. The run must
 * be locked: then nobody moves the checkout while it goes on.
 */
export async function workplaceAt(
  workspace: Workspace,
  commit: string,
  run: string,
  pipeline: Pipeline,
): Promise<Workplace> {
  const { repository } = workspace;
  const head = await git(repository.place, 'find the commit that is checked out', ['rev-parse', 'HEAD']);
  const isAt = !isMoving(workspace) && head.toString().trim() === commit;
  const others = isAt ? await otherCode(workspace, pipeline) : undefined;
  return others?.length === 0 ? checkout(workspace) : worktreeAt(workspace, commit, run, pipeline);
}

/** What tasks of earlier runs have left here, untracked data and artifacts, is no reason to work elsewhere. */
async function otherCode({ repository }: Workspace, pipeline: Pipeline): Promise<readonly string[]> {
  const { files, untracked } = await changedFiles(repository, namedBy(pipeline));
  const isProduct = productsOf(pipeline);
  const found = new Set(untracked);
  return files.filter((path) => !isProduct(path) && (!found.has(path) || looksLikeCode(path)));
}

async function worktreeAt(
  { repository, machine }: Workspace,
  commit: string,
  run: string,
  pipeline: Pipeline,
  drift?: Drift,
): Promise<Workplace> {
  const worktree = await openWorktree(repository, commit, run);
  const missing = withoutArtifacts(pipeline, await missingFiles(repository, worktree, filesNamedBy(pipeline)));
  const changed = drift === undefined ? '' : ` (${nameList(drift.code, 3)} has changed)`;
  return {
    root: worktree.root,
    host: `${machine.place}#${run}`,
    ...(drift === undefined ? {} : { drift }),
    notices: [
      `${commit.slice(0, 7)} is not what is checked out here${changed}: working in ${worktree.root}`,
      ...(missing.length === 0 ? [] : [`Not in Git, so not there: ${nameList(missing, 5)}`]),
    ],
  };
}

/** Whether what lies in the checkout is the code that a run is pinned to, with all changes that were not committed then. */
export async function isCheckedOut(workspace: Workspace, document: RunDocument, pipeline: Pipeline): Promise<boolean> {
  return (await driftFrom(workspace, document, pipeline))?.code.length === 0;
}
