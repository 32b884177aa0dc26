import type { AskedRollback } from '../../command/desk.ts';
import { isBackfillFile } from '../../model/backfill.ts';
import { filesNamedBy } from '../../model/named-files.ts';
import type { Task } from '../../model/pipeline.ts';
import type { ChangeForge, NamedCommit } from '../../report/forge/change-forge.ts';
import type { CommitForge } from '../../report/forge/commit-forge.ts';
import { given } from '../review/forge-answer.ts';
import type { Code } from '../tick/code.ts';
import { unknownPipelineIn } from './code-names.ts';
import { nowhere } from './nowhere.ts';

/** Files whose newest change is looked up, each by a request. */
const mostLookedUp = 20;

type History = Pick<ChangeForge, 'arrivalOf' | 'commitNamed' | 'newestChange'> & Pick<CommitForge, 'forkOf'>;

interface Place {
  readonly forge: History;
  /** Name of the default branch. */
  readonly branch: string;
}

/**
 * The commit as of which a pipeline is wanted: in the history of the default branch, so that somebody has reviewed it.
 *
 * @throws {Problem} SG963 if there is none, SG701 for a pipeline that is not there.
 * @throws {NotGiven}
 */
export async function targetOf(place: Place, now: Code, { pipeline, to }: AskedRollback): Promise<string> {
  if (to === undefined) return beforeNewest(place, now, pipeline);
  const { forge } = place;
  const { commit: found } = given(await forge.commitNamed(to.revision));
  if (found === undefined) throw nowhere(`There is no commit or tag ${to.revision}.`);
  await demandMerged(forge, now.commit, found.commit, to.revision);
  if (to.kind === 'then') return found.commit;
  return parentOf(await arrived(place, found), `${to.revision.slice(0, 7)} is the first commit.`);
}

export function fileOf({ pipelines, broken }: Code, pipeline: string): string | undefined {
  const file = pipelines.get(pipeline)?.pipeline.file ?? broken.get(pipeline)?.what;
  // Backfills have ids of their own.
  return file === undefined || isBackfillFile(file) ? undefined : file;
}

/** None of one that has errors: nobody knows what they say. */
export function tasksOf({ pipelines }: Code, pipeline: string): readonly Task[] {
  return pipelines.get(pipeline)?.pipeline.tasks ?? [];
}

/** Its own file counts first: more names than are looked up are rare. */
async function beforeNewest(place: Place, now: Code, pipeline: string): Promise<string> {
  const file = fileOf(now, pipeline);
  if (file === undefined) throw unknownPipelineIn(now, pipeline);
  const fit = now.pipelines.get(pipeline)?.pipeline;
  const others = fit === undefined ? [] : filesNamedBy(fit).filter((path) => path !== file);
  const paths = [file, ...others.slice(0, mostLookedUp)];
  const { forge } = place;
  const seen = new Set<string>();
  let newest: NamedCommit | undefined;
  for (const path of paths) {
    const { commit } = given(await forge.newestChange(now.commit, path));
    if (commit === undefined || seen.has(commit.commit)) continue;
    seen.add(commit.commit);
    const change = await arrived(place, commit);
    if (await isNewer(forge, change, newest)) newest = change;
  }
  if (newest === undefined) throw nowhere(`Nothing has changed ${pipeline}.`);
  return parentOf(newest, `${pipeline} came with the first commit.`);
}

/** What stands between the commits of a pull request nobody has ever run: what was before them is what their merge came upon. */
async function arrived({ forge, branch }: Place, commit: NamedCommit): Promise<NamedCommit> {
  return given(await forge.arrivalOf(commit.commit, branch)).commit ?? commit;
}

/** Clocks show seconds, in which a rebase makes many commits: then history says which came after. */
async function isNewer(forge: History, one: NamedCommit, other: NamedCommit | undefined): Promise<boolean> {
  if (other === undefined || one.commit === other.commit) return other === undefined;
  if (one.at !== other.at) return one.at > other.at;
  return given(await forge.forkOf(one.commit, other.commit)).commit === other.commit;
}

function parentOf({ parents }: NamedCommit, why: string): string {
  const [parent] = parents;
  if (parent === undefined) throw nowhere(`${why} Nothing was before it.`);
  return parent;
}

async function demandMerged(forge: History, tip: string, commit: string, name: string): Promise<void> {
  if (commit === tip) return;
  const { commit: fork } = given(await forge.forkOf(tip, commit));
  if (fork !== commit) throw nowhere(`${name} is not in the history of the default branch.`);
}
