import { filesNamedBy } from '../model/named-files.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Instant } from '../run/document.ts';

/** Looks into the history of the repository. */
export interface Culprits {
  /**
   * Commits after `good` up to `bad` that changed one of the paths, a merged pull request as one; `not-checked` if the history is not there.
   *
   * @param paths From the root, with `/`; the most telling first.
   */
  suspectsBetween(
    good: string,
    bad: string,
    paths: readonly string[],
  ): Promise<readonly SuspectCommit[] | 'not-checked'>;
}

export interface SuspectCommit {
  /** Of the pull request that brought it. */
  readonly number?: number;
  readonly commit: string;
  readonly title: string;
  readonly author: string;
  readonly at: Instant;
  /** Those of the paths that it changed. */
  readonly paths: readonly string[];
}

const mostPaths = 200;
const mostSuspects = 10;

/** What a change may have broken, the most telling first: the file that the log names, the pipeline's own, those that its tasks name. */
export function telltalePaths(pipeline: Pipeline, trace?: { readonly path: string }): readonly string[] {
  const paths = [...(trace === undefined ? [] : [trace.path]), pipeline.file, ...filesNamedBy(pipeline)];
  return [...new Set(paths)].slice(0, mostPaths);
}

/** The likeliest first: who changed the most telling file, of these the newest. */
export function rankSuspects(commits: readonly SuspectCommit[], paths: readonly string[]): readonly SuspectCommit[] {
  const rank = ({ paths: changed }: SuspectCommit): number => {
    const places = changed.map((path) => paths.indexOf(path)).filter((place) => place >= 0);
    return Math.min(paths.length, ...places);
  };
  return commits
    .filter((each) => rank(each) < paths.length)
    .sort((one, other) => weightOf(rank(one)) - weightOf(rank(other)) || newestFirst(one, other))
    .slice(0, mostSuspects);
}

/** Between files that tasks name, their order says nothing. */
function weightOf(rank: number): number {
  return Math.min(rank, 2);
}

function newestFirst(one: SuspectCommit, other: SuspectCommit): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  return one.commit < other.commit ? -1 : 1;
}
