import { hasErrors } from '../../diagnostic/diagnostic.ts';
import { isBackfillFile } from '../../model/backfill.ts';
import { type LoadedSettings, loadSettings } from '../../model/load.ts';
import { type JudgedSide, judgeSide } from '../../review/judged-side.ts';
import { filesAt } from '../../store/repository/files-at.ts';
import type { InputFile } from '../../validate/rule.ts';
import { InvalidPipeline } from '../pipelines/invalid-pipeline.ts';
import {
  digestOf,
  isPipelineFile,
  listFiles,
  readPipelineFile,
  readSettingsFile,
  settingsFile,
} from '../pipelines/pipeline-files.ts';
import type { Workspace } from '../workspace.ts';
import type { Revision } from './revisions.ts';

/**
 * Reads and judges all pipelines and backfills of a commit or of the working tree. Files that are the same in `known`, under the same settings, are
 * not read again: they are most of them.
 *
 * @throws {Problem} those of git, SG702 if the settings have errors: nothing can be judged without them.
 */
export async function readSide(
  workspace: Pick<Workspace, 'repository'>,
  revision: Revision,
  known?: JudgedSide,
): Promise<JudgedSide> {
  const content = await settingsOf(workspace, revision);
  const settings = loadSettings(settingsFile, content);
  const { source, diagnostics } = settings;
  if (hasErrors(diagnostics)) {
    const texts = source === undefined ? [] : [[source.file, source.text] as const];
    throw new InvalidPipeline(`${settingsFile} of ${revision.name}`, diagnostics, new Map(texts), 'cannot be compared');
  }
  const settingsText = Buffer.from(content ?? '').toString();
  const files = await filesOf(workspace, revision, settings);
  return judgeSide(files, settings, settingsText, known);
}

async function settingsOf({ repository }: Pick<Workspace, 'repository'>, { commit }: Revision) {
  if (commit === undefined) return readSettingsFile(repository.root);
  return (await filesAt(repository, commit, [settingsFile]))[0]?.content;
}

async function filesOf(
  { repository }: Pick<Workspace, 'repository'>,
  { commit }: Revision,
  { settings }: LoadedSettings,
): Promise<readonly InputFile[]> {
  if (commit === undefined) {
    return listFiles(repository.root, settings)
      .filter(isCompared)
      .flatMap((file) => readPipelineFile(repository.root, file) ?? []);
  }
  const files = await filesAt(repository, commit, [settings.pipelines]);
  return files
    .filter(({ file }) => isCompared(file))
    .map(({ file, content }) => ({ file, content, digest: digestOf(content) }));
}

/** Tests change nothing of what runs. */
function isCompared(file: string): boolean {
  return isPipelineFile(file) || isBackfillFile(file);
}
