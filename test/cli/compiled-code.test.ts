import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

let scratch = '';

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'segue-compiled-'));
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('no two releases of Node.js share what they have compiled, though V8 calls itself the same', () => {
  const folders = [
    foldersAfter(process.version, '0.1.0'),
    foldersAfter('v20.19.0', '0.1.0'),
    foldersAfter('v20.20.2', '0.1.0'),
    foldersAfter('v20.20.2', '0.1.0'),
    foldersAfter('v20.20.2', '0.2.0'),
  ];
  expect(folders.map((all) => all.length)).toEqual([1, 2, 3, 3, 4]);
});

/** The folders of compiled code after a start on a Node.js that says it is `release`. */
function foldersAfter(release: string, version: string): string[] {
  const pretend = join(scratch, `${release}.cjs`);
  writeFileSync(pretend, `Object.defineProperty(process, 'version', { value: '${release}' });`);
  const module = pathToFileURL(join(import.meta.dirname, '../../src/cli/compiled-code.ts')).href;
  const code = `const { keepCompiledCode } = await import('${module}');
    keepCompiledCode('/nowhere/index.js', '${version}', { XDG_CACHE_HOME: '${scratch}' });`;
  execFileSync(process.execPath, ['--require', pretend, '--input-type=module', '--eval', code]);
  return readdirSync(join(scratch, 'segue/compiled'));
}
