import { relative, resolve, sep } from 'node:path';
import { filesConcerned, hasErrors } from '../../diagnostic/diagnostic.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import type { Backfill } from '../../model/backfill.ts';
import { InvalidPipeline } from '../pipelines/invalid-pipeline.ts';
import { type JudgedWorkspace, loadPipelines } from '../pipelines/load-pipelines.ts';
import type { Workspace } from '../workspace.ts';
import { type PreparedBackfill, prepareBackfill } from './prepare-backfill.ts';

/** A backfill file with what it would do now, or why it cannot. */
export type PlannedFile =
  | { readonly ok: true; readonly backfill: Backfill; readonly prepared: PreparedBackfill }
  | { readonly ok: false; readonly file: string; readonly problem: InvalidPipeline };

/**
 * Decides what backfill files of the working tree would do, all of them without names; a broken one does not stop the
 * others. Names are ids or files.
 *
 * @throws {Problem} SG741 if a name is none.
 */
export async function planBackfills(
  workspace: Workspace,
  names: readonly string[],
  cwd: string,
): Promise<readonly PlannedFile[]> {
  const judged = loadPipelines(workspace);
  const wanted = names.map((name) => find(workspace, judged, name, cwd));
  const chosen = names.length === 0 ? judged.backfills : [...new Set(wanted)];
  return Promise.all(chosen.map((each) => planFile(workspace, judged, each)));
}

type Judged = JudgedWorkspace['backfills'][number];

async function planFile(workspace: Workspace, judged: JudgedWorkspace, chosen: Judged): Promise<PlannedFile> {
  const { file, backfill } = chosen;
  const pipeline = backfill === undefined ? undefined : judged.pipelines.get(backfill.pipeline);
  const places = [file, ...(pipeline === undefined ? [] : [pipeline.source.file])];
  const concerned = judged.diagnostics.filter((each) => filesConcerned(each).some((place) => places.includes(place)));
  if (backfill === undefined || pipeline === undefined || hasErrors(concerned)) {
    const sources = [chosen.source, ...(pipeline === undefined ? [] : [pipeline.source])];
    const texts = new Map(sources.map((source) => [source.file, source.text]));
    return { ok: false, file, problem: new InvalidPipeline(file, concerned, texts) };
  }
  return { ok: true, backfill, prepared: await prepareBackfill(workspace, pipeline.pipeline, backfill) };
}

function find({ repository }: Workspace, { backfills, settings }: JudgedWorkspace, name: string, cwd: string): Judged {
  const place = relative(repository.root, resolve(cwd, name)).split(sep).join('/');
  const found = backfills.find(({ file }) => file === place) ?? backfills.find(({ id }) => id === name);
  if (found !== undefined) return found;
  const guess = nearest(
    name,
    backfills.flatMap(({ id, file }) => [id, file]),
  );
  const none = `Backfills are the *.backfill.yml files below ${settings.pipelines}/.`;
  const help = guess === undefined ? none : `Did you mean ${guess}? ${none}`;
  throw new Problem('SG741', `There is no backfill ${name}.`, help, 2);
}
