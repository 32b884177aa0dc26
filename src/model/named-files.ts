import type { Pipeline, Task } from './pipeline.ts';

/** A pipeline that names more paths than this is not looked at further. */
export const mostNamedFiles = 2_000;

/**
 * Paths of the repository that a pipeline seems to need: its own file, and words of its commands and of their
 * environment that look like paths (`extract.py`, `./load.sh`, `--config=conf/app.yml`). A guess from text alone: whether
 * such a file exists is for the caller to find out. From the root, with `/`, sorted, without duplicates.
 */
export function filesNamedBy(pipeline: Pipeline): readonly string[] {
  const named = new Set([pipeline.file]);
  for (const task of pipeline.tasks) {
    for (const path of filesNamedByTask(task)) if (named.size < mostNamedFiles) named.add(path);
  }
  return [...named].sort();
}

/** The same for one task, without the pipeline's own file; in the order of its text, with duplicates. */
export function filesNamedByTask(task: Task): readonly string[] {
  return placed(task, wordsOf(task).filter(looksLikePath));
}

/** Globs of a task's text that a shell would fill in, such as `sql/*.sql`; as `filesNamedByTask` has paths, for `glob.ts`. */
export function patternsNamedByTask(task: Task): readonly string[] {
  const words = wordsOf(task).filter((word) => /[*?]/.test(word) && looksLikePath(word.replaceAll(/[*?]/g, 'x')));
  return placed(task, words);
}

function wordsOf(task: Task): readonly string[] {
  return [task.run, ...Object.values(task.env)].flatMap(wordsIn);
}

/** From the root, and from where the task runs. */
function placed(task: Task, words: readonly string[]): readonly string[] {
  const folders = task.workingDirectory.includes('${{') ? ['.'] : [...new Set(['.', task.workingDirectory])];
  return folders.flatMap((folder) => words.flatMap((word) => fromRoot(`${folder}/${word}`) ?? []));
}

/** Breaks at what ends a word in a shell, at `=` of `--config=file` and at `:` of lists. */
function wordsIn(text: string): readonly string[] {
  return text
    .replaceAll(/\$\{\{[\s\S]*?\}\}/g, '$')
    .replaceAll(/[a-z][a-z0-9+.-]*:\/\/\S*/gi, ' ')
    .split(/[\s'"`;&|<>(){}=,:@]+/);
}

/** A folder or an ending makes a path; numbers, options, variables and globs do not. */
function looksLikePath(word: string): boolean {
  return (
    /[./]/.test(word) &&
    /[\p{L}_]/u.test(word) &&
    !/^[-/~]/.test(word) &&
    !/[$*?[\]\\^!#%\p{Cc}]/u.test(word) &&
    word.length <= 400
  );
}

/** Resolves `.` and `..`; undefined if the path leaves the repository or is its root. */
function fromRoot(path: string): string | undefined {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 || segments.includes('.git') ? undefined : segments.join('/');
}
