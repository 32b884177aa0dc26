/** A place that one line of a log names. */
export interface NamedPlace {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  /** Of a stack, `inner-first` or `inner-last`; else it stands alone. */
  readonly frame?: 'inner-first' | 'inner-last';
}

/** Each reads one line; every pattern is linear in it, because no two parts that repeat can take the same character. */
type Reader = (line: string) => NamedPlace | undefined;

const readers: readonly Reader[] = [readPython, readNode, readJava, readCompiler, readWords, readColons];

export function namedPlace(line: string): NamedPlace | undefined {
  for (const read of readers) {
    const found = read(line);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The model that dbt speaks of, whose line it says below: `Database Error in model fx (models/fx.sql)`. */
export function dbtModel(line: string): string | undefined {
  return / (?:Error|Failure) in \w+ [\w.]+ \(([^()\s]+)\)/.exec(line)?.[1];
}

/** A line number alone: `line 12` of dbt and Jinja, `LINE 12:` of PostgreSQL and DuckDB. */
export function lineAlone(line: string): number | undefined {
  const found = /^\s*line (\d{1,7})\b|\bat line (\d{1,7})\b/i.exec(line);
  return found === null ? undefined : Number(found[1] ?? found[2]);
}

function readPython(line: string): NamedPlace | undefined {
  const [, path, number] = /^\s*File "([^"]+)", line (\d{1,7})/.exec(line) ?? [];
  return place(path, number, undefined, 'inner-last');
}

/** `at load (file:///x/load.mjs:12:23)`, `at /x/load.js:1:2`, `at async file:///x/load.mjs:1:2`. */
function readNode(line: string): NamedPlace | undefined {
  const start = /^\s{1,40}at /.exec(line)?.[0];
  if (start === undefined) return undefined;
  const open = line.lastIndexOf('(');
  const inner = open < 0 ? line.slice(start.length).replace(/^async /, '') : line.slice(open + 1).replace(/\)\s*$/, '');
  const [, path, number, column] =
    /^([^:]+|[A-Za-z]:[^:]+|file:\/\/[^:]+(?::[^:]+)?):(\d{1,7}):(\d{1,7})$/.exec(inner.trim()) ?? [];
  return place(path, number, column, 'inner-first');
}

/** `at dev.acme.Load.main(Load.java:12)`: the package says the folder. */
function readJava(line: string): NamedPlace | undefined {
  const [, name, file, number] =
    /^\s*at (?:[\w.]+\/)?([\w.$<>]+)\((\w+\.(?:java|kt|scala)):(\d{1,7})\)/.exec(line) ?? [];
  if (name === undefined || file === undefined) return undefined;
  const folder = name.split('.').slice(0, -2).join('/');
  const language = file.endsWith('.kt') ? 'kotlin' : file.endsWith('.scala') ? 'scala' : 'java';
  return place(`src/main/${language}/${folder}/${file}`, number, undefined, 'inner-first');
}

/** `src/load.ts(12,5): error TS2304`. */
function readCompiler(line: string): NamedPlace | undefined {
  const [, path, number, column] = /^([^\s()]+)\((\d{1,7}),(\d{1,7})\): /.exec(line) ?? [];
  return place(path, number, column);
}

/** `load.sh: line 3: …`, dash's `load.sh: 3: …`, `at load.pl line 12.`, `in load.php on line 12`. */
function readWords(line: string): NamedPlace | undefined {
  const shell = /^([^\s:]+): (?:line )?(\d{1,7}): /.exec(line);
  const [, path, number] = shell ?? /\b(?:at|in) ([^\s]+\.\w{1,10}) (?:on )?line (\d{1,7})\b/.exec(line) ?? [];
  return place(path, number);
}

/** `path:line` and `path:line:column`, wherever they stand; the path has an ending, so that times and hosts are none. */
function readColons(line: string): NamedPlace | undefined {
  for (const word of line.split(/[\s"'`(),;[\]<>|]+/)) {
    const [, path, number, column] =
      /^(?:psql:)?((?:[A-Za-z]:)?[^:]*\.[A-Za-z]\w{0,9}):(\d{1,7})(?::(\d{1,7}))?(?::|$)/.exec(word) ?? [];
    const found = place(path, number, column);
    if (found !== undefined) return found;
  }
  return undefined;
}

function place(
  path: string | undefined,
  line: string | undefined,
  column?: string,
  frame?: NamedPlace['frame'],
): NamedPlace | undefined {
  if (path === undefined || line === undefined || Number(line) < 1) return undefined;
  const at = column === undefined || Number(column) < 1 ? {} : { column: Number(column) };
  return { path, line: Number(line), ...at, ...(frame === undefined ? {} : { frame }) };
}
