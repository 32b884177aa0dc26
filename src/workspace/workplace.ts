import { filesNamedBy } from '../model/named-files.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { nameList } from '../report/name-list.ts';
import type { RunDocument } from '../run/document.ts';
import { changedFiles } from '../store/changed-files.ts';
import { git } from '../store/git-process.ts';
import { dropSnapshot, takeSnapshot } from '../store/snapshot.ts';
import { missingFiles, openWorktree } from '../store/worktree.ts';
import { isMoving } from './checkout-lock.ts';
import { withoutArtifacts } from './pin.ts';
import type { Workspace } from './workspace.ts';

/** Where the tasks of a run work. */
export interface Workplace {
  /** Absolute path of the checkout or worktree. */
  readonly root: string;
  /** The place as attempts record it: files that a task left behind are found again at the same place only. */
  readonly host: string;
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
  if (await isCheckedOut(workspace, document, pipeline)) return checkout(workspace);
  return worktreeAt(workspace, document.commit, document.run, pipeline);
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
  const paths = filesNamedBy(pipeline);
  const changed = isAt ? await changedFiles(repository, { pipelineFile: pipeline.file, paths }) : undefined;
  return changed?.files.length === 0 ? checkout(workspace) : worktreeAt(workspace, commit, run, pipeline);
}

async function worktreeAt(
  { repository, machine }: Workspace,
  commit: string,
  run: string,
  pipeline: Pipeline,
): Promise<Workplace> {
  const worktree = await openWorktree(repository, commit, run);
  const missing = withoutArtifacts(pipeline, await missingFiles(repository, worktree, filesNamedBy(pipeline)));
  const short = commit.slice(0, 7);
  return {
    root: worktree.root,
    host: `${machine.place}#${run}`,
    notices: [
      `${short} is not what is checked out here: working in ${worktree.root}`,
      ...(missing.length === 0 ? [] : [`Not in Git, so not there: ${nameList(missing, 5)}`]),
    ],
  };
}

/** Whether what lies in the checkout is what a run is pinned to, with all changes that were not committed then. */
export async function isCheckedOut(workspace: Workspace, document: RunDocument, pipeline: Pipeline): Promise<boolean> {
  const { repository, randomness } = workspace;
  if (repository.head !== (document.snapshotOf ?? document.commit)) return false;
  const run = `look-${randomness.letters(8)}`;
  const paths = filesNamedBy(pipeline);
  const here = await takeSnapshot(repository, { run, pipelineFile: pipeline.file, paths, nonce: run });
  if (here === undefined) return document.snapshotOf === undefined;
  const args = ['rev-parse', `${here.commit}^{tree}`, `${document.commit}^{tree}`];
  const trees = (await git(repository.place, 'compare the working tree', args)).toString().trim().split('\n');
  await dropSnapshot(repository, run);
  return trees[0] === trees[1];
}
