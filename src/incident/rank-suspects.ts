import { filesNamedBy } from '../model/named-files.ts';
import type { Pipeline } from '../model/pipeline.ts';
import { incidentBounds } from './bounds.ts';
import type { Suspect } from './culprits.ts';

const mostPaths = 200;

/** What a change may have broken, the most telling first: the file that the log names, the pipeline's own, those that its tasks name. */
export function telltalePaths(pipeline: Pipeline, trace?: { readonly path: string }): readonly string[] {
  const paths = [...(trace === undefined ? [] : [trace.path]), pipeline.file, ...filesNamedBy(pipeline)];
  return [...new Set(paths)].slice(0, mostPaths);
}

/** The likeliest first: who changed the most telling file, of these the newest. */
export function rankSuspects(commits: readonly Suspect[], paths: readonly string[]): readonly Suspect[] {
  const rank = ({ paths: changed }: Suspect): number => {
    const places = changed.map((path) => paths.indexOf(path)).filter((place) => place >= 0);
    return Math.min(paths.length, ...places);
  };
  return commits
    .filter((each) => rank(each) < paths.length)
    .sort((one, other) => weightOf(rank(one)) - weightOf(rank(other)) || newestFirst(one, other))
    .slice(0, incidentBounds.suspects);
}

/** Between files that tasks name, their order says nothing. */
function weightOf(rank: number): number {
  return Math.min(rank, 2);
}

function newestFirst(one: Suspect, other: Suspect): number {
  if (one.at !== other.at) return one.at < other.at ? 1 : -1;
  return one.commit < other.commit ? -1 : 1;
}
