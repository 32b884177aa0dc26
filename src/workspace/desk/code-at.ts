import { isBackfillFile } from '../../model/backfill.ts';
import { limits } from '../../model/limits.ts';
import { settingsFile } from '../../model/settings.ts';
import type { CommitForge } from '../../report/forge/commit-forge.ts';
import { isPipelineFile } from '../pipelines/pipeline-files.ts';
import { given } from '../review/forge-answer.ts';
import { type Code, codeFrom } from '../tick/code.ts';

/**
 * The pipelines of a commit of the default branch, by a forge: for who has no clone.
 *
 * @throws {NotGiven}
 * @throws {Problem} SG702 if the settings have errors.
 */
export function codeAt(forge: Pick<CommitForge, 'filesAt'>, commit: string): Promise<Code> {
  return codeFrom(commit, async (paths) => {
    const isWanted = (path: string) => path === settingsFile || isPipelineFile(path) || isBackfillFile(path);
    return given(await forge.filesAt(commit, { paths, isWanted, longest: limits.fileSize })).files;
  });
}
