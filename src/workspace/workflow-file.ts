import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import { isBackfillFile } from '../model/backfill.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { pullWorkflowText } from '../workflow/pull-workflow.ts';
import { type Staleness, workflowStaleness } from '../workflow/staleness.ts';
import { pullWorkflowFile, workflowFile } from '../workflow/workflow-path.ts';
import { workflowText } from '../workflow/workflow-text.ts';
import { InvalidPipeline } from './pipelines/invalid-pipeline.ts';
import { type JudgedWorkspace, loadPipelines } from './pipelines/load-pipelines.ts';
import { readSettingsFile, settingsFile } from './pipelines/pipeline-files.ts';
import { readInside } from './pipelines/read-inside.ts';
import type { Workspace } from './workspace.ts';

export { pullWorkflowFile, workflowFile };

/** By which GitHub's API and its pages know it. */
export const workflowFileName = basename(workflowFile);

/** One file of a workflow, as it should be. */
export interface JudgedFile {
  /** From the repository's root. */
  readonly file: string;
  readonly text: string;
  /** Absent if the file is as it should be. */
  readonly staleness?: Staleness;
}

/** The workflow of a repository, as it should be by the files of the working tree. */
export interface JudgedWorkflow extends JudgedFile {
  readonly pipelines: readonly Pipeline[];
  readonly settings: Settings;
}

type Place = Pick<Workspace, 'repository'>;

/**
 * Makes the workflow of the working tree's files, and compares it with the one that is there.
 *
 * @throws {Problem} SG702 (`InvalidPipeline`) if a pipeline or the settings have errors: its wake-ups would be missing.
 */
export function judgeWorkflow(place: Place): JudgedWorkflow {
  const judged = loadPipelines(place);
  refuseBroken(place, judged);
  const { settings } = judged;
  const pipelines = [...judged.pipelines.values()].map(({ pipeline }) => pipeline);
  const text = workflowText(pipelines, settings);
  return { ...judgedFile(place, workflowFile, text), pipelines, settings };
}

/** The same of the workflow that reviews pull requests: for who asks for one. */
export function judgePullWorkflow(place: Place, settings: Settings): JudgedFile {
  return judgedFile(place, pullWorkflowFile, pullWorkflowText(settings));
}

/** Of the workflows that the repository has from Segue, those that are not as they should be; the scheduled one also where there is none. */
export function staleFiles(place: Place, judged: JudgedWorkflow): readonly JudgedFile[] {
  const pulls = judgePullWorkflow(place, judged.settings);
  return [
    ...(judged.staleness === undefined ? [] : [judged]),
    // One that Segue has not made is somebody's own, and where there is none an app may do it.
    ...(pulls.staleness?.kind === 'stale' ? [pulls] : []),
  ];
}

function judgedFile({ repository }: Place, file: string, text: string): JudgedFile {
  const staleness = workflowStaleness(readText(repository.root, file), text);
  return { file, text, ...(staleness === undefined ? {} : { staleness }) };
}

/**
 * Writes the file, whole or not at all.
 *
 * @throws {Problem} SG914 if it cannot be written.
 */
export function writeWorkflow({ repository }: Place, { file, text }: Pick<JudgedFile, 'file' | 'text'>): void {
  const path = join(repository.root, file);
  const draft = `${path}.new`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('SG914', `${file} cannot be written: ${reason}`, 'Make the folder writable.');
  }
}

/** The text of the workflow in the working tree; undefined if there is none. */
export function readWorkflow({ repository }: Place): string | undefined {
  return readText(repository.root, workflowFile);
}

function readText(root: string, file: string): string | undefined {
  const bytes = readInside(root, file);
  return bytes === undefined ? undefined : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function refuseBroken({ repository }: Place, { diagnostics, files }: JudgedWorkspace): void {
  const errors = diagnostics.filter(({ severity, range }) => severity === 'error' && !isBackfillFile(range.file));
  if (errors.length === 0) return;
  const texts = files.flatMap(({ source }) => (source === undefined ? [] : [[source.file, source.text] as const]));
  const settings = new TextDecoder().decode(readSettingsFile(repository.root));
  const all = new Map([...texts, [settingsFile, settings]]);
  throw new InvalidPipeline('The workflow', errors, all, 'cannot be made');
}
