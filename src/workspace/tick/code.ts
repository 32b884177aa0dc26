import { filesConcerned, hasErrors } from '../../diagnostic/diagnostic.ts';
import { type LoadedSettings, loadSettings } from '../../model/load.ts';
import type { Settings } from '../../model/settings.ts';
import { type FileAt, filesAt } from '../../store/files-at.ts';
import { inOrder } from '../../tick/pipeline-order.ts';
import { validateFiles } from '../../validate/validate.ts';
import { InvalidPipeline } from '../invalid-pipeline.ts';
import type { RunnablePipeline } from '../load-pipelines.ts';
import { isPipelineFile, settingsFile } from '../pipeline-files.ts';
import { warningLines } from '../warning-lines.ts';
import type { Workspace } from '../workspace.ts';

/** The pipelines of a repository at one commit. */
export interface Code {
  readonly commit: string;
  readonly settings: Settings;
  /** Those that are fit to run, by id, upstream pipelines first. */
  readonly pipelines: ReadonlyMap<string, RunnablePipeline>;
  /** By id, those whose files have errors. They stop nobody but themselves. */
  readonly broken: ReadonlyMap<string, InvalidPipeline>;
}

/**
 * Reads and judges all pipelines at a commit, whatever lies in the working tree.
 *
 * @throws {Problem} those of git, SG702 if the settings have errors: nothing can be judged without them.
 */
export async function readCode(workspace: Workspace, commit: string): Promise<Code> {
  const { repository } = workspace;
  const [settingsAt] = await filesAt(repository, commit, [settingsFile]);
  const settings = loadSettings(settingsFile, settingsAt?.content);
  if (hasErrors(settings.diagnostics)) throw new InvalidPipeline(settingsFile, settings.diagnostics, textsOf(settings));
  const folder = settings.settings.pipelines;
  const files = (await filesAt(repository, commit, [folder])).filter(({ file }) => isPipelineFile(file));
  return { commit, settings: settings.settings, ...judgeAll(files, settings) };
}

function judgeAll(files: readonly FileAt[], settings: LoadedSettings): Pick<Code, 'pipelines' | 'broken'> {
  const judged = validateFiles(files, settings);
  const fit: RunnablePipeline[] = [];
  const broken = new Map<string, InvalidPipeline>();
  for (const { file, id, pipeline, source } of judged.files) {
    const concerned = judged.diagnostics.filter((each) => filesConcerned(each).includes(file));
    const texts = new Map([...textsOf(settings), ...(source === undefined ? [] : [[file, source.text] as const])]);
    if (pipeline === undefined || hasErrors(concerned)) broken.set(id, new InvalidPipeline(file, concerned, texts));
    else fit.push({ pipeline, settings: settings.settings, warnings: warningLines(concerned, texts) });
  }
  const byId = new Map(fit.map((each) => [each.pipeline.id, each]));
  const ordered = inOrder(fit.map(({ pipeline }) => pipeline)).flatMap(({ id }) => byId.get(id) ?? []);
  return { pipelines: new Map(ordered.map((each) => [each.pipeline.id, each])), broken };
}

function textsOf({ source }: LoadedSettings): ReadonlyMap<string, string> {
  return new Map(source === undefined ? [] : [[source.file, source.text]]);
}
