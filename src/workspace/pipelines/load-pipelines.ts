import { filesConcerned, hasErrors } from '../../diagnostic/diagnostic.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { type LoadedSettings, loadSettings } from '../../model/load.ts';
import { pipelineId } from '../../model/names.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { Settings } from '../../model/settings.ts';
import type { PipelineFile } from '../../validate/rule.ts';
import {
  type InputFile,
  type ValidatedFile,
  type Validation,
  validateFile,
  validateFiles,
  validateTogether,
} from '../../validate/validate.ts';
import type { Workspace } from '../workspace.ts';
import { findFile } from './find-file.ts';
import { InvalidPipeline } from './invalid-pipeline.ts';
import { type JudgeElsewhere, judgeTogether } from './judge-together.ts';
import {
  digestOf,
  listFiles,
  listPipelineFiles,
  readPipelineFile,
  readSettingsFile,
  settingsFile,
} from './pipeline-files.ts';
import { FileResultStore } from './result-store.ts';
import { warningLines } from './warning-lines.ts';

/** A pipeline that is fit to run. */
export interface RunnablePipeline {
  readonly pipeline: Pipeline;
  readonly settings: Settings;
  /** A line each, with its place. */
  readonly warnings: readonly string[];
}

/** All pipelines of a working tree, judged by its settings. */
export interface JudgedWorkspace extends Validation {
  readonly settings: Settings;
}

/**
 * Judges all pipelines, backfills and tests of the working tree. `version` is Segue's own, for results kept from earlier times;
 * `elsewhere` takes half of the work if there is much of it.
 */
export async function validateWorkspace(
  workspace: Workspace,
  version: string,
  elsewhere?: JudgeElsewhere,
): Promise<JudgedWorkspace> {
  const { root, segueDir } = workspace.repository;
  const settingsText = readSettingsFile(root);
  const settings = loadSettings(settingsFile, settingsText);
  const files = listFiles(root, settings.settings).flatMap((file) => readPipelineFile(root, file) ?? []);
  const store = new FileResultStore(segueDir);
  const cache = { store, settingsDigest: digestOf(settingsText ?? ''), version };
  if (elsewhere !== undefined) await judgeTogether(files, settings, settingsText, cache, elsewhere);
  const validation = validateFiles(files, settings, cache);
  store.save(workspace.randomness.hex(8));
  return { ...validation, settings: settings.settings };
}

/** All pipelines of the working tree with their sources. */
export function loadPipelines({ repository }: Pick<Workspace, 'repository'>): JudgedWorkspace {
  const { root } = repository;
  const settings = loadSettings(settingsFile, readSettingsFile(root));
  const files = listFiles(root, settings.settings).flatMap((file) => readPipelineFile(root, file) ?? []);
  return { ...validateFiles(files, settings), settings: settings.settings };
}

/**
 * The pipeline that a person means by its id or its file, from the working tree.
 *
 * @throws {Problem} SG701 if there is none, SG702 (`InvalidPipeline`) if it or the settings have errors.
 */
export function loadRunnable(workspace: Workspace, name: string, cwd: string): RunnablePipeline {
  const { root } = workspace.repository;
  return readRunnable(root, readSettingsFile(root), name, cwd).runnable;
}

/** A pipeline that is fit to run, and the file that it was read from. */
export interface ReadRunnable {
  readonly runnable: RunnablePipeline;
  readonly input: InputFile;
}

/** The same by settings whose text is known, with what it was judged by. */
export function readRunnable(
  root: string,
  settingsText: Uint8Array | undefined,
  name: string,
  cwd: string,
): ReadRunnable {
  const settings = loadSettings(settingsFile, settingsText);
  const file = findFile(root, settings.settings, name, cwd);
  const input = file === undefined ? undefined : readPipelineFile(root, file);
  if (input === undefined) throw file === undefined ? unknownPipeline(root, settings.settings, name) : unread(file);
  return { input, runnable: runnable(input, settings, filesOf(root, settings.settings)) };
}

/**
 * Judges one pipeline from its text, e.g. as it was at a commit. `files` are all of the repository, sorted: their paths
 * tell which ids there are. What only their texts tell, such as circles of pipelines, is left to `validateFiles`.
 */
export function runnable(
  input: InputFile,
  settings: LoadedSettings,
  files: readonly PipelineFile[] = [],
): RunnablePipeline {
  const validated = validateFile(input, settings.settings);
  const together = validateTogether(files.map((each) => (each.file === validated.file ? validated : each)));
  const own = together.filter((each) => filesConcerned(each).includes(validated.file));
  const diagnostics = [...settings.diagnostics, ...own, ...validated.diagnostics];
  const texts = textsOf(validated, settings);
  if (validated.pipeline === undefined || hasErrors(diagnostics)) {
    throw new InvalidPipeline(input.file, diagnostics, texts);
  }
  const warnings = warningLines(diagnostics, texts);
  return { pipeline: validated.pipeline, settings: settings.settings, warnings };
}

function filesOf(root: string, settings: Settings): readonly PipelineFile[] {
  return listPipelineFiles(root, settings).map((file) => ({ file, id: pipelineId(file, settings.pipelines) }));
}

function textsOf(validated: ValidatedFile, settings: LoadedSettings): ReadonlyMap<string, string> {
  const sources = [validated.source, settings.source].filter((source) => source !== undefined);
  return new Map(sources.map(({ file, text }) => [file, text]));
}

function unread(file: string): Problem {
  const help = 'Put the file itself there: what a link leads to is read only inside the repository.';
  return new Problem('SG701', `${file} is no file of this repository.`, help, 2);
}

/** Nothing has this id, and no file this name. */
export function unknownPipeline(root: string, settings: Settings, name: string): Problem {
  const ids = listPipelineFiles(root, settings).map((file) => pipelineId(file, settings.pipelines));
  const guess = nearest(name, ids);
  const hint = guess === undefined ? 'segue list shows all of them.' : `Did you mean ${guess}? segue list shows all.`;
  const none = `There are no pipeline files below ${settings.pipelines}/ yet: segue init makes one.`;
  return new Problem('SG701', `There is no pipeline ${name}.`, ids.length === 0 ? none : hint, 2);
}
