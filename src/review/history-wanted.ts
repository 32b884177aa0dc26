import { isBackfillFile } from '../model/backfill.ts';
import { pipelineId } from '../model/names.ts';
import { isTestFile } from '../model/pipeline-test.ts';
import { settingsFile } from '../model/settings.ts';
import type { InputFile } from '../validate/rule.ts';
import type { CommitFiles } from './pull-change.ts';

/** Pipelines that are asked about because of their own files, and for other reasons. */
export const mostWanted = { own: 2_000, others: 1_000 } as const;

/**
 * Ids of the pipelines whose earlier runs a judgement may want to know of: those whose files differ or name one that does, and those of
 * backfills that differ; all, if the settings do. More rather than fewer, and found without reading YAML, which is for who can be ended.
 * Sorted; at most 3,000.
 *
 * @param folder Of the pipelines, of a side that does not say its own.
 */
export function historyWanted(base: CommitFiles, head: CommitFiles, folder: string): readonly string[] {
  const paths = differing(base, head);
  const own = new Set<string>();
  const others = new Set<string>();
  const changed = new Set(paths);
  const names = namesOf(paths.filter((path) => !path.startsWith(`${folder}/`)));
  const seen = new Set<string>();
  for (const side of [base, head]) {
    const idOf = (input: InputFile) => pipelineId(input.file, side.folder ?? folder);
    for (const input of side.files) {
      // The head has most of the base's files once more.
      const known = input.digest === undefined ? undefined : `${input.digest} ${input.file}`;
      if (known !== undefined && seen.has(known)) continue;
      if (known !== undefined) seen.add(known);
      const isOwn = changed.has(input.file);
      if (isTestFile(input.file)) continue;
      if (isBackfillFile(input.file)) {
        const named = isOwn ? /^pipeline:[ \t]*["']?([\w./-]+)/m.exec(textOf(input))?.[1] : undefined;
        if (named !== undefined) own.add(named);
      } else if (isOwn) own.add(idOf(input));
      else if (changed.has(settingsFile) || (names.size > 0 && mayName(input, names))) others.add(idOf(input));
    }
  }
  const besides = [...others].filter((id) => !own.has(id)).sort();
  return [...[...own].sort().slice(0, mostWanted.own), ...besides.slice(0, mostWanted.others)].sort();
}

function differing(base: CommitFiles, head: CommitFiles): readonly string[] {
  const paths = [...new Set([...base.digests.keys(), ...head.digests.keys()])];
  return paths.filter((path) => base.digests.get(path) !== head.digests.get(path));
}

/** What stands between words where tasks name files; more than a shell takes for that, and the same in paths as in texts. */
const word = /[^\s"'`/\\;&|<>(){}[\]=,:@$]+/g;

/** Words of paths, and of the folders above them, as tasks write them. */
function namesOf(paths: readonly string[]): ReadonlySet<string> {
  const names = paths.flatMap((path) => path.split('/')).filter((name) => name.length > 2);
  return new Set(names.flatMap((name) => name.match(word)?.at(-1) ?? []));
}

/** In one pass over the text, however many names there are: nobody can end it here. */
function mayName(input: InputFile, names: ReadonlySet<string>): boolean {
  for (const [each] of textOf(input).matchAll(word)) if (names.has(each)) return true;
  return false;
}

function textOf({ content }: InputFile): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
