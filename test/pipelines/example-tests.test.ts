import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load.ts';
import { playTests } from '../../src/review/play-tests.ts';
import { validateFiles } from '../../src/validate/validate.ts';
import { root } from '../architecture/source-files.ts';

test('the tests of the examples pass, and see all of the pipelines that they are about', () => {
  const files = globSync('pipelines/*.yml', { cwd: root }).map((file) => ({
    file,
    content: readFileSync(join(root, file)),
  }));
  const settings = loadSettings('.github/segue.yml', readFileSync(join(root, '.github/segue.yml')));
  const judged = { ...validateFiles(files, settings), settings: settings.settings };
  const { files: results, coverage, errors } = playTests(judged, judged.tests, { all: false });
  expect(errors).toEqual([]);
  expect(results.flatMap(({ cases }) => cases.filter(({ mismatches }) => mismatches.length > 0))).toEqual([]);
  expect(coverage).toMatchObject([{ pipeline: 'flights', tasks: { seen: 8, total: 8 }, unseen: [] }]);
});
