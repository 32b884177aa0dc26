import { headCommit } from '../../store/repository/repository.ts';
import { demandMerged } from '../pipelines/merged.ts';
import { version } from '../version.ts';
import type { Workspace } from '../workspace.ts';
import { type Code, readCode } from './code.ts';

/**
 * The pipelines at a commit, or at the one that is checked out.
 *
 * @throws {Problem} SG723 if it is not merged, outside of `local`: what has secrets was reviewed. Else as `readCode`.
 */
export async function mergedCode(workspace: Workspace, commit = headCommit(workspace.repository)): Promise<Code> {
  await demandMerged(workspace, commit);
  return readCode(workspace, commit, version);
}
