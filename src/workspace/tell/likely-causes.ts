import type { Culprits, Suspect } from '../../incident/culprits.ts';
import { rankSuspects, telltalePaths } from '../../incident/rank-suspects.ts';
import type { SuspectQuestion } from '../../incident/suspicion.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { PullForge } from '../../report/forge/forge.ts';

/** Commits whose pull requests are asked for: a page shows three. */
const mostAsked = 5;

export interface LikelyCausesOptions {
  readonly culprits: Culprits;
  readonly forge: PullForge;
  /** As it is now, or was when it failed. */
  readonly pipelineOf: (id: string) => Pipeline | undefined;
}

/**
 * Who may have broken a pipeline, the likeliest first: commits by the history, and for those that are shown the pull requests that
 * brought them. If the forge does not say, their own words count.
 *
 * @throws {Problem} if the history cannot be looked at.
 */
export async function likelyCauses(
  { culprits, forge, pipelineOf }: LikelyCausesOptions,
  { pipeline: id, good, bad, trace }: SuspectQuestion,
): Promise<readonly Suspect[] | 'not-checked'> {
  const pipeline = pipelineOf(id);
  if (pipeline === undefined) return 'not-checked';
  const paths = telltalePaths(pipeline, trace === undefined ? undefined : { path: trace });
  const found = await culprits.suspectsBetween(good, bad, paths);
  return found === 'not-checked' ? found : withPulls(forge, rankSuspects(found, paths));
}

async function withPulls(forge: PullForge, suspects: readonly Suspect[]): Promise<readonly Suspect[]> {
  const known: Suspect[] = [];
  for (const suspect of suspects.slice(0, mostAsked)) {
    const answer = await forge.pullOf(suspect.commit);
    // Who does not answer for one does not answer for the next.
    if (answer.kind !== 'known') return together([...known, ...suspects.slice(known.length)]);
    const { pull } = answer;
    const { number: _, ...commit } = suspect;
    if (pull === undefined) known.push(commit);
    else {
      const { number, title, mergedAt: at, login = suspect.author } = pull;
      known.push({ ...commit, number, title, at, author: login });
    }
  }
  return together([...known, ...suspects.slice(mostAsked)]);
}

/** Commits of one pull request are one suspect, in the place of the likeliest. */
function together(suspects: readonly Suspect[]): readonly Suspect[] {
  return suspects.flatMap((suspect, index) => {
    const { number } = suspect;
    if (number === undefined) return [suspect];
    const same = suspects.filter((each) => each.number === number);
    if (same[0] !== suspects[index]) return [];
    return [{ ...suspect, paths: [...new Set(same.flatMap(({ paths }) => paths))] }];
  });
}
