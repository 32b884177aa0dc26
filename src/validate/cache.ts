import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Mention, PipelineLinks } from './links.ts';

/** Where results are kept between commands; texts by key. Losing any of it costs time only. */
export interface ResultStore {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
}

/** Results of `validateFile` that stay true as long as nothing changes that they depend on. */
export interface ResultCache {
  readonly store: ResultStore;
  /** Digest of the settings file; any fixed text if there is none. */
  readonly settingsDigest: string;
  /** Of Segue itself: another version may judge otherwise. */
  readonly version: string;
}

/** What is kept of one file. What files say of each other is judged anew each time: it depends on all of them. */
export interface KeptResult {
  readonly diagnostics: readonly Diagnostic[];
  /** Absent if no pipeline came of the file. */
  readonly links?: PipelineLinks;
}

/** The key of one file's result: it depends on the content, the path (ids, ranges), the settings and the rules. */
export function resultKey(cache: ResultCache, file: string, contentDigest: string): string {
  return [cache.version, cache.settingsDigest, contentDigest, file].join(' ');
}

/** Nearly all files are clean, and say nothing of others: they take no more than an empty text. */
export function writeResult({ diagnostics, links }: KeptResult): string {
  const isPlain = diagnostics.length === 0 && links?.after.length === 0 && links.renamedFrom === undefined;
  return isPlain ? '' : JSON.stringify({ diagnostics, links });
}

/** A kept result, or nothing if there is none that can be read: a store may have been cut off or edited. */
export function readResult(text: string | undefined): KeptResult | undefined {
  if (text === undefined) return undefined;
  if (text === '') return { diagnostics: [], links: { after: [] } };
  try {
    const value: unknown = JSON.parse(text);
    return isResult(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isResult(value: unknown): value is KeptResult {
  const { diagnostics, links } = asRecord(value);
  return Array.isArray(diagnostics) && diagnostics.every(isDiagnostic) && (links === undefined || isLinks(links));
}

function isLinks(value: unknown): value is PipelineLinks {
  const { after, renamedFrom } = asRecord(value);
  return isMentions(after) && isMentions(renamedFrom ?? []);
}

function isMentions(value: unknown): boolean {
  return Array.isArray(value) && value.every(isMention);
}

function isMention(value: unknown): value is Mention {
  const { id, range } = asRecord(value);
  return typeof id === 'string' && isRange(range);
}

function isDiagnostic(value: unknown): value is Diagnostic {
  const diagnostic = asRecord(value);
  const { code, severity, message, help = '', related } = diagnostic;
  return (
    [code, message, help].every((text) => typeof text === 'string') &&
    (severity === 'error' || severity === 'warning' || severity === 'note') &&
    isRange(diagnostic.range) &&
    Array.isArray(related) &&
    related.every((each) => isRange(asRecord(each).range) && typeof asRecord(each).message === 'string')
  );
}

function isRange(value: unknown): boolean {
  const { file, start, end } = asRecord(value);
  return typeof file === 'string' && Number.isSafeInteger(start) && Number.isSafeInteger(end);
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
