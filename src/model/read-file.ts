import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { loaderCodes } from './codes.ts';
import { finding, type Report } from './finding.ts';
import { checkEffort } from './yaml/check-effort.ts';
import { createSource, type DocumentSource } from './yaml/document-source.ts';
import { parseText } from './yaml/parse-yaml.ts';
import { readText } from './yaml/read-text.ts';
import { toValue } from './yaml/to-value.ts';

/** A file as plain values. `value` is absent if it is no mapping; `sound` is false after an error of its text. */
export interface ReadFile {
  readonly source: DocumentSource;
  readonly value?: Readonly<Record<string, unknown>>;
  readonly sound: boolean;
  /** Takes what is found in the values; what follows from a syntax error is dropped. */
  readonly report: Report;
}

/** Reads a YAML file as far as it can be read. `noun` names it in messages, e.g. `a pipeline`. */
export function readFile(file: string, input: Uint8Array | string, noun: string, report: Report): ReadFile {
  const { text, readable } = readText(file, input, report);
  if (!readable || !checkEffort(file, text, report)) {
    return { source: createSource(file, text, undefined), sound: false, report };
  }
  let trusted = Number.POSITIVE_INFINITY;
  const watched: Report = (diagnostic) => {
    if (unsound.includes(diagnostic.code)) trusted = Math.min(trusted, diagnostic.range.start);
    report(diagnostic);
  };
  const document = parseText(file, text, watched);
  const source = createSource(file, text, document);
  const value = document === undefined ? undefined : toValue(file, document, onlyBefore(trusted, text, watched));
  const sound = trusted === Number.POSITIVE_INFINITY;
  if (isMapping(value)) return { source, value, sound, report: sound ? report : onlyBefore(trusted, text, report) };
  if (sound) report(notAMapping(file, text, value, noun));
  return { source, sound: false, report };
}

/** Errors of the text after which its values are not those that were meant. */
const unsound: readonly string[] = [loaderCodes.syntax.code, loaderCodes.aliasBomb.code, loaderCodes.notText.code];

/** Before an error of the text the file says what was meant, but for what it may still have said after it. */
function onlyBefore(trusted: number, text: string, report: Report): Report {
  return (diagnostic) => {
    const { code, range } = diagnostic;
    const isApart = range.end < trusted && /[^\s:]/.test(text.slice(range.end, trusted));
    if (isApart && code !== loaderCodes.missingKey.code) report(diagnostic);
  };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function notAMapping(file: string, text: string, value: unknown, noun: string): Diagnostic {
  const range = { file, start: 0, end: 0 };
  if (value === null) {
    const message = text.trim() === '' ? 'the file is empty' : 'the file holds nothing but comments';
    return finding('notAMapping', range, message, `Write ${noun}, or delete the file.`);
  }
  const found = Array.isArray(value) ? 'a list' : 'a single value';
  return finding(
    'notAMapping',
    range,
    `the file must be a mapping (\`key: value\`), but it is ${found}`,
    `It should hold ${noun}.`,
  );
}
