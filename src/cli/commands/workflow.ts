import { Problem } from '../../diagnostic/problem.ts';
import { renderBilledMonth } from '../../report/workflow-text.ts';
import { openRepository } from '../../store/repository.ts';
import type { BilledMonth } from '../../workflow/billed-month.ts';
import { monthOf } from '../../workflow/month-of.ts';
import type { Staleness } from '../../workflow/staleness.ts';
import { type WakeUp, wakeUps } from '../../workflow/wake-ups.ts';
import { expectedRunTimes } from '../../workspace/run-times.ts';
import { type JudgedWorkflow, judgeWorkflow, workflowFile, writeWorkflow } from '../../workspace/workflow-file.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import type { Terminal } from '../terminal.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface WorkflowOptions {
  readonly write?: true;
  readonly check?: true;
  readonly force?: true;
  readonly json?: true;
}

/** `segue workflow`: prints the workflow, writes it, or tells whether the file is current: 1 if it is not. */
export async function workflowCommand(context: CommandContext, options: WorkflowOptions): Promise<ExitCode> {
  if (options.check) return check(context, options);
  return withWorkspace<ExitCode>(context, {}, async (workspace) => {
    const judged = judgeWorkflow(workspace);
    if (options.write) write(workspace, judged, options);
    const runMs = await expectedRunTimes(workspace, judged.pipelines, ['production', 'local']);
    const { pipelines, settings } = judged;
    const woken = wakeUps(pipelines, settings.wake);
    const month = monthOf(pipelines, settings, settings.wake, runMs, context.clock.now());
    print(context.terminal, judged, month, woken, options);
    return 0;
  });
}

/** Needs nothing but the files: it is for hooks and CI. */
async function check({ terminal, cwd, environment }: CommandContext, options: WorkflowOptions): Promise<ExitCode> {
  const { staleness } = judgeWorkflow({ repository: await openRepository({ directory: cwd, environment }) });
  if (options.json) terminal.printJson({ file: workflowFile, state: 'current', ...stateOf(staleness) });
  else terminal.print(verdict(terminal, staleness));
  return staleness === undefined ? 0 : 1;
}

function stateOf(staleness: Staleness | undefined): object {
  if (staleness === undefined) return {};
  const { kind, ...rest } = staleness;
  return { state: kind, ...rest };
}

function verdict({ style }: Terminal, staleness: Staleness | undefined): string[] {
  switch (staleness?.kind) {
    case undefined:
      return [`${style.success('✓')} ${workflowFile} is current`];
    case 'absent':
      return [`${style.failure('✗')} there is no ${workflowFile}: ${style.command('segue workflow --write')}`];
    case 'foreign':
      return [`${style.failure('✗')} ${workflowFile} was not made by Segue: rename it, then segue workflow --write`];
    case 'stale':
      return [
        ...staleness.difference.map((line) => painted(line, style)),
        '',
        `${style.failure('✗')} ${workflowFile} is stale: ${style.command('segue workflow --write')}`,
      ];
    default:
      return staleness satisfies never;
  }
}

function painted(line: string, style: Terminal['style']): string {
  if (line.startsWith('@')) return style.muted(line);
  if (line.startsWith('-')) return style.failure(line);
  return line.startsWith('+') ? style.success(line) : line;
}

function write(
  workspace: Parameters<typeof writeWorkflow>[0],
  judged: JudgedWorkflow,
  { force }: WorkflowOptions,
): void {
  const kind = judged.staleness?.kind;
  if (kind === undefined) return;
  if (kind === 'foreign' && !force) {
    const help = 'Rename that file, or write over it with --force.';
    throw new Problem('SG915', `${workflowFile} exists, and was not made by Segue.`, help, 2);
  }
  writeWorkflow(workspace, judged.text);
}

function print(
  terminal: Terminal,
  { text, staleness }: JudgedWorkflow,
  month: BilledMonth,
  woken: readonly WakeUp[],
  { write: isWriting, json }: WorkflowOptions,
): void {
  if (json) {
    const done = isWriting ? { written: staleness !== undefined } : { text };
    terminal.printJson({ file: workflowFile, ...done, wakeUps: woken, month });
  } else if (isWriting) {
    const { style } = terminal;
    const head =
      staleness === undefined
        ? `${style.muted('–')} ${workflowFile} is current`
        : `${style.success('✓')} wrote ${workflowFile}`;
    terminal.print([head, '', ...renderBilledMonth(month, woken, style)]);
  } else {
    terminal.print(text.trimEnd());
    terminal.printError(renderBilledMonth(month, woken, terminal.errorStyle));
  }
}
