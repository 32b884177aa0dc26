import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../architecture/source-files.ts';
import { mutations } from './mutations.ts';

test('each bug that is put in on purpose finds its place in the code, once', () => {
  const places = mutations.flatMap(({ name, patches }) => patches.map((patch) => ({ name, ...patch })));
  const lost = places.filter(({ file, find }) => readFileSync(join(root, file), 'utf8').split(find).length !== 2);
  expect(lost.map(({ name, file }) => `${name}: ${file}`)).toEqual([]);
  expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length);
});
