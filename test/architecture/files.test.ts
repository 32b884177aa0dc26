import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { brokenImports, fileCycles } from './file-cycles.ts';
import { shapeProblems } from './file-shape.ts';
import { filesBelow, root, sourceFiles } from './source-files.ts';

test('files have kebab-case names and at most 300 lines', () => {
  const paths = ['src', 'test', 'scripts', 'bench'].flatMap((folder) =>
    filesBelow(join(root, folder)).map((path) => `${folder}/${path}`),
  );
  const code = paths.filter((path) => /\.(?:ts|mjs)$/.test(path) && !path.startsWith('test/fixtures/'));
  expect(code.flatMap((path) => shapeProblems(path, readFileSync(join(root, path), 'utf8')))).toEqual([]);
});

test('no files of src/ import each other in a circle, or one that does not exist', () => {
  expect(fileCycles(sourceFiles())).toEqual([]);
  expect(brokenImports(sourceFiles())).toEqual([]);
});

test('fast-check is only used with its seed set', () => {
  const paths = ['test', 'bench'].flatMap((folder) =>
    filesBelow(join(root, folder)).map((path) => `${folder}/${path}`),
  );
  const using = paths.filter((path) => /^import fc from 'fast-check'/m.test(readFileSync(join(root, path), 'utf8')));
  expect(using).toEqual(['test/support/seeded-fast-check.ts']);
});

describe('the checks themselves', () => {
  test.each(['src/dag/criticalPath.ts', 'src/dag/Graph.ts', 'src/dag/critical_path.ts', 'test/a.spec.ts'])(
    '%s',
    (path) => {
      expect(shapeProblems(path, '')).toEqual([`${path}: names of files are kebab-case, e.g. critical-path.ts`]);
    },
  );

  test.each(['src/dag/critical-path.ts', 'test/cli/kill.e2e.test.ts', 'src/validate/pages.generated.ts'])(
    '%s',
    (path) => {
      expect(shapeProblems(path, 'x\n'.repeat(300))).toEqual([]);
    },
  );

  test('a line too many', () => {
    expect(shapeProblems('a.ts', 'x\n'.repeat(301))).toEqual([
      'a.ts has 301 lines: split what are two ideas, 300 are the limit',
    ]);
    expect(shapeProblems('a.generated.ts', 'x\n'.repeat(301))).toEqual([]);
  });

  test('a circle over three files, of types too', () => {
    const files = [
      { path: 'run/a.ts', text: "import { b } from './b.ts';" },
      { path: 'run/b.ts', text: "import type { C } from '../dag/c.ts';" },
      { path: 'dag/c.ts', text: "export const late = () => import('../run/a.ts');" },
    ];
    expect(fileCycles(files)).toEqual([
      'run/a.ts → run/b.ts → dag/c.ts → run/a.ts: move what they share into a file of its own',
    ]);
  });

  test('an import of nothing', () => {
    expect(brokenImports([{ path: 'run/a.ts', text: "import { b } from './b.ts';" }])).toEqual([
      'src/run/a.ts imports src/run/b.ts, which does not exist',
    ]);
  });
});
