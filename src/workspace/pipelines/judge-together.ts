import { isBackfillFile } from '../../model/backfill.ts';
import type { LoadedSettings } from '../../model/load.ts';
import { isTestFile } from '../../model/pipeline-test.ts';
import { type ResultCache, resultKey } from '../../validate/cache.ts';
import { findingsOf, type InputFile } from '../../validate/validate.ts';

/** What another thread is given: files to judge by themselves, and the text of the settings. */
export interface JudgingWork {
  readonly settings: Uint8Array | undefined;
  readonly files: readonly InputFile[];
}

/** Judges files elsewhere at the same time; gives a result for each, as it is kept. */
export type JudgeElsewhere = (work: JudgingWork) => Promise<readonly string[]>;

/** Fewer new files are judged sooner than a second thread is ready. */
const worthwhile = 100;

/**
 * Judges new files in two threads, and puts the results where `validateFiles` looks for them. What the other thread could not
 * do is left to that.
 */
export async function judgeTogether(
  files: readonly InputFile[],
  settings: LoadedSettings,
  text: Uint8Array | undefined,
  cache: ResultCache,
  judge: JudgeElsewhere,
): Promise<void> {
  const fresh = files.filter((file) => !isBackfillFile(file.file) && !isTestFile(file.file) && isNew(cache, file));
  if (fresh.length < worthwhile) return;
  const middle = Math.ceil(fresh.length / 2);
  const others = fresh.slice(middle);
  const answer = judge({ settings: text, files: others }).catch(() => []);
  for (const file of fresh.slice(0, middle)) findingsOf(file, settings.settings, cache);
  for (const [index, result] of (await answer).entries()) {
    const file = others[index];
    if (file?.digest !== undefined) cache.store.put(resultKey(cache, file.file, file.digest), result);
  }
}

function isNew(cache: ResultCache, { file, digest }: InputFile): boolean {
  return digest !== undefined && cache.store.get(resultKey(cache, file, digest)) === undefined;
}
