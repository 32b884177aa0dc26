import { headCommit } from '../store/repository.ts';
import { demandMerged } from '../workspace/merged.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { type Code, readCode } from '../workspace/tick/code.ts';

/**
 * The pipelines at the commit that is checked out.
 *
 * @throws {Problem} SG723 if it is not merged: what has secrets was reviewed.
 */
export async function codeToServe(workspace: OpenWorkspace): Promise<Code> {
  const commit = headCommit(workspace.repository);
  await demandMerged(workspace, commit);
  return readCode(workspace, commit);
}
