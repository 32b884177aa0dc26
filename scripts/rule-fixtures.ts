import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ExampleFile } from '../src/diagnostic/example-page.ts';

const fixturesFolder = fileURLToPath(new URL('../test/fixtures/rules', import.meta.url));

/** One folder of `test/fixtures/rules`. */
export interface RuleFixture {
  readonly code: string;
  readonly name: string;
  readonly bad: Side;
  readonly good: Side;
  /** What is said about `bad`, as the terminal shows it without colour; empty if it was not written yet. */
  readonly output: string;
  readonly outputFile: string;
  readonly settings?: string;
}

/** The files of one side; `shown` is what a page shows of them, shorter if they are long. */
export interface Side {
  readonly files: readonly ExampleFile[];
  readonly shown: readonly ExampleFile[];
}

/** A text of many equal parts, written down shortly. */
interface Repeated {
  readonly before: string;
  readonly repeated: string;
  readonly times: number;
  readonly after: string;
}

const examplePath = 'pipelines/example.yml';

/** Reads all fixtures, in the order of their codes. */
export function readRuleFixtures(): readonly RuleFixture[] {
  const folders = readdirSync(fixturesFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => readFixture(name)).sort((a, b) => (a.code < b.code ? -1 : 1));
}

function readFixture(folder: string): RuleFixture {
  const path = join(fixturesFolder, folder);
  const [, code = '', name = ''] = /^(SG\d{3})-(.+)$/.exec(folder) ?? [];
  const outputFile = join(path, 'bad.txt');
  const settings = readOptional(join(path, 'segue.yml'));
  return {
    code,
    name,
    bad: readSide(path, 'bad'),
    good: readSide(path, 'good'),
    output: readOptional(outputFile) ?? '',
    outputFile,
    ...(settings === undefined ? {} : { settings }),
  };
}

/** One side is a file, a folder with several, or the recipe of a long file. */
function readSide(path: string, side: 'bad' | 'good'): Side {
  const single = readOptional(join(path, `${side}.yml`));
  if (single !== undefined) return whole([{ file: examplePath, text: single }]);
  const recipe = readOptional(join(path, `${side}.repeat.json`));
  if (recipe === undefined) return whole(readFolder(join(path, side)));
  const { before, repeated, times, after }: Repeated = JSON.parse(recipe);
  const shown = `${before}${repeated}      … ${times} such lines …\n${after}`;
  return {
    files: [{ file: examplePath, text: before + repeated.repeat(times) + after }],
    shown: [{ file: examplePath, text: shown }],
  };
}

function whole(files: readonly ExampleFile[]): Side {
  return { files, shown: files };
}

function readFolder(folder: string): readonly ExampleFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file: relative(folder, file).replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

function readOptional(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
