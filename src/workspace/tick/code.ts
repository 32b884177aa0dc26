import { join } from 'node:path';
import { filesConcerned, hasErrors } from '../../diagnostic/diagnostic.ts';
import { type Backfill, isBackfillFile } from '../../model/backfill.ts';
import { type LoadedSettings, loadSettings } from '../../model/load.ts';
import type { Settings } from '../../model/settings.ts';
import { backfillRange } from '../../schedule/backfill-range.ts';
import { filesAt } from '../../store/repository/files-at.ts';
import { inOrder } from '../../tick/pipeline-order.ts';
import type { AskedBackfill } from '../../tick/step.ts';
import type { InputFile } from '../../validate/rule.ts';
import { type ValidatedFile, validateFiles } from '../../validate/validate.ts';
import { requestDigest } from '../backfill/backfill-state.ts';
import { InvalidPipeline } from '../pipelines/invalid-pipeline.ts';
import type { RunnablePipeline } from '../pipelines/load-pipelines.ts';
import { isPipelineFile, settingsFile } from '../pipelines/pipeline-files.ts';
import { warningLines } from '../pipelines/warning-lines.ts';
import type { Workspace } from '../workspace.ts';
import { type BrokenFile, type FitPipeline, type Judged, keepJudged, readJudged } from './kept-code.ts';

/** The pipelines of a repository at one commit. */
export interface Code {
  readonly commit: string;
  readonly settings: Settings;
  /** Those that are fit to run, by id, upstream pipelines first. */
  readonly pipelines: ReadonlyMap<string, RunnablePipeline>;
  /** By pipeline, in the order of their files' names. */
  readonly backfills: ReadonlyMap<string, readonly AskedBackfill[]>;
  /** By id, pipelines and backfills whose files have errors. They stop nobody but themselves. */
  readonly broken: ReadonlyMap<string, InvalidPipeline>;
}

/**
 * Reads and judges all pipelines at a commit, whatever lies in the working tree. With Segue's own `version` what came of it is
 * kept: a commit never changes, and most ticks find the one that they found before.
 *
 * @throws {Problem} those of git, SG702 if the settings have errors: nothing can be judged without them.
 */
export async function readCode(workspace: Workspace, commit: string, version?: string): Promise<Code> {
  const read: ReadFiles = (paths) => filesAt(workspace.repository, commit, paths);
  if (version === undefined) return codeFrom(commit, read);
  const file = join(workspace.repository.segueDir, 'cache', 'tick.json');
  const key = `${version} ${commit}`;
  const kept = readJudged(file, key);
  const judged = kept ?? (await judgeCommit(read));
  if (kept === undefined) keepJudged(file, key, judged, workspace.randomness.hex(8));
  return codeOf(commit, judged);
}

/** Regular files at or below these paths, sorted. */
export type ReadFiles = (paths: readonly string[]) => Promise<readonly InputFile[]>;

/** The same, from wherever the files of the commit are. */
export async function codeFrom(commit: string, read: ReadFiles): Promise<Code> {
  return codeOf(commit, await judgeCommit(read));
}

async function judgeCommit(read: ReadFiles): Promise<Judged> {
  const [settingsAt] = await read([settingsFile]);
  const settings = loadSettings(settingsFile, settingsAt?.content);
  if (hasErrors(settings.diagnostics)) {
    throw new InvalidPipeline(settingsFile, settings.diagnostics, new Map(textsOf(settings)));
  }
  const folder = settings.settings.pipelines;
  const files = (await read([folder])).filter(({ file }) => isPipelineFile(file) || isBackfillFile(file));
  return judgeAll(files, settings);
}

function judgeAll(files: readonly InputFile[], settings: LoadedSettings): Judged {
  const judged = validateFiles(files, settings);
  const fit: FitPipeline[] = [];
  const backfills: Backfill[] = [];
  const broken: BrokenFile[] = [];
  const judge = ({ file, source, id }: Pick<ValidatedFile, 'file' | 'source' | 'id'>) => {
    const diagnostics = judged.diagnostics.filter((each) => filesConcerned(each).includes(file));
    const texts = [...textsOf(settings), ...(source === undefined ? [] : [[file, source.text] as const])];
    return { id, file, diagnostics, texts };
  };
  for (const each of judged.files) {
    const found = judge(each);
    if (each.pipeline === undefined || hasErrors(found.diagnostics)) broken.push(found);
    else fit.push({ pipeline: each.pipeline, warnings: warningLines(found.diagnostics, new Map(found.texts)) });
  }
  for (const each of judged.backfills) {
    const found = judge(each);
    if (each.backfill === undefined || hasErrors(found.diagnostics)) broken.push(found);
    else backfills.push(each.backfill);
  }
  return { settings: settings.settings, fit, backfills, broken };
}

function codeOf(commit: string, { settings, fit, backfills, broken }: Judged): Code {
  const pipelines = inTurn(fit.map((each) => ({ ...each, settings })));
  const asked = backfills.flatMap((backfill) => askedBackfill(backfill, pipelines));
  const ids = new Set(asked.map(({ backfill }) => backfill.pipeline));
  const byPipeline = [...ids].map((id) => [id, asked.filter(({ backfill }) => backfill.pipeline === id)] as const);
  const problems = broken.map(
    ({ id, file, diagnostics, texts }) => [id, new InvalidPipeline(file, diagnostics, new Map(texts))] as const,
  );
  return { commit, settings, pipelines, backfills: new Map(byPipeline), broken: new Map(problems) };
}

function inTurn(fit: readonly RunnablePipeline[]): ReadonlyMap<string, RunnablePipeline> {
  const byId = new Map(fit.map((each) => [each.pipeline.id, each]));
  const ordered = inOrder(fit.map(({ pipeline }) => pipeline)).flatMap(({ id }) => byId.get(id) ?? []);
  return new Map(ordered.map((each) => [each.pipeline.id, each]));
}

/** One for a pipeline that is broken itself waits until that is mended. */
function askedBackfill(backfill: Backfill, pipelines: ReadonlyMap<string, RunnablePipeline>): readonly AskedBackfill[] {
  const about = pipelines.get(backfill.pipeline);
  if (about === undefined) return [];
  const range = backfillRange(about.pipeline.on.schedule, backfill);
  if (range.kind !== 'intervals') return [];
  const { from, to, intervals } = range;
  return [{ backfill, request: requestDigest({ ...backfill, from, to }), intervals }];
}

function textsOf({ source }: LoadedSettings): readonly (readonly [string, string])[] {
  return source === undefined ? [] : [[source.file, source.text]];
}
