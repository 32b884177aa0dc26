import { filesConcerned, hasErrors } from '../../diagnostic/diagnostic.ts';
import type { Side } from '../../diff/side.ts';
import { type LoadedSettings, loadSettings } from '../../model/load.ts';
import type { Source } from '../../model/source.ts';
import { filesAt } from '../../store/files-at.ts';
import type { InputFile } from '../../validate/rule.ts';
import { type ValidatedFile, validateFile, validateTogether } from '../../validate/validate.ts';
import { InvalidPipeline } from '../invalid-pipeline.ts';
import {
  digestOf,
  isPipelineFile,
  listPipelineFiles,
  readPipelineFile,
  readSettingsFile,
  settingsFile,
} from '../pipeline-files.ts';
import type { Workspace } from '../workspace.ts';
import type { Revision } from './revisions.ts';

/** A side with the texts that it was made of. */
export interface RepositorySide extends Side {
  /** By path. */
  readonly sources: ReadonlyMap<string, Source>;
  /** By path and content, for another side with the same settings. */
  readonly judged: ReadonlyMap<string, ValidatedFile>;
  readonly settingsText: string;
}

/**
 * Reads and judges all pipelines of a commit or of the working tree. Files that are the same in `known`, under the same settings, are
 * not read again: they are most of them.
 *
 * @throws {Problem} those of git, SG702 if the settings have errors: nothing can be judged without them.
 */
export async function readSide(
  workspace: Pick<Workspace, 'repository'>,
  revision: Revision,
  known?: RepositorySide,
): Promise<RepositorySide> {
  const content = await settingsOf(workspace, revision);
  const settings = loadSettings(settingsFile, content);
  const { source, diagnostics } = settings;
  if (hasErrors(diagnostics)) {
    const texts = source === undefined ? [] : [[source.file, source.text] as const];
    throw new InvalidPipeline(`${settingsFile} of ${revision.name}`, diagnostics, new Map(texts), 'cannot be compared');
  }
  const settingsText = Buffer.from(content ?? '').toString();
  const files = await filesOf(workspace, revision, settings);
  return judge(files, settings, settingsText, known?.settingsText === settingsText ? known : undefined);
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
    return listPipelineFiles(repository.root, settings).flatMap(
      (file) => readPipelineFile(repository.root, file) ?? [],
    );
  }
  const files = await filesAt(repository, commit, [settings.pipelines]);
  return files
    .filter(({ file }) => isPipelineFile(file))
    .map(({ file, content }) => ({ file, content, digest: digestOf(content) }));
}

function judge(
  files: readonly InputFile[],
  { settings }: LoadedSettings,
  settingsText: string,
  known: RepositorySide | undefined,
): RepositorySide {
  const judged = new Map<string, ValidatedFile>();
  for (const input of files) {
    const key = `${input.digest} ${input.file}`;
    judged.set(key, known?.judged.get(key) ?? validateFile(input, settings));
  }
  const all = [...judged.values()];
  const errors = [...all.flatMap((each) => each.diagnostics), ...validateTogether(all)];
  const broken = new Set(errors.filter(({ severity }) => severity === 'error').flatMap(filesConcerned));
  const sources = all.flatMap(({ id, file, source }) => (source === undefined ? [] : [{ id, file, source }]));
  const byId = new Map(sources.toReversed().map(({ id, source }) => [id, source]));
  return {
    pipelines: all.flatMap(({ pipeline }) => pipeline ?? []),
    settings,
    unfit: new Set(all.filter(({ file }) => broken.has(file)).map(({ id }) => id)),
    unread: new Set(all.filter(({ pipeline }) => pipeline === undefined).map(({ id }) => id)),
    isWritten: (id, route) => byId.get(id)?.has(route) ?? false,
    sources: new Map(sources.map(({ file, source }) => [file, source])),
    judged,
    settingsText,
  };
}
