import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExampleFile } from '../src/diagnostic/example-page.ts';

const folder = fileURLToPath(new URL('../test/fixtures/policy', import.meta.url));

/** One folder of `test/fixtures/policy`: a repository, a change of it that is against its policy, and how it passes. */
export interface PolicyFixture {
  readonly code: string;
  readonly name: string;
  /** All files of the repository. */
  readonly before: readonly ExampleFile[];
  /** The files that differ. */
  readonly after: readonly ExampleFile[];
  /** The same where it passes; the change itself, if it passes by what people say. */
  readonly good: readonly ExampleFile[];
  readonly people: FixturePeople;
}

export interface FixturePeople {
  readonly author: string;
  /** By name of the team. */
  readonly teams?: Readonly<Record<string, readonly string[]>>;
  /** Who approves where it passes. */
  readonly approves?: readonly string[];
}

/** Reads all fixtures, in the order of their codes. */
export function readPolicyFixtures(): readonly PolicyFixture[] {
  return readdirSync(folder).sort().map(readFixture);
}

function readFixture(entry: string): PolicyFixture {
  const [, code = '', name = ''] = /^(SG\d{3})-(.+)$/.exec(entry) ?? [];
  const people: FixturePeople = JSON.parse(readFileSync(join(folder, entry, 'people.json'), 'utf8'));
  return {
    code,
    name,
    before: readSide(entry, 'before'),
    after: readSide(entry, 'after'),
    good: readSide(entry, 'good'),
    people,
  };
}

function readSide(entry: string, side: string): readonly ExampleFile[] {
  const root = join(folder, entry, side);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .map((path) => ({ file: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}
