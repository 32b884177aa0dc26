import { filesNamedBy } from '../model/named-files.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { headCommit } from '../store/repository.ts';
import { takeSnapshot } from '../store/snapshot.ts';
import type { Workspace } from './workspace.ts';

/** The code that a run is pinned to. */
export interface Pinned {
  readonly commit: string;
  /** Set if the working tree differs from its HEAD: `commit` then holds what lies here, on top of this one. */
  readonly snapshotOf?: string;
  readonly notices: readonly string[];
}

/** How many changed files a notice names. */
const filesNamed = 5;

/**
 * Pins the working tree as it is: HEAD if nothing differs, else a snapshot that holds the changes.
 *
 * @throws {Problem} SG603 without a commit.
 */
export async function pinWorkingTree(workspace: Workspace, pipeline: Pipeline, run: string): Promise<Pinned> {
  const { repository, randomness } = workspace;
  const head = headCommit(repository);
  const snapshot = await takeSnapshot(repository, {
    run,
    pipelineFile: pipeline.file,
    paths: filesNamedBy(pipeline),
    nonce: randomness.hex(8),
  });
  const busy = repository.inProgress === undefined ? [] : [`A ${repository.inProgress} is in progress here.`];
  if (snapshot === undefined) return { commit: head, notices: busy };
  const { commit, snapshotOf, files, leftOut } = snapshot;
  const changed = `The working tree has changes that are not committed: ${list(files)}. They are kept as ${commit.slice(0, 7)}.`;
  const missing = `Ignored by Git or too large, so a resume elsewhere will not have them: ${list(leftOut)}.`;
  return { commit, snapshotOf, notices: [...busy, changed, ...(leftOut.length === 0 ? [] : [missing])] };
}

function list(files: readonly string[]): string {
  const named = files.slice(0, filesNamed).join(', ');
  return files.length > filesNamed ? `${named} and ${files.length - filesNamed} more` : named;
}
