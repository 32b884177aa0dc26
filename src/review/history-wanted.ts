import { isBackfillFile } from '../model/backfill.ts';
import { pipelineId } from '../model/names.ts';
import { isTestFile } from '../model/pipeline-test.ts';
import { settingsFile } from '../model/settings.ts';
import type { InputFile } from '../validate/rule.ts';
import type { CommitFiles } from './pull-change.ts';

/** Names that texts are searched for; pipelines that are asked about because of their own files, and for other reasons. */
const most = { names: 500, own: 200, others: 50 } as const;

/**
 * Ids of the pipelines whose earlier runs a judgement may want to know of: those whose files differ or name one that does, and those of
 * backfills that differ; some of all if the settings do. More rather than fewer, and found without reading YAML, which is for who can be
 * ended. Sorted; at most 250.
 *
 * @param folder Of the pipelines.
 */
export function historyWanted(base: CommitFiles, head: CommitFiles, folder: string): readonly string[] {
  const paths = differing(base, head);
  const own = new Set<string>();
  const others = new Set<string>();
  const changed = new Set(paths);
  const names = namesOf(paths.filter((path) => !path.startsWith(`${folder}/`)));
  for (const side of [base, head]) {
    for (const input of side.files) {
      const isOwn = changed.has(input.file);
      if (isTestFile(input.file)) continue;
      if (isBackfillFile(input.file)) {
        const named = isOwn ? /^pipeline:[ \t]*["']?([\w./-]+)/m.exec(textOf(input))?.[1] : undefined;
        if (named !== undefined) own.add(named);
      } else if (isOwn) own.add(pipelineId(input.file, folder));
      else if (changed.has(settingsFile) || (names.length > 0 && mayName(input, names)))
        others.add(pipelineId(input.file, folder));
    }
  }
  const besides = [...others].filter((id) => !own.has(id)).sort();
  return [...[...own].sort().slice(0, most.own), ...besides.slice(0, most.others)].sort();
}

function differing(base: CommitFiles, head: CommitFiles): readonly string[] {
  const paths = [...new Set([...base.digests.keys(), ...head.digests.keys()])];
  return paths.filter((path) => base.digests.get(path) !== head.digests.get(path));
}

/** Last parts of paths, and of the folders above them, as tasks write them. */
function namesOf(paths: readonly string[]): readonly string[] {
  return [...new Set(paths.flatMap((path) => path.split('/')))].filter((name) => name.length > 2).slice(0, most.names);
}

function mayName(input: InputFile, names: readonly string[]): boolean {
  const text = textOf(input);
  return names.some((name) => text.includes(name));
}

function textOf({ content }: InputFile): string {
  return typeof content === 'string' ? content : new TextDecoder().decode(content);
}
