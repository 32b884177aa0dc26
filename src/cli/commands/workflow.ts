import { Problem } from '../../diagnostic/problem.ts';
import { renderBilledMonth } from '../../report/command/workflow-text.ts';
import { openRepository } from '../../store/repository/repository.ts';
import type { BilledMonth } from '../../workflow/billed-month.ts';
import { monthOf } from '../../workflow/month-of.ts';
import type { Staleness } from '../../workflow/staleness.ts';
import { type WakeUp, wakeUps } from '../../workflow/wake-ups.ts';
import { expectedRunTimes } from '../../workspace/run/run-times.ts';
import {
  type JudgedFile,
  type JudgedWorkflow,
  judgePullWorkflow,
  judgeWorkflow,
  workflowFile,
  writeWorkflow,
} from '../../workspace/workflow-file.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import type { Terminal } from '../terminal.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface WorkflowOptions {
  readonly write?: true;
  readonly check?: true;
  readonly force?: true;
  /** Also the one that reviews pull requests. */
  readonly pullRequests?: true;
  readonly json?: true;
}

/** `segue workflow`: prints the workflow, writes it, or tells whether the file is current: 1 if it is not. */
export async function workflowCommand(context: CommandContext, options: WorkflowOptions): Promise<ExitCode> {
  if (options.check) return check(context, options);
  return withWorkspace<ExitCode>(context, {}, async (workspace) => {
    const judged = judgeWorkflow(workspace);
    const pulls = judgePullWorkflow(workspace, judged.settings);
    const isPulls = options.pullRequests === true || (options.write === true && pulls.staleness?.kind === 'stale');
    if (options.write) for (const file of isPulls ? [judged, pulls] : [judged]) write(workspace, file, options);
    if (options.pullRequests && !options.write) return printPulls(context.terminal, pulls, options);
    const runMs = await expectedRunTimes(workspace, judged.pipelines, ['production', 'local']);
    const { pipelines, settings } = judged;
    const woken = wakeUps(pipelines, settings.wake);
    const month = monthOf(pipelines, settings, settings.wake, runMs, context.clock.now());
    print(context.terminal, judged, { month, woken, ...(isPulls ? { pulls } : {}) }, options);
    return 0;
  });
}

/** Needs nothing but the files: it is for hooks and CI. */
async function check({ terminal, cwd, environment }: CommandContext, options: WorkflowOptions): Promise<ExitCode> {
  const place = { repository: await openRepository({ directory: cwd, environment }) };
  const judged = judgeWorkflow(place);
  const pulls = judgePullWorkflow(place, judged.settings);
  const isPulls = options.pullRequests === true || pulls.staleness?.kind === 'stale';
  const files = isPulls ? [judged, pulls] : [judged];
  if (options.json) {
    const [main, more] = files.map(({ file, staleness }) => ({ file, state: 'current', ...stateOf(staleness) }));
    terminal.printJson({ ...main, ...(more === undefined ? {} : { pullRequests: more }) });
  } else for (const file of files) terminal.print(verdict(terminal, file));
  return files.every(({ staleness }) => staleness === undefined) ? 0 : 1;
}

function printPulls(terminal: Terminal, { file, text }: JudgedFile, { json }: WorkflowOptions): ExitCode {
  if (json) terminal.printJson({ file, text });
  else terminal.print(text.trimEnd());
  return 0;
}

function stateOf(staleness: Staleness | undefined): object {
  if (staleness === undefined) return {};
  const { kind, ...rest } = staleness;
  return { state: kind, ...rest };
}

function verdict({ style }: Terminal, { file, staleness }: JudgedFile): string[] {
  const command = style.command(
    file === workflowFile ? 'segue workflow --write' : 'segue workflow --pull-requests --write',
  );
  switch (staleness?.kind) {
    case undefined:
      return [`${style.success('✓')} ${file} is current`];
    case 'absent':
      return [`${style.failure('✗')} there is no ${file}: ${command}`];
    case 'foreign':
      return [`${style.failure('✗')} ${file} was not made by Segue: rename it, then ${command}`];
    case 'stale':
      return [
        ...staleness.difference.map((line) => painted(line, style)),
        '',
        `${style.failure('✗')} ${file} is stale: ${command}`,
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

function write(place: Parameters<typeof writeWorkflow>[0], judged: JudgedFile, { force }: WorkflowOptions): void {
  const kind = judged.staleness?.kind;
  if (kind === undefined) return;
  if (kind === 'foreign' && !force) {
    const help = 'Rename that file, or write over it with --force.';
    throw new Problem('SG915', `${judged.file} exists, and was not made by Segue.`, help, 2);
  }
  writeWorkflow(place, judged);
}

interface Shown {
  readonly month: BilledMonth;
  readonly woken: readonly WakeUp[];
  readonly pulls?: JudgedFile;
}

function print(
  terminal: Terminal,
  judged: JudgedWorkflow,
  { month, woken, pulls }: Shown,
  { write: isWriting, json }: WorkflowOptions,
): void {
  if (json) {
    const done = ({ staleness, text }: JudgedFile) => (isWriting ? { written: staleness !== undefined } : { text });
    const more = pulls === undefined ? {} : { pullRequests: { file: pulls.file, ...done(pulls) } };
    terminal.printJson({ file: judged.file, ...done(judged), ...more, wakeUps: woken, month });
  } else if (isWriting) {
    const { style } = terminal;
    const head = ({ file, staleness }: JudgedFile) =>
      staleness === undefined ? `${style.muted('–')} ${file} is current` : `${style.success('✓')} wrote ${file}`;
    const heads = (pulls === undefined ? [judged] : [judged, pulls]).map(head);
    terminal.print([...heads, '', ...renderBilledMonth(month, woken, style)]);
  } else {
    terminal.print(judged.text.trimEnd());
    terminal.printError(renderBilledMonth(month, woken, terminal.errorStyle));
  }
}
