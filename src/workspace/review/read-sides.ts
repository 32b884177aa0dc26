import { limits } from '../../model/limits.ts';
import { loadSettings } from '../../model/load.ts';
import { defaultSettings, settingsFile } from '../../model/settings.ts';
import type { CommitFile, CommitForge } from '../../report/forge/commit-forge.ts';
import type { CommitFiles } from '../../review/pull-change.ts';
import { digestOf } from '../pipelines/pipeline-files.ts';
import { workflowFile } from '../workflow-file.ts';
import { given } from './forge-answer.ts';

export interface NamedCommit {
  readonly name: string;
  readonly commit: string;
}

/** What a commit has of Segue's, and where its pipelines are. */
interface Side {
  readonly files: CommitFiles;
  readonly folder: string;
}

/**
 * Both sides of a pull request, as they are judged.
 *
 * @throws {NotGiven}
 */
export async function readSides(
  forge: Pick<CommitForge, 'filesAt' | 'differingFiles'>,
  base: NamedCommit,
  head: NamedCommit,
): Promise<{ readonly base: CommitFiles; readonly head: CommitFiles; readonly folder: string }> {
  const digests = given(await forge.differingFiles(base.commit, head.commit));
  const old = await readSide(forge, base, digests.base, mergedFolder);
  const now = await readSide(forge, head, digests.head, (settings) =>
    digests.base.has(settingsFile) || digests.head.has(settingsFile) ? writtenFolder(settings, old.folder) : old.folder,
  );
  return { base: old.files, head: now.files, folder: now.folder };
}

async function readSide(
  forge: Pick<CommitForge, 'filesAt'>,
  { name, commit }: NamedCommit,
  digests: ReadonlyMap<string, string>,
  folderOf: (settings: Uint8Array | undefined) => string,
): Promise<Side> {
  const own = given(await forge.filesAt(commit, { paths: [settingsFile, workflowFile], longest: limits.fileSize }));
  const settings = contentOf(own.files, settingsFile);
  const workflow = contentOf(own.files, workflowFile);
  const folder = folderOf(settings);
  const isWanted = (path: string) => /\.ya?ml$/.test(path);
  const read = given(await forge.filesAt(commit, { paths: [folder], isWanted, longest: limits.fileSize }));
  const files = read.files.map(({ file, content }) => ({ file, content, digest: digestOf(content) }));
  return {
    folder,
    files: {
      name,
      commit,
      files,
      folder,
      digests,
      ...(settings === undefined ? {} : { settings }),
      ...(workflow === undefined ? {} : { workflow: new TextDecoder('utf-8', { ignoreBOM: true }).decode(workflow) }),
    },
  };
}

function contentOf(files: readonly CommitFile[], path: string): Uint8Array | undefined {
  return files.find(({ file }) => file === path)?.content;
}

/** What was merged may be read as it is. */
function mergedFolder(settings: Uint8Array | undefined): string {
  return loadSettings(settingsFile, settings).settings.pipelines;
}

/** In quotes, or a plain text that is neither an anchor nor anything else of YAML's. */
const folderLine =
  /^pipelines:[ \t]+(["']?)(?<folder>[^\s"'#&*!|>%@`{}[\]\\](?:[^\n"'#\\]{0,200}[^\s"'#\\])?)\1[ \t]*(?:#[^\n]*)?\r?$/m;

/**
 * What a stranger has written is parsed where it can be ended, which is not here: so the folder is taken from the line that people
 * write. Where there is none, it is where it was. Who judges the files knows better, and does not judge those of another folder.
 */
function writtenFolder(settings: Uint8Array | undefined, before: string): string {
  if (settings === undefined) return defaultSettings.pipelines;
  const text = new TextDecoder().decode(settings);
  const written = folderLine.exec(text)?.groups?.folder;
  if (written !== undefined) return written.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '') || '.';
  return /^["']?pipelines["']?[ \t]*:/m.test(text) ? before : defaultSettings.pipelines;
}
