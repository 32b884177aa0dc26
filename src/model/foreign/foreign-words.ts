import { backfillWords } from '../backfill-words.ts';
import { paramWords, pipelineWords } from './foreign-pipeline-words.ts';
import { retryWords, sharedWords, taskWords } from './foreign-task-words.ts';
import { onWords, scheduleWords } from './foreign-trigger-words.ts';
import type { ForeignWord, Words } from './foreign-word.ts';

/** A key of a pipeline, a task, a part of them or a `backfill`, in other tools' words; spelling with `-` or `_` does not matter. */
export function foreignWord(level: string, key: string): ForeignWord | undefined {
  const words = Object.hasOwn(levels, level) ? levels[level] : undefined;
  const spelled = key.toLowerCase().replaceAll('_', '-');
  return words !== undefined && Object.hasOwn(words, spelled) ? words[spelled] : undefined;
}

/** The words that are known at a level; for tests and the documentation. */
export function foreignWordsAt(level: string): readonly string[] {
  return Object.keys(levels[level] ?? {});
}

const levels: Readonly<Record<string, Words>> = {
  '': pipelineWords,
  defaults: sharedWords,
  'tasks.*': taskWords,
  on: onWords,
  'on.schedule.*': scheduleWords,
  'tasks.*.retries': retryWords,
  'defaults.retries': retryWords,
  'params.*': paramWords,
  backfill: backfillWords,
};
