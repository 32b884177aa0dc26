import { existsSync, readFileSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import { Problem } from '../diagnostic/problem.ts';
import { nearest } from '../diagnostic/suggest.ts';
import { defaultSettings } from '../model/settings.ts';
import { type Validation, validateFile } from '../validate/validate.ts';

export interface PathChoice {
  /** Files, folders or ids of pipelines; all pipelines if there are none. */
  readonly paths: readonly string[];
  readonly root: string;
  readonly cwd: string;
}

export interface ChosenFindings {
  /** Sorted. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many files were checked. */
  readonly files: number;
}

/**
 * What of a repository's findings concerns the given paths. A file that is no pipeline of the repository is judged by itself.
 *
 * @throws {Problem} SG912 if a path names nothing.
 */
export function chooseFindings(validation: Validation, { paths, root, cwd }: PathChoice): ChosenFindings {
  if (paths.length === 0) return { diagnostics: validation.diagnostics, files: validation.files.length };
  const chosen = new Set<string>();
  const foreign = new Map<string, readonly Diagnostic[]>();
  for (const path of paths) {
    const known = filesNamed(validation, path, { root, cwd });
    for (const file of known) chosen.add(file);
    const full = resolve(cwd, path);
    if (known.length > 0 || (existsSync(full) && statSync(full).isDirectory())) continue;
    if (!existsSync(full)) throw unknownPath(validation, path);
    const file = fromRoot(root, full);
    foreign.set(file, validateFile({ file, content: readFileSync(full) }, defaultSettings).diagnostics);
  }
  const own = validation.diagnostics.filter(({ range }) => chosen.has(range.file));
  return {
    diagnostics: [...own, ...[...foreign.values()].flat()].sort(compareDiagnostics),
    files: chosen.size + foreign.size,
  };
}

function filesNamed(validation: Validation, path: string, { root, cwd }: Omit<PathChoice, 'paths'>): readonly string[] {
  const place = fromRoot(root, resolve(cwd, path));
  return validation.files
    .filter(({ id, file }) => id === path || file === place || place === '' || file.startsWith(`${place}/`))
    .map(({ file }) => file);
}

function fromRoot(root: string, path: string): string {
  return relative(root, path).split(sep).join('/');
}

function unknownPath(validation: Validation, path: string): Problem {
  const guess = nearest(
    path,
    validation.files.flatMap(({ id, file }) => [id, file]),
  );
  const hint = guess === undefined ? 'segue list shows the pipelines.' : `Did you mean ${guess}?`;
  return new Problem('SG912', `There is no file, folder or pipeline ${path}.`, hint, 2);
}
