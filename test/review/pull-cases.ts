import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { CommitFiles, PullChange } from '../../src/review/pull-change.ts';
import { knownHistory, knownRuns } from './known-history.ts';

/** Files by path. */
export type Texts = Readonly<Record<string, string>>;

const folder = join(import.meta.dirname, 'cases');
const settings = '.github/segue.yml';
const workflow = '.github/workflows/segue.yml';

/** A quiet Wednesday; clocks in Europe go forward on Sunday. */
export const now = Date.parse('2027-03-24T10:20:00Z');

/** The repository that all cases begin with. */
export const baseTexts: Texts = textsBelow(join(folder, 'base'));

/** What a case changes: its `base` and `head` lie over the common base, one after the other. */
export function caseOf(name: string, removed: readonly string[] = [], extra: Texts = {}): PullChange {
  const base = { ...baseTexts, ...textsBelow(join(folder, name, 'base')), ...extra };
  const head = { ...base, ...textsBelow(join(folder, name, 'head')) };
  return changeOf(base, without(head, removed));
}

/** A pull request that makes `head` of `base`, in a repository whose stored state is known. */
export function changeOf(base: Texts, head: Texts): PullChange {
  return {
    base: commitOf('main', 'a1b2c3d4e5f60718293a4b5c6d7e8f9012345678', base, head),
    head: commitOf('fx', '9f8e7d6c5b4a39281706f5e4d3c2b1a098765432', head, base),
    rules: { ...textAs('settings', base[settings]), ...textAs('codeowners', base['.github/CODEOWNERS']) },
    author: 'ana',
    approvals: [],
    waivers: [],
    teams: new Map(),
    history: knownHistory,
    runs: knownRuns,
    now,
  };
}

function commitOf(name: string, commit: string, texts: Texts, others: Texts): CommitFiles {
  const paths = Object.keys(texts).sort();
  const own = texts[settings];
  return {
    name,
    commit,
    ...(own === undefined ? {} : { settings: new TextEncoder().encode(own) }),
    files: paths
      .filter((path) => path.startsWith('pipelines/'))
      .map((file) => ({ file, content: texts[file] ?? '', digest: digestOf(texts[file] ?? '') })),
    digests: new Map(
      paths.filter((path) => texts[path] !== others[path]).map((path) => [path, digestOf(texts[path] ?? '')]),
    ),
    ...(texts[workflow] === undefined ? {} : { workflow: texts[workflow] }),
  };
}

function textAs<Key extends string>(key: Key, text: string | undefined): Partial<Record<Key, string>> {
  return text === undefined ? {} : ({ [key]: text } as Record<Key, string>);
}

function without(texts: Texts, removed: readonly string[]): Texts {
  return Object.fromEntries(Object.entries(texts).filter(([path]) => !removed.includes(path)));
}

function textsBelow(root: string): Texts {
  if (!existsSync(root)) return {};
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name)).sort();
  return Object.fromEntries(
    paths.map((path) => [relative(root, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

function digestOf(text: string): string {
  return createHash('sha1').update(text).digest('hex');
}
