import type { Pipeline } from '../../model/pipeline.ts';
import { nameList } from '../../report/text/name-list.ts';
import { coveredBy } from '../../store/artifacts/artifacts-cover.ts';
import { localEnvironment } from '../../store/names.ts';
import { headCommit } from '../../store/repository/repository.ts';
import { type Snapshot, takeSnapshot } from '../../store/repository/snapshot.ts';
import { demandMerged, notReviewed } from '../pipelines/merged.ts';
import { namedBy } from '../pipelines/named-by.ts';
import type { Workspace } from '../workspace.ts';

/** The code that a run is pinned to. */
export interface Pinned {
  readonly commit: string;
  /** Set if the working tree differs from its HEAD: `commit` then holds what lies here, on top of this one. */
  readonly snapshotOf?: string;
  readonly notices: readonly string[];
}

/** How many changed files a notice names. */
const filesNamed = 5;

/** What tasks declare as artifacts is kept, so nobody will miss it. */
export function withoutArtifacts({ tasks }: Pipeline, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return paths;
  const covered = coveredBy(tasks.flatMap(({ artifacts }) => (artifacts === 'none' ? [] : (artifacts ?? []))));
  return paths.filter((path) => !covered(path));
}

/**
 * Pins the working tree as it is: HEAD if nothing differs, else a snapshot that holds the changes.
 *
 * @throws {Problem} SG603 without a commit, SG723 if the environment takes merged commits only.
 */
export async function pinWorkingTree(workspace: Workspace, pipeline: Pipeline, run: string): Promise<Pinned> {
  const { repository, randomness } = workspace;
  const head = headCommit(repository);
  const snapshot = await takeSnapshot(repository, { run, nonce: randomness.hex(8), ...namedBy(pipeline) });
  const busy = repository.inProgress === undefined ? [] : [`A ${repository.inProgress} is in progress here.`];
  if (workspace.environment !== localEnvironment) await demandReviewed(workspace, head, snapshot);
  if (snapshot === undefined) return { commit: head, notices: busy };
  const { commit, snapshotOf, files } = snapshot;
  const leftOut = withoutArtifacts(pipeline, snapshot.leftOut);
  const changed = `The working tree has changes that are not committed: ${nameList(files, filesNamed)}. They are kept as ${commit.slice(0, 7)}.`;
  const missing = `Ignored by Git or too large, so a resume elsewhere will not have them: ${nameList(leftOut, filesNamed)}.`;
  return { commit, snapshotOf, notices: [...busy, changed, ...(leftOut.length === 0 ? [] : [missing])] };
}

async function demandReviewed(workspace: Workspace, head: string, snapshot: Snapshot | undefined): Promise<void> {
  if (snapshot !== undefined) {
    throw notReviewed(workspace.environment, `the working tree has changes: ${nameList(snapshot.files, filesNamed)}`);
  }
  await demandMerged(workspace, head);
}
