import { filesConcerned, hasErrors } from '../../diagnostic/diagnostic.ts';
import { type Backfill, isBackfillFile } from '../../model/backfill.ts';
import { type LoadedSettings, loadSettings } from '../../model/load.ts';
import type { Settings } from '../../model/settings.ts';
import { type FileAt, filesAt } from '../../store/files-at.ts';
import { backfillRange } from '../../schedule/backfill-range.ts';
import { inOrder } from '../../tick/pipeline-order.ts';
import type { AskedBackfill } from '../../tick/step.ts';
import { type ValidatedFile, validateFiles } from '../../validate/validate.ts';
import { InvalidPipeline } from '../invalid-pipeline.ts';
import type { RunnablePipeline } from '../load-pipelines.ts';
import { requestDigest } from '../backfill-state.ts';
import { isPipelineFile, settingsFile } from '../pipeline-files.ts';
import { warningLines } from '../warning-lines.ts';
import type { Workspace } from '../workspace.ts';

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
  const files = (await filesAt(repository, commit, [folder])).filter(
    ({ file }) => isPipelineFile(file) || isBackfillFile(file),
  );
  return { commit, settings: settings.settings, ...judgeAll(files, settings) };
}

function judgeAll(files: readonly FileAt[], settings: LoadedSettings): Omit<Code, 'commit' | 'settings'> {
  const judged = validateFiles(files, settings);
  const fit: RunnablePipeline[] = [];
  const broken = new Map<string, InvalidPipeline>();
  const judge = ({ file, source }: Pick<ValidatedFile, 'file' | 'source'>) => {
    const concerned = judged.diagnostics.filter((each) => filesConcerned(each).includes(file));
    const texts = new Map([...textsOf(settings), ...(source === undefined ? [] : [[file, source.text] as const])]);
    return { concerned, texts, problem: new InvalidPipeline(file, concerned, texts), isFit: !hasErrors(concerned) };
  };
  for (const each of judged.files) {
    const { isFit, concerned, texts, problem } = judge(each);
    if (each.pipeline === undefined || !isFit) broken.set(each.id, problem);
    else fit.push({ pipeline: each.pipeline, settings: settings.settings, warnings: warningLines(concerned, texts) });
  }
  const pipelines = inTurn(fit);
  const asked = judged.backfills.flatMap((each) => {
    const { isFit, problem } = judge(each);
    if (each.backfill === undefined || !isFit) broken.set(each.id, problem);
    return isFit ? askedBackfill(each.backfill, pipelines) : [];
  });
  const ids = new Set(asked.map(({ backfill }) => backfill.pipeline));
  const backfills = [...ids].map((id) => [id, asked.filter(({ backfill }) => backfill.pipeline === id)] as const);
  return { pipelines, broken, backfills: new Map(backfills) };
}

function inTurn(fit: readonly RunnablePipeline[]): ReadonlyMap<string, RunnablePipeline> {
  const byId = new Map(fit.map((each) => [each.pipeline.id, each]));
  const ordered = inOrder(fit.map(({ pipeline }) => pipeline)).flatMap(({ id }) => byId.get(id) ?? []);
  return new Map(ordered.map((each) => [each.pipeline.id, each]));
}

/** One for a pipeline that is broken itself waits until that is mended. */
function askedBackfill(
  backfill: Backfill | undefined,
  pipelines: ReadonlyMap<string, RunnablePipeline>,
): readonly AskedBackfill[] {
  const about = backfill === undefined ? undefined : pipelines.get(backfill.pipeline);
  if (backfill === undefined || about === undefined) return [];
  const range = backfillRange(about.pipeline.on.schedule, backfill);
  if (range.kind !== 'intervals') return [];
  const { from, to, intervals } = range;
  return [{ backfill, request: requestDigest({ ...backfill, from, to }), intervals }];
}

function textsOf({ source }: LoadedSettings): ReadonlyMap<string, string> {
  return new Map(source === undefined ? [] : [[source.file, source.text]]);
}
