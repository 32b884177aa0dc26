import { visibleLines, visibleText } from '../text/safe-text.ts';
import { decisiveLine } from './decisive-line.ts';
import { type RepositoryFiles, repositoryPath } from './repository-path.ts';
import { dbtModel, lineAlone, type NamedPlace, namedPlace } from './trace-patterns.ts';

/** The line of a file of the repository where a task failed; counted from 1. */
export interface TracedLine {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  /** What went wrong there: a line of the log. */
  readonly message: string;
}

/** A place of the repository, and where in the log it was named. */
interface Sighting extends NamedPlace {
  readonly at: number;
}

/** A log's tail has 40 lines of 400 characters; more is not looked at, whoever calls. */
const mostLines = 200;
const longestLine = 1_000;
/** How far below its model dbt says the line. */
const dbtReach = 8;

/**
 * Where a failing log says that it failed: the innermost frame in the repository of its last stack trace (Python, Node, the JVM), what
 * dbt says of a model, or a place as compilers, shells and psql name it. Nothing if it names no file of the repository.
 */
export function tracedLine(tail: readonly string[], files: RepositoryFiles): TracedLine | undefined {
  const lines = tail
    .slice(-mostLines)
    .map((line) => line.slice(0, longestLine))
    .flatMap(visibleLines);
  const decisive = decisiveLine(lines);
  const found = choose(sightings(lines, files), lines, decisive);
  if (found === undefined) return undefined;
  const { path, line, column } = found;
  const message = visibleText(decisive ?? lines[found.at] ?? '');
  return { path, line, ...(column === undefined ? {} : { column }), message };
}

function sightings(lines: readonly string[], files: RepositoryFiles): readonly Sighting[] {
  return lines.flatMap((text, at) => {
    const named = namedPlace(text) ?? dbtPlace(lines, at);
    const path = named === undefined ? undefined : repositoryPath(named.path, files);
    return named === undefined || path === undefined ? [] : [{ ...named, path, at }];
  });
}

function dbtPlace(lines: readonly string[], at: number): NamedPlace | undefined {
  const path = dbtModel(lines[at] ?? '');
  if (path === undefined) return undefined;
  const below = lines.slice(at + 1, at + 1 + dbtReach).map(lineAlone);
  return { path, line: below.find((number) => number !== undefined) ?? 1 };
}

/** What the deciding line itself names; else the innermost frame of the last stack; else what was named last. */
function choose(
  found: readonly Sighting[],
  lines: readonly string[],
  decisive: string | undefined,
): Sighting | undefined {
  const deciding =
    decisive === undefined ? undefined : found.findLast(({ at }) => decisive.startsWith(lines[at]?.trim() || ' '));
  const framed = found.findLast(({ frame }) => frame !== undefined);
  if (deciding !== undefined || framed === undefined) return deciding ?? found.at(-1);
  return framed.frame === 'inner-last' ? framed : firstOfStack(found, framed, lines);
}

/** The innermost frame in the repository of the stack that ends with `last`; foreign frames may stand above and between. */
function firstOfStack(found: readonly Sighting[], last: Sighting, lines: readonly string[]): Sighting {
  let first = last.at;
  while (/^\s+at /.test(lines[first - 1] ?? '')) first -= 1;
  return found.find(({ at, frame }) => at >= first && frame === 'inner-first') ?? last;
}
