import { renderDiagnostic } from '../../diagnostic/code-frame.ts';
import type { Diagnostic, Severity } from '../../diagnostic/diagnostic.ts';
import { renderFindingsGithub } from '../../report/findings/findings-github.ts';
import { renderFindingsJson } from '../../report/findings/findings-json.ts';
import { renderFindingsSarif } from '../../report/findings/findings-sarif.ts';
import { checkedText, severityCounts } from '../../report/findings/findings-words.ts';
import { cleanText } from '../../report/text/ansi-width.ts';
import { unreachable } from '../../run/states.ts';
import { rules } from '../../validate/registry.ts';
import { validateWorkspace } from '../../workspace/pipelines/load-pipelines.ts';
import { listUnreadLinks } from '../../workspace/pipelines/pipeline-files.ts';
import { textReader } from '../../workspace/pipelines/text-reader.ts';
import { version } from '../../workspace/version.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { judgeInThread } from '../judge-thread.ts';
import type { Terminal } from '../terminal.ts';
import { type ChosenFindings, chooseFindings } from '../validate-paths.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface ValidateOptions {
  readonly format: 'text' | 'json' | 'github' | 'sarif';
  readonly json?: true;
  readonly strict?: true;
}

/** `segue validate [path…]`: everything that is wrong, at once. 1 if there are errors, with `--strict` warnings too. */
export async function validateCommand(
  context: CommandContext,
  paths: readonly string[],
  options: ValidateOptions,
): Promise<ExitCode> {
  const { terminal } = context;
  return withWorkspace<ExitCode>(context, {}, async (workspace) => {
    const { root } = workspace.repository;
    const { entry } = context;
    const elsewhere = entry !== undefined && workspace.machine.cores > 1 ? judgeInThread(entry) : undefined;
    const validation = await validateWorkspace(workspace, version, elsewhere);
    const { diagnostics, ...checked } = chooseFindings(validation, { paths, root, cwd: context.cwd });
    const textOf = textReader(root);
    const format = options.json ? 'json' : options.format;
    switch (format) {
      case 'json':
        terminal.print(renderFindingsJson(diagnostics, textOf));
        break;
      case 'github':
        terminal.print(renderFindingsGithub(diagnostics, textOf));
        break;
      case 'sarif':
        terminal.print(renderFindingsSarif(diagnostics, textOf, { rules, version }));
        break;
      case 'text':
        printFrames(terminal, diagnostics, checked, textOf);
        break;
      default:
        unreachable(format);
    }
    if (paths.length === 0) tellUnread(terminal, listUnreadLinks(root, validation.settings));
    const fails = (each: Diagnostic) => each.severity === 'error' || (options.strict && each.severity === 'warning');
    return diagnostics.some(fails) ? 1 : 0;
  });
}

/** Beside the findings, whatever their format: these files have no text that a finding could be about. */
function tellUnread(terminal: Terminal, links: readonly string[]): void {
  const mark = terminal.errorStyle.warning('!');
  for (const file of links) {
    terminal.printError(
      `${mark} ${cleanText(file)} is a link that leads to no file of this repository. It is not read.`,
    );
  }
}

function printFrames(
  terminal: Terminal,
  diagnostics: readonly Diagnostic[],
  checked: Checked,
  textOf: (file: string) => string | undefined,
): void {
  const look = { color: terminal.color, width: terminal.columns() };
  for (const diagnostic of diagnostics) terminal.print([renderDiagnostic(diagnostic, textOf, look), '']);
  terminal.print(verdict(terminal, diagnostics, checked));
}

/** How many files of each kind. */
type Checked = Omit<ChosenFindings, 'diagnostics'>;

function verdict(
  { style }: Terminal,
  diagnostics: readonly Diagnostic[],
  { files, backfills, tests }: Checked,
): string {
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    error: style.failure,
    warning: style.warning,
    note: (text) => text,
  };
  const parts = severityCounts(diagnostics).map(({ severity, text }) => paint[severity](text));
  if (files + backfills + tests === 0 && parts.length === 0)
    return 'There are no pipelines yet. Write a first one: segue init';
  const checked = checkedText({ pipelines: files, backfills, tests });
  if (parts.length === 0) return `${style.success('✓')} ${checked}, nothing to complain about.`;
  const mark = diagnostics.some(({ severity }) => severity === 'error') ? style.failure('✗') : style.success('✓');
  return `${mark} ${checked}: ${parts.join(', ')}. segue explain CODE tells more.`;
}
