import { limits } from '../model/limits.ts';

/** Bounds of what a task may give to others; they fit into environment variables and state documents. */
export const outputLimits = {
  /** Of the whole file `$SEGUE_OUTPUT`. */
  fileBytes: limits.outputSize,
  /** Of one value. */
  valueBytes: limits.outputValueSize,
  count: limits.outputsPerTask,
} as const;

export type ParsedOutputs =
  | { readonly ok: true; readonly outputs: Readonly<Record<string, string>> }
  | { readonly ok: false; readonly message: string };

const outputName = /^[A-Za-z_][A-Za-z0-9_-]{0,99}$/;

/**
 * The text of `$SEGUE_OUTPUT`: lines `name=value`, or `name<<END`, lines of the value, and a line `END`, as in the file
 * `GITHUB_OUTPUT` of Actions. Blank lines between them do not count; of two values of one name the later wins.
 */
export function parseOutputs(text: string): ParsedOutputs {
  const outputs = new Map<string, string>();
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (line === '') continue;
    const entry = readEntry(lines, at);
    if (!entry.ok) return fail(at, entry.message);
    if (!outputName.test(entry.name)) return fail(at, `${badName(entry.name)}`);
    if (Buffer.byteLength(entry.value) > outputLimits.valueBytes) {
      return fail(at, `the value of "${entry.name}" is larger than ${outputLimits.valueBytes} bytes; ${handOverFiles}`);
    }
    outputs.set(entry.name, entry.value);
    at = entry.lastLine;
  }
  if (outputs.size > outputLimits.count) return { ok: false, message: tooMany(outputs.size) };
  return { ok: true, outputs: Object.fromEntries(outputs) };
}

/** What is said of a file that is too large to be read. */
export function outputsTooLarge(bytes: number): string {
  return `$SEGUE_OUTPUT has ${bytes} bytes, more than the ${outputLimits.fileBytes} that are allowed; ${handOverFiles}`;
}

const handOverFiles = 'hand large data on as a file (artifacts:)';

type Entry =
  | { readonly ok: true; readonly name: string; readonly value: string; readonly lastLine: number }
  | { readonly ok: false; readonly message: string };

function readEntry(lines: readonly string[], at: number): Entry {
  const line = lines[at] ?? '';
  const equals = line.indexOf('=');
  const heredoc = line.indexOf('<<');
  if (equals !== -1 && (heredoc === -1 || equals < heredoc)) {
    return { ok: true, name: line.slice(0, equals), value: line.slice(equals + 1), lastLine: at };
  }
  if (heredoc === -1) return { ok: false, message: `expected name=value or name<<END, found ${quoteShort(line)}` };
  return readHeredoc(lines, at, line.slice(0, heredoc), line.slice(heredoc + 2));
}

function readHeredoc(lines: readonly string[], at: number, name: string, delimiter: string): Entry {
  if (delimiter === '') return { ok: false, message: `"${name}<<" names no end; write ${name}<<END and a line END` };
  const end = lines.indexOf(delimiter, at + 1);
  if (end === -1) return { ok: false, message: `the value of "${name}" never ends: there is no line "${delimiter}"` };
  return { ok: true, name, value: lines.slice(at + 1, end).join('\n'), lastLine: end };
}

function fail(lineIndex: number, message: string): ParsedOutputs {
  return { ok: false, message: `$SEGUE_OUTPUT, line ${lineIndex + 1}: ${message}` };
}

function badName(name: string): string {
  return `${quoteShort(name)} is no name of an output; use letters, digits, _ and -, up to 100, not starting with a digit`;
}

function tooMany(count: number): string {
  return `$SEGUE_OUTPUT gives ${count} outputs, more than the ${outputLimits.count} that are allowed; ${handOverFiles}`;
}

function quoteShort(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
