import { relative, resolve, sep } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import { nearest } from '../diagnostic/suggest.ts';
import type { ValidatedTest } from '../validate/validate-tests.ts';
import type { JudgedWorkspace } from '../workspace/pipelines/load-pipelines.ts';

export interface TestChoice {
  /** Test files, folders, ids or files of pipelines; all tests if there are none. */
  readonly paths: readonly string[];
  readonly root: string;
  readonly cwd: string;
}

/**
 * The tests that are meant, by path, each once.
 *
 * @throws {Problem} SG912 if a path names no test.
 */
export function chooseTests(judged: JudgedWorkspace, { paths, root, cwd }: TestChoice): readonly ValidatedTest[] {
  if (paths.length === 0) return judged.tests;
  const chosen = new Set<ValidatedTest>();
  for (const path of paths) {
    const place = relative(root, resolve(cwd, path)).split(sep).join('/');
    const found = testsNamed(judged, path, place);
    if (found.length === 0) throw nothingNamed(judged, path, place);
    for (const each of found) chosen.add(each);
  }
  return judged.tests.filter((each) => chosen.has(each));
}

function testsNamed({ tests, files }: JudgedWorkspace, path: string, place: string): readonly ValidatedTest[] {
  const ids = files.filter(({ id, file }) => id === path || file === place).map(({ id }) => id);
  return tests.filter(({ file, test }) => {
    const isBelow = place === '' || file === place || file.startsWith(`${place}/`);
    return isBelow || (test !== undefined && ids.includes(test.pipeline));
  });
}

function nothingNamed({ tests, files }: JudgedWorkspace, path: string, place: string): Problem {
  const known = files.find(({ id, file }) => id === path || file === place);
  if (known !== undefined) {
    const help = `Write one: a file below the folder of the pipelines, with the ending .test.yml and \`pipeline: ${known.id}\`.`;
    return new Problem('SG912', `${known.id} has no tests.`, help, 2);
  }
  const guess = nearest(path, [...tests.map(({ file }) => file), ...files.map(({ id }) => id)]);
  const help = guess === undefined ? 'Tests are the files whose names end in .test.yml.' : `Did you mean ${guess}?`;
  return new Problem('SG912', `There is no test, folder of tests or pipeline ${path}.`, help, 2);
}
