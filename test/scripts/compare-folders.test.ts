import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { compareFolders } from '../../scripts/compare-folders.ts';

let scratch = '';

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'segue-folders-'));
  for (const folder of ['expected', 'actual']) {
    write(`${folder}/index.js`, 'run()');
    write(`${folder}/parts/12.js`, 'part()');
  }
});

afterEach(() => rmSync(scratch, { recursive: true }));

test('equal folders have no differences', () => {
  expect(compare()).toEqual([]);
});

test('every difference is found, also in folders below', () => {
  write('actual/parts/12.js', 'part( )');
  write('actual/parts/13.js', '');
  write('expected/parts/11.js', '');
  chmodSync(join(scratch, 'expected/index.js'), 0o755);
  expect(compare()).toEqual([
    { path: 'index.js', what: 'mode changed' },
    { path: 'parts/11.js', what: 'missing' },
    { path: 'parts/12.js', what: 'changed' },
    { path: 'parts/13.js', what: 'superfluous' },
  ]);
});

test('a folder that is not there is empty', () => {
  expect(compareFolders(join(scratch, 'expected'), join(scratch, 'nowhere')).map(({ what }) => what)).toEqual([
    'missing',
    'missing',
  ]);
});

function compare(): ReturnType<typeof compareFolders> {
  return compareFolders(join(scratch, 'expected'), join(scratch, 'actual'));
}

function write(path: string, text: string): void {
  const file = join(scratch, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}
