import { renderDiagnostic } from '../diagnostic/code-frame.ts';
import { Problem } from '../diagnostic/problem.ts';
import { repository } from '../model/address.ts';
import { cleanText } from '../report/text/ansi-width.ts';
import { InvalidPipeline } from '../workspace/pipelines/invalid-pipeline.ts';
import { version } from '../workspace/version.ts';
import type { ExitCode } from './context.ts';
import type { Terminal } from './terminal.ts';

/** Prints whatever a command threw: a `Problem` with its help, anything else as the bug that it is. */
export function printFailure(terminal: Terminal, error: unknown): ExitCode {
  if (error instanceof InvalidPipeline) terminal.printError(frames(terminal, error));
  terminal.printError(error instanceof Problem ? problemLines(terminal, error) : bugLines(terminal, error));
  return error instanceof Problem ? error.exitCode : 1;
}

function problemLines({ errorStyle }: Terminal, problem: Problem): string[] {
  const lines = [`${errorStyle.failure('error')} ${errorStyle.muted(problem.code)} ${cleanLines(problem.message)}`];
  if (problem.help !== '') lines.push(`  ${errorStyle.muted('help:')} ${cleanLines(problem.help)}`);
  return lines;
}

function bugLines({ errorStyle }: Terminal, error: unknown): string[] {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `${errorStyle.failure('error')} Segue itself has failed; that is a bug, and not your pipeline's fault.`,
    cleanLines(text),
    `Please report it with these lines: https://github.com/${repository}/issues/new`,
    `(segue ${version}, Node.js ${process.versions.node}, ${process.platform})`,
  ];
}

function frames(terminal: Terminal, { diagnostics, texts }: InvalidPipeline): string[] {
  const look = { color: terminal.errorColor, width: terminal.columns() };
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .flatMap((diagnostic) => [renderDiagnostic(diagnostic, (file) => texts.get(file), look), '']);
}

function cleanLines(text: string): string {
  return text
    .split('\n')
    .map((line) => cleanText(line))
    .join('\n');
}
