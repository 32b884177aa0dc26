import { looksLikeCode } from '../model/code-file.ts';
import { matches } from '../model/glob.ts';
import { filesNamedByTask, patternsNamedByTask } from '../model/named-files.ts';
import type { Task } from '../model/pipeline.ts';
import type { Side } from './side.ts';
import { sides } from './value-edit.ts';

/** A file that is not the same on both sides; a digest is absent where there is no such file. */
export interface DifferingFile {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/** A longer list of names takes longer than what it spares. */
const mostNames = 500;

/** The files that differ, found by the tasks that name them. */
export class DifferingFiles {
  readonly #files: readonly DifferingFile[];
  /** By the path of each file and of each folder above it. */
  readonly #below = new Map<string, DifferingFile[]>();
  /** The last parts of these paths: a text without any of them names none of the files. Absent where they are many. */
  readonly #names: RegExp | undefined;

  /** Takes digests by path; of a side that has none, nothing is compared. */
  constructor(before: Side['digests'], after: Side['digests']) {
    this.#files = differing(before, after);
    for (const file of this.#files) {
      for (const path of [file.path, ...foldersOf(file.path)]) {
        const known = this.#below.get(path);
        if (known === undefined) this.#below.set(path, [file]);
        else known.push(file);
      }
    }
    const names = new Set([...this.#below.keys()].map((path) => path.slice(path.lastIndexOf('/') + 1)));
    const escaped = [...names].map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    this.#names = names.size > mostNames ? undefined : new RegExp(escaped.join('|'));
  }

  /**
   * Files that one of the tasks names: itself, or, if it is code, by a folder above it or a pattern such as `sql/*.sql`. What else lies
   * in a folder is taken for data. Sorted, each once.
   */
  namedBy(tasks: readonly Task[]): readonly DifferingFile[] {
    if (this.#files.length === 0) return [];
    const named = tasks
      .filter((task) => this.#mayName(task))
      .flatMap((task) => [...this.#byPath(task), ...this.#byPattern(task)]);
    return [...new Set(named)].sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /** Quickly: taking a text apart takes longer than all else that is done with a task that has not changed. */
  #mayName({ run, workingDirectory, env }: Task): boolean {
    const texts = [run, workingDirectory, ...Object.values(env)];
    return texts.some((text) => /[*?]/.test(text) || this.#names?.test(text) !== false);
  }

  #byPath(task: Task): readonly DifferingFile[] {
    return filesNamedByTask(task).flatMap((path) =>
      (this.#below.get(path) ?? []).filter((file) => file.path === path || looksLikeCode(file.path)),
    );
  }

  #byPattern(task: Task): readonly DifferingFile[] {
    const patterns = patternsNamedByTask(task);
    if (patterns.length === 0) return [];
    return this.#files.filter(({ path }) => looksLikeCode(path) && patterns.some((pattern) => matches(pattern, path)));
  }
}

function differing(old: Side['digests'], now: Side['digests']): readonly DifferingFile[] {
  if (old === undefined || now === undefined) return [];
  const paths = [...new Set([...old.keys(), ...now.keys()])];
  return paths.flatMap((path) => {
    const [before, after] = [old.get(path), now.get(path)];
    return before === after ? [] : [{ path, ...sides(before, after) }];
  });
}

function foldersOf(path: string): readonly string[] {
  const folders: string[] = [];
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) folders.push(path.slice(0, at));
  return folders;
}
