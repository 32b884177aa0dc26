import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { forbiddenImports } from './forbidden-imports.ts';
import { layers, partsOfFolders } from './layer-table.ts';
import { root, sourceFiles } from './source-files.ts';

test('every import of src/ is one that its layer may have', () => {
  expect(forbiddenImports(sourceFiles())).toEqual([]);
});

test('docs/architecture.md has the same table', () => {
  const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(?<folder>[a-z]+)\/` \|[^|]*\| (?<may>[^|]*?) \|$/gm)];
  const documented = rows.map(({ groups }) => ({ folder: groups?.folder, may: groups?.may?.replaceAll("'", '’') }));
  expect(documented).toEqual(layers.map(({ folder, may }) => ({ folder, may })));
});

test('the table names files and folders that exist', () => {
  const files = new Set(sourceFiles().map(({ path }) => path));
  expect(
    Object.values(partsOfFolders)
      .flat()
      .filter((path) => !files.has(path)),
  ).toEqual([]);
  expect(layers.filter(({ folder }) => ![...files].some((path) => path.startsWith(`${folder}/`)))).toEqual([]);
});

describe('the check itself', () => {
  test.each([
    ['dag/a.ts', "import { x } from '../model/pipeline.ts';"],
    ['dag/a.ts', "import type { X } from '../model/pipeline.ts';"],
    ['dag/a.ts', "import {\n  x,\n  y,\n} from '../model/pipeline.ts';"],
    ['dag/a.ts', "export { x } from '../model/pipeline.ts';"],
    ['dag/a.ts', "export * from '../model/pipeline.ts';"],
    ['dag/a.ts', "import 'yaml';"],
    ['dag/a.ts', "const late = await import('../model/pipeline.ts');"],
    ['dag/a.ts', "import fs from 'node:fs';"],
    ['model/a.ts', "import { a } from 'yaml-ast';"],
    ['report/a.ts', "import { join } from 'node:path';"],
    ['report/a.ts', "import { openStore } from '../store/store.ts';"],
    ['store/a.ts', "import { plan } from '../run/plan.ts';"],
    ['store/a.ts', "import { main } from '../cli/main.ts';"],
    ['workspace/a.ts', "import { Command } from 'commander';"],
    ['action/a.ts', "import { main } from '../cli/main.ts';"],
    ['cli/a.ts', "import { main } from '../action/main.ts';"],
    ['validate/rules/a.ts', "import { plan } from '../../run/plan.ts';"],
  ])('%s may not: %s', (path, text) => {
    expect(forbiddenImports([{ path, text }])).toEqual([
      expect.stringMatching(`^src/${path}:[1-9] imports .* may import `),
    ]);
  });

  test.each([
    ['dag/a.ts', "import { x } from './graph.ts';"],
    ['model/a.ts', "import { Lexer } from '@actions/expressions/lexer';\nimport { z } from 'zod';"],
    ['store/a.ts', "import type { Journal } from '../run/ports.ts';\nimport { join } from 'node:path';"],
    ['validate/rules/a.ts', "import { x } from '../../dag/graph.ts';"],
    ['cli/a.ts', "import { x } from '../store/journal.ts';"],
    ['dag/a.ts', 'const text = \'one imports nothing from "yaml"\';'],
  ])('%s may: %s', (path, text) => {
    expect(forbiddenImports([{ path, text }])).toEqual([]);
  });

  test('a folder that nobody decided on is refused', () => {
    expect(forbiddenImports([{ path: 'utils/a.ts', text: '' }])).toEqual([
      'src/utils/a.ts: its folder stands in no row of the table of layers',
    ]);
  });
});
