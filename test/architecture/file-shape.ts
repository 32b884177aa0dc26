import { basename } from 'node:path';

/** More does not fit in a head; tables that are data say so by `.generated.ts`. */
const mostLines = 300;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|e2e\.test|fuzz\.test|generated))?\.(?:ts|mjs)$/;

/** A sentence for each thing wrong with a file's name or length. */
export function shapeProblems(path: string, text: string): readonly string[] {
  const problems: string[] = [];
  const name = basename(path);
  if (!kebabCase.test(name)) problems.push(`${path}: names of files are kebab-case, e.g. critical-path.ts`);
  const lines = text.trimEnd().split('\n').length;
  if (lines > mostLines && !name.endsWith('.generated.ts')) {
    problems.push(`${path} has ${lines} lines: split what are two ideas, ${mostLines} are the limit`);
  }
  return problems;
}
