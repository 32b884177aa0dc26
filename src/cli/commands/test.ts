import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { renderDiagnostic, type TextOf } from '../../diagnostic/code-frame.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { countOf } from '../../report/run/run-words.ts';
import { renderCoverage } from '../../report/tests/coverage-text.ts';
import { testsJson } from '../../report/tests/test-json.ts';
import { testsJunit } from '../../report/tests/test-junit.ts';
import { countCases, type TestReport } from '../../report/tests/test-results.ts';
import { renderTests } from '../../report/tests/test-text.ts';
import { type PlayedTests, playTests } from '../../review/play-tests.ts';
import { loadPipelines } from '../../workspace/pipelines/load-pipelines.ts';
import { textReader } from '../../workspace/pipelines/text-reader.ts';
import { chooseTests } from '../choose-tests.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import type { Terminal } from '../terminal.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface TestOptions {
  readonly junit?: string;
  readonly coverage?: true;
  readonly json?: true;
}

/**
 * `segue test [path…]`: plays the cases of tests in virtual time. 1 if one fails, or if a test or its pipeline has errors.
 *
 * @throws {Problem} SG912 if a path names no test, SG916 if the file for `--junit` cannot be written.
 */
export async function testCommand(
  context: CommandContext,
  paths: readonly string[],
  options: TestOptions,
): Promise<ExitCode> {
  const { terminal, cwd } = context;
  return withWorkspace<ExitCode>(context, {}, async (workspace) => {
    const { root } = workspace.repository;
    const judged = loadPipelines(workspace);
    const played = playTests(judged, chooseTests(judged, { paths, root, cwd }), { all: paths.length === 0 });
    const report: TestReport = { files: played.files, ...(options.coverage ? { coverage: played.coverage } : {}) };
    const textOf = textReader(root);
    if (options.junit !== undefined) await writeJunit(resolve(cwd, options.junit), played, textOf);
    if (options.json) terminal.printJson(testsJson(report, played.errors, textOf));
    else print(terminal, report, played, textOf);
    return played.errors.length > 0 || countCases(played.files).failed > 0 ? 1 : 0;
  });
}

function print(terminal: Terminal, { files, coverage }: TestReport, { errors }: PlayedTests, textOf: TextOf): void {
  const look = { style: terminal.style, color: terminal.color, width: terminal.columns() };
  for (const error of errors) terminal.print([renderDiagnostic(error, textOf, look), '']);
  if (files.length > 0) terminal.print(renderTests(files, textOf, look));
  else if (errors.length === 0) terminal.print('There are no tests yet. How to write one: docs/testing.md');
  if (errors.length > 0) {
    const mark = look.style.failure('✗');
    terminal.print(
      `${mark} ${countOf(errors.length, 'error')}: what is concerned was not played. segue explain CODE tells more.`,
    );
  }
  if (coverage !== undefined && coverage.length > 0) terminal.print(['', ...renderCoverage(coverage, look)]);
}

async function writeJunit(path: string, { files, errors }: PlayedTests, textOf: TextOf): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, testsJunit(files, errors, textOf));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('SG916', `The file for --junit cannot be written: ${reason}`, 'Give a path that can be written.');
  }
}
