import { existsSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { compareDiagnostics, type Diagnostic, filesConcerned } from '../diagnostic/diagnostic.ts';
import { Problem } from '../diagnostic/problem.ts';
import { nearest } from '../diagnostic/suggest.ts';
import { isBackfillFile } from '../model/backfill.ts';
import { isTestFile } from '../model/pipeline-test.ts';
import { type InputFile, validateFile } from '../validate/validate.ts';
import { validateBackfill } from '../validate/validate-backfills.ts';
import { validateTest } from '../validate/validate-tests.ts';
import type { JudgedWorkspace } from '../workspace/pipelines/load-pipelines.ts';
import { settingsFile } from '../workspace/pipelines/pipeline-files.ts';
import { readAnywhere } from '../workspace/pipelines/read-inside.ts';

export interface PathChoice {
  /** Files, folders or ids of pipelines; all pipelines if there are none. */
  readonly paths: readonly string[];
  readonly root: string;
  readonly cwd: string;
}

export interface ChosenFindings {
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many pipelines were checked. */
  readonly files: number;
  readonly backfills: number;
  readonly tests: number;
}

/**
 * What of a repository's findings concerns the given paths; those about its settings always do. A file that is no pipeline
 * of the repository is judged by itself.
 *
 * @throws {Problem} SG912 if a path names nothing, or a folder without pipelines.
 */
export function chooseFindings(judged: JudgedWorkspace, { paths, root, cwd }: PathChoice): ChosenFindings {
  if (paths.length === 0) {
    const { diagnostics, files, backfills, tests } = judged;
    return { diagnostics, files: files.length, backfills: backfills.length, tests: tests.length };
  }
  const chosen = new Set<string>();
  const foreign = new Map<string, readonly Diagnostic[]>();
  for (const path of paths) {
    const full = resolve(cwd, path);
    const file = fromRoot(root, full);
    const known = filesNamed(judged, path, file);
    for (const each of known) chosen.add(each);
    if (known.length > 0 || file === settingsFile) continue;
    if (existsSync(full) && statSync(full).isDirectory()) throw emptyFolder(judged, path);
    const content = readAnywhere(full);
    if (content === undefined) throw unknownPath(judged, path);
    foreign.set(file, judgeForeign(judged, { file, content }));
  }
  const own = judged.diagnostics.filter((each) =>
    filesConcerned(each).some((file) => chosen.has(file) || file === settingsFile),
  );
  return {
    diagnostics: [...own, ...[...foreign.values()].flat()].sort(compareDiagnostics),
    ...countKinds([...chosen, ...foreign.keys()]),
  };
}

function judgeForeign({ settings, files, pipelines }: JudgedWorkspace, input: InputFile): readonly Diagnostic[] {
  const lookup = { ids: files.map(({ id }) => id), find: (id: string) => pipelines.get(id)?.pipeline };
  if (isBackfillFile(input.file)) return validateBackfill(input, settings, lookup).diagnostics;
  if (isTestFile(input.file)) return validateTest(input, settings, lookup).diagnostics;
  return validateFile(input, settings).diagnostics;
}

function countKinds(files: readonly string[]): Omit<ChosenFindings, 'diagnostics'> {
  const backfills = files.filter((file) => isBackfillFile(file)).length;
  const tests = files.filter((file) => isTestFile(file)).length;
  return { files: files.length - backfills - tests, backfills, tests };
}

function filesNamed({ files, backfills, tests }: JudgedWorkspace, path: string, place: string): readonly string[] {
  return [...files, ...backfills, ...tests.map(({ file }) => ({ file, id: undefined }))]
    .filter(({ id, file }) => id === path || file === place || place === '' || file.startsWith(`${place}/`))
    .map(({ file }) => file);
}

function fromRoot(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

function unknownPath(judged: JudgedWorkspace, path: string): Problem {
  const guess = nearest(
    path,
    judged.files.flatMap(({ id, file }) => [id, file]),
  );
  const hint = guess === undefined ? 'segue list shows the pipelines.' : `Did you mean ${guess}?`;
  return new Problem('SG912', `There is no file, folder or pipeline ${path}.`, hint, 2);
}

function emptyFolder({ settings }: JudgedWorkspace, path: string): Problem {
  const help = `Pipelines are the *.yml and *.yaml files below ${settings.pipelines}/. segue list shows them.`;
  return new Problem('SG912', `There are no pipelines below ${path}.`, help, 2);
}
