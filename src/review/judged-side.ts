import { filesConcerned } from '../diagnostic/diagnostic.ts';
import type { Side } from '../diff/side.ts';
import type { LoadedSettings } from '../model/load.ts';
import type { Source } from '../model/yaml/source.ts';
import type { InputFile } from '../validate/rule.ts';
import { type ValidatedFile, type Validation, validateBy, validateFile } from '../validate/validate.ts';

/** A side with all that was found in it, and the texts that it was made of. */
export interface JudgedSide extends Side {
  readonly validation: Validation;
  /** Of pipelines, backfills and tests, by path. */
  readonly sources: ReadonlyMap<string, Source>;
  /** By path and content, for another side with the same settings. */
  readonly judged: ReadonlyMap<string, ValidatedFile>;
  readonly settingsText: string;
}

/**
 * Judges the files of a commit or of the working tree. Those that are the same in `known`, under the same settings, are not read again:
 * they are most of them. Never throws, and executes nothing.
 */
export function judgeSide(
  files: readonly InputFile[],
  settings: LoadedSettings,
  settingsText: string,
  known?: JudgedSide,
): JudgedSide {
  const earlier = known?.settingsText === settingsText ? known.judged : undefined;
  const judged = new Map<string, ValidatedFile>();
  const validation = validateBy(files, settings, (input) => {
    const found = (input.digest === undefined ? undefined : earlier?.get(keyOf(input))) ?? judge(input, settings);
    judged.set(keyOf(input), found);
    return found;
  });
  return { ...sideOf(validation, settings), validation, judged, settingsText };
}

function judge(input: InputFile, { settings }: LoadedSettings): ValidatedFile {
  return validateFile(input, settings);
}

function keyOf({ file, digest = '' }: InputFile): string {
  return `${digest} ${file}`;
}

function sideOf(validation: Validation, { settings }: LoadedSettings): Side & Pick<JudgedSide, 'sources'> {
  const { files, backfills, tests } = validation;
  const own = new Set(files.map(({ file }) => file));
  const errors = validation.diagnostics.filter(({ severity, range }) => severity === 'error' && own.has(range.file));
  const broken = new Set(errors.flatMap(filesConcerned));
  const sources = files.flatMap(({ id, source }) => (source === undefined ? [] : [{ id, source }]));
  const byId = new Map(sources.toReversed().map(({ id, source }) => [id, source]));
  const all = [...sources, ...backfills, ...tests].map(({ source }) => [source.file, source] as const);
  return {
    pipelines: files.flatMap(({ pipeline }) => pipeline ?? []),
    settings,
    unfit: new Set(files.filter(({ file }) => broken.has(file)).map(({ id }) => id)),
    unread: new Set(files.filter(({ pipeline }) => pipeline === undefined).map(({ id }) => id)),
    isWritten: (id, route) => byId.get(id)?.has(route) ?? false,
    sources: new Map(all),
  };
}
