import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExampleFile } from '../src/diagnostic/example-page.ts';
import { readFixtureFiles } from './fixture-files.ts';

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
  return readFixtureFiles(join(folder, entry, side));
}
