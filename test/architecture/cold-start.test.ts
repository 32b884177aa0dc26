import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { type SourceFile, sourceFiles } from './source-files.ts';

/** What takes tens of milliseconds to load and is of no use to most commands. */
const heavy = /^github\/|^@octokit\/|^@actions\/(?!expressions)/;

test('the command line loads no client of GitHub before it needs one', () => {
  expect(loadedAtOnce('cli/index.ts', sourceFiles()).filter((name) => heavy.test(name))).toEqual([]);
});

test('a run loads what reads pipelines only when there is something to read', () => {
  const files = sourceFiles();
  const loaded = ['cli/commands/run.ts', 'cli/run-pipelines.ts'].flatMap((entry) => loadedAtOnce(entry, files));
  expect(loaded).toContain('workspace/pipelines/recall-runnable.ts');
  expect(loaded.filter((name) => /^yaml$|^zod$|^validate\/rules\//.test(name))).toEqual([]);
});

test('the check itself: it follows what is loaded at once, not types and not what is loaded later', () => {
  const files = [
    { path: 'cli/index.ts', text: "import { a } from './a.ts';\nconst late = () => import('../github/late.ts');" },
    { path: 'cli/a.ts', text: "import type { T } from '../github/type.ts';\nexport {\n  b,\n} from '../run/b.ts';" },
    { path: 'run/b.ts', text: "import '../github/c.ts';" },
    { path: 'github/c.ts', text: "import { Octokit } from '@octokit/rest';" },
  ];
  expect(loadedAtOnce('cli/index.ts', files).filter((name) => heavy.test(name))).toEqual([
    'github/c.ts',
    '@octokit/rest',
  ]);
});

/** Files by path from `src/`, and packages, in the order in which they are found. */
function loadedAtOnce(entry: string, files: readonly SourceFile[]): readonly string[] {
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const found = new Set([entry]);
  for (const path of found) {
    const imports = (texts.get(path) ?? '').matchAll(
      /^(?:im|ex)port\s(?!type\s)(?:[^'";]*?\sfrom\s+)?'(?<from>[^'\n]+)'/gm,
    );
    for (const { groups } of imports) {
      const from = groups?.from ?? '';
      found.add(from.startsWith('.') ? posix.join(posix.dirname(path), from) : from);
    }
  }
  return [...found];
}
