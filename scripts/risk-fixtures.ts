import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExampleFile } from '../src/diagnostic/example-page.ts';
import type { History, PipelineHistory } from '../src/diff/history.ts';
import { readFixtureFiles } from './fixture-files.ts';

const folder = fileURLToPath(new URL('../test/fixtures/risks', import.meta.url));

/** When the examples are judged. */
export const exampleTime = Date.parse('2026-11-21T12:00:00Z');

/** One folder of `test/fixtures/risks`: a change that has the risk, and one from the same beginning that has not. */
export interface RiskFixture {
  readonly code: string;
  readonly name: string;
  readonly before: readonly ExampleFile[];
  readonly after: readonly ExampleFile[];
  readonly good: readonly ExampleFile[];
  /** Of the pipeline of `before`. */
  readonly history: History;
}

/** Reads all fixtures, in the order of their codes. */
export function readRiskFixtures(): readonly RiskFixture[] {
  return readdirSync(folder).sort().map(readFixture);
}

function readFixture(entry: string): RiskFixture {
  const [, code = '', name = ''] = /^(SG\d{3})-(.+)$/.exec(entry) ?? [];
  const before = readSide(entry, 'before');
  return {
    code,
    name,
    before,
    after: readSide(entry, 'after'),
    good: readSide(entry, 'good'),
    history: historyOf(entry, before),
  };
}

function readSide(entry: string, side: string): readonly ExampleFile[] {
  return readFixtureFiles(join(folder, entry, side)).map(({ file, text }) => ({ file: `pipelines/${file}`, text }));
}

function historyOf(entry: string, before: readonly ExampleFile[]): History {
  const file = join(folder, entry, 'history.json');
  if (!existsSync(file)) return new Map();
  const history: PipelineHistory = JSON.parse(readFileSync(file, 'utf8'));
  return new Map(before.map((each) => [each.file.replace(/^pipelines\/(.*)\.yml$/, '$1'), history]));
}
