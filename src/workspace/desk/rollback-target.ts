import type { AskedRollback } from '../../command/desk.ts';
import { isBackfillFile } from '../../model/backfill.ts';
import { filesNamedBy } from '../../model/named-files.ts';
import type { Task } from '../../model/pipeline.ts';
import type { ChangeForge, NamedCommit } from '../../report/change-forge.ts';
import type { CommitForge } from '../../report/commit-forge.ts';
import { given } from '../review/forge-answer.ts';
import type { Code } from '../tick/code.ts';
import { unknownPipelineIn } from './code-names.ts';
import { nowhere } from './nowhere.ts';

/** Files whose newest change is looked up, each by a request. */
const mostLookedUp = 20;

type History = Pick<ChangeForge, 'commitNamed' | 'newestChange'> & Pick<CommitForge, 'forkOf'>;

/**
 * The commit as of which a pipeline is wanted: in the history of the default branch, so that somebody has reviewed it.
 *
 * @throws {Problem} SG963 if there is none, SG701 for a pipeline that is not there.
 * @throws {NotGiven}
 */
export async function targetOf(forge: History, now: Code, { pipeline, to }: AskedRollback): Promise<string> {
  if (to === undefined) return beforeNewest(forge, now, pipeline);
  const { commit: found } = given(await forge.commitNamed(to.revision));
  if (found === undefined) throw nowhere(`There is no commit or tag ${to.revision}.`);
  await demandMerged(forge, now.commit, found.commit, to.revision);
  return to.kind === 'then' ? found.commit : parentOf(found, `${to.revision.slice(0, 7)} is the first commit.`);
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
async function beforeNewest(forge: History, now: Code, pipeline: string): Promise<string> {
  const file = fileOf(now, pipeline);
  if (file === undefined) throw unknownPipelineIn(now, pipeline);
  const fit = now.pipelines.get(pipeline)?.pipeline;
  const others = fit === undefined ? [] : filesNamedBy(fit).filter((path) => path !== file);
  const paths = [file, ...others.slice(0, mostLookedUp)];
  let newest: NamedCommit | undefined;
  for (const path of paths) {
    const { commit } = given(await forge.newestChange(now.commit, path));
    if (commit !== undefined && (await isNewer(forge, commit, newest))) newest = commit;
  }
  if (newest === undefined) throw nowhere(`Nothing has changed ${pipeline}.`);
  return parentOf(newest, `${pipeline} came with the first commit.`);
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
