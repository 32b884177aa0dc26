import { describe, expect, test } from 'vitest';
import { bannedWords, bans } from './bans.ts';
import { sourceFiles } from './source-files.ts';

test('src/ has nothing that is banned', () => {
  expect(bannedWords(sourceFiles())).toEqual([]);
});

test('files that own something exist and have it', () => {
  const files = new Map(sourceFiles().map(({ path, text }) => [path, text]));
  for (const { owners, pattern } of bans) {
    for (const owner of owners.filter((each) => !each.endsWith('/'))) expect(files.get(owner), owner).toMatch(pattern);
  }
});

describe('the check itself', () => {
  test.each([
    ['Date.now', 'run/a.ts', 'const now = Date.now();'],
    ['Date.now', 'run/a.ts', 'const now = Date.now;'],
    ['new Date()', 'process/clock.ts', 'const now = new Date();'],
    ['performance.now', 'cli/a.ts', 'const start = performance.now();'],
    ['a timer', 'run/a.ts', 'setTimeout(go, 10);'],
    ['Math.random', 'process/a.ts', 'const n = Math.random();'],
    ['node:crypto’s randomness', 'store/a.ts', 'const id = randomUUID();'],
    ['process.env', 'cli/main.ts', 'const home = process.env.HOME;'],
    ['toLocaleString', 'report/a.ts', "const most = count.toLocaleString('en');"],
    ['process.exit', 'workspace/a.ts', 'process.exit(1);'],
    ['console', 'cli/a.ts', 'console.log(text);'],
    ['a switched-off check', 'cli/a.ts', '// @ts-ignore'],
    ['any', 'cli/a.ts', 'function f(value: any) {'],
    ['any', 'cli/a.ts', 'const list = value as any[];'],
    ['work left for later', 'cli/a.ts', '// TODO: more'],
    ['a module of Node', 'report/a.ts', "import { join } from 'node:path';"],
  ])('%s is found in %s', (name, path, line) => {
    const ban = bans.find((each) => each.name === name);
    expect(bannedWords([{ path, text: `\n${line}\n` }])).toEqual([`src/${path}:2 has ${name}: ${ban?.instead}`]);
  });

  test('every ban is tried above', () => {
    const lines = [
      'Date.now()',
      'new Date()',
      'performance.now()',
      'setInterval(',
      'Math.random()',
      'randomInt(',
      'process.env',
    ];
    const more = [
      'process.exit()',
      'count.toLocaleString()',
      'console.log',
      'biome-ignore',
      'x as any;',
      'FIXME',
      "'node:fs'",
    ];
    const found = bannedWords([{ path: 'dag/a.ts', text: [...lines, ...more].join('\n') }]);
    expect(found.map((sentence) => sentence.replace(/^.* has (.*?): .*$/, '$1'))).toEqual(bans.map(({ name }) => name));
  });

  test.each([
    ['process/clock.ts', 'return Date.now();'],
    ['run/a.ts', 'const at = new Date(ms).toISOString();'],
    ['process/environment.ts', 'return process.env;'],
    ['cli/main.ts', 'process.exit(code);'],
    ['report/a.ts', '/** Not any of them, and as any reader sees: company. */'],
    ['store/a.ts', "import { join } from 'node:path';"],
  ])('%s may: %s', (path, text) => {
    expect(bannedWords([{ path, text }])).toEqual([]);
  });
});
