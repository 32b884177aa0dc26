import { loadPipeline } from '../../model/load.ts';
import type { CheckView } from '../../report/check/check-view.ts';
import { runGit } from '../../store/git/git-process.ts';
import type { RepositoryHome } from '../../store/repository/repository.ts';
import type { FollowedRun } from './run-reporter.ts';

/** What the page of a failure points to. */
export type FailureFacts = Pick<CheckView, 'taskLines' | 'files'>;

/** Nothing is pointed to. */
export const noFacts: FailureFacts = { taskLines: {}, files: { has: () => false } };

/** The places of a run's commit: where its tasks stand in the pipeline's file, and which files there are. */
export async function failureFacts(
  { place }: RepositoryHome,
  { opening: { commit, file }, root }: Pick<FollowedRun, 'opening' | 'root'>,
): Promise<FailureFacts> {
  const [text, listed] = await Promise.all([
    runGit(place, ['cat-file', 'blob', `${commit}:${file}`]),
    runGit(place, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]),
  ]);
  const files = new Set(listed.code === 0 ? listed.stdout.toString().split('\0') : []);
  const taskLines = text.code === 0 ? taskLinesOf(file, text.stdout) : {};
  return { taskLines, files: { has: (path) => files.has(path), root } };
}

/** The line of each task's key, from 1. */
function taskLinesOf(file: string, content: Uint8Array): Readonly<Record<string, number>> {
  const { source, pipeline } = loadPipeline(file, content);
  const lines = (pipeline?.tasks ?? []).map(({ id }) => {
    const { start } = source.key(['tasks', id]);
    return [id, source.text.slice(0, start).split('\n').length] as const;
  });
  return Object.fromEntries(lines);
}
