import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import { outputLine } from '../../report/progress/progress-plain.ts';
import { headline } from '../../report/run/run-end.ts';
import { storedLogsLines } from '../../report/run/stored-logs-text.ts';
import { cleanText } from '../../report/text/ansi-width.ts';
import type { Attempt, RunDocument, TaskRecord } from '../../run/document.ts';
import { type FoundLogs, findLogs } from '../../workspace/logs/find-logs.ts';
import { type FoundRun, readRun } from '../../workspace/run/find-run.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { LogReader } from '../log-reader.ts';
import { printFailure } from '../print-failure.ts';
import { resolveRunAndTasks } from '../resolve-run.ts';
import type { Terminal } from '../terminal.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface LogsOptions {
  readonly env: string;
  readonly attempt?: number;
  readonly follow?: true;
  readonly json?: true;
}

/** How often a run that is followed is looked at again. */
const lookMs = 300;

/** `segue logs [run] [task]`: what tasks have printed, and with `--follow` what they still print. */
export async function logsCommand(
  context: CommandContext,
  run: string | undefined,
  task: string | undefined,
  options: LogsOptions,
): Promise<ExitCode> {
  return withWorkspace<ExitCode>(context, options, async (workspace) => {
    const words = [run, task].filter((word) => word !== undefined);
    const { found, tasks } = await resolveRunAndTasks(workspace, words);
    const [wanted] = tasks;
    if (wanted !== undefined) demandTask(found.document, wanted);
    // One that may still come is waited for.
    if (!options.follow || found.owner === undefined) demandAttempt(found.document, wanted, options.attempt);
    const logs = await findLogs(workspace, found.document, chosenAttempts(found.document, wanted, options));
    const printer = new LogPrinter(context, logs, wanted, options);
    await printer.follow(found, async () => {
      await new Promise<void>((resolve) => context.clock.after(lookMs, resolve));
      return readRun(workspace, found.document.pipeline, found.document.run);
    });
    return logs.problem === undefined || printer.hasShown ? 0 : 1;
  });
}

function demandTask(document: RunDocument, task: string): void {
  const known = Object.keys(document.tasks);
  if (known.some((id) => id === task)) return;
  const guess = nearest(task, known);
  const help = `${guess === undefined ? '' : `Did you mean ${guess}? `}segue status ${document.run} shows its tasks.`;
  throw new Problem('SG703', `Run ${document.run} of ${document.pipeline} has no task ${task}.`, help, 2);
}

function demandAttempt({ run, tasks }: RunDocument, task: string | undefined, wanted: number | undefined): void {
  const numbers = tasksOf(tasks, task).flatMap(([, { attempts }]) => attempts.map(({ number }) => number));
  if (wanted === undefined || numbers.includes(wanted)) return;
  const known = [...new Set(numbers)].sort((a, b) => a - b);
  const whose = task === undefined ? `No task of run ${run} has` : `${task} of run ${run} has no`;
  const list = known.length === 1 ? `is attempt ${known[0]} alone` : `are attempts ${known.join(', ')}`;
  const help = known.length === 0 ? 'None has begun.' : `There ${list}.`;
  throw new Problem('SG725', `${whose} attempt ${wanted}.`, help, 2);
}

/** A `foreach` task stands for its instances. */
function tasksOf(tasks: RunDocument['tasks'], task: string | undefined): readonly (readonly [string, TaskRecord])[] {
  return Object.entries(tasks).filter(([id]) => task === undefined || id === task || id.startsWith(`${task}[`));
}

interface ChosenAttempt {
  readonly task: string;
  readonly attempt: Attempt;
}

/** Without `--attempt`, of each task the last one, or all if it is followed. */
function chosenAttempts(
  document: RunDocument,
  wanted: string | undefined,
  { attempt: number, follow }: LogsOptions,
): readonly ChosenAttempt[] {
  const chosen = tasksOf(document.tasks, wanted).flatMap(([task, { attempts }]) => {
    const all = number !== undefined ? attempts.filter((each) => each.number === number) : attempts;
    return (follow ? all : all.slice(-1)).map((attempt) => ({ task, attempt }));
  });
  return chosen.sort((a, b) => (a.attempt.startedAt < b.attempt.startedAt ? -1 : 1));
}

class LogPrinter {
  readonly #terminal: Terminal;
  readonly #clock: CommandContext['clock'];
  readonly #logs: FoundLogs;
  readonly #task: string | undefined;
  readonly #options: LogsOptions;
  readonly #readers = new Map<string, LogReader>();

  constructor({ terminal, clock }: CommandContext, logs: FoundLogs, task: string | undefined, options: LogsOptions) {
    this.#terminal = terminal;
    this.#clock = clock;
    this.#logs = logs;
    this.#task = task;
    this.#options = options;
  }

  /** True if there was a log of anything that was asked for. */
  get hasShown(): boolean {
    return [...this.#readers.values()].some(({ found }) => found);
  }

  /** Prints what there is; with `--follow` again and again, until the run has ended or nobody reads any more. */
  async follow(first: FoundRun, again: () => Promise<FoundRun>): Promise<void> {
    let found = first;
    while (this.#options.follow && found.owner !== undefined && !this.#terminal.isClosed()) {
      this.#print(found.document, 'read');
      found = await again();
    }
    this.#print(found.document, 'end');
    this.#tellMissing(found.document);
    this.#tellAge(found);
    if (this.#options.follow && !this.#options.json) this.#tellEnd(found.document);
  }

  #tellAge({ document, owner }: FoundRun): void {
    const { stored, page, problem } = this.#logs;
    if (problem !== undefined) printFailure(this.#terminal, problem);
    const goesOn = document.state === 'running' && owner === undefined;
    const sources = { stored, goesOn, ...(page === undefined ? {} : { page }) };
    const lines = storedLogsLines(sources, this.#clock.now());
    if (lines.length > 0) this.#terminal.printError(lines.map((line) => this.#terminal.errorStyle.muted(line)));
  }

  #tellEnd(document: RunDocument): void {
    const { errorStyle: style } = this.#terminal;
    this.#terminal.printError(['', headline(document, { style, width: this.#terminal.columns() })]);
  }

  #print(document: RunDocument, how: 'read' | 'end'): void {
    for (const { task, attempt } of chosenAttempts(document, this.#task, this.#options)) {
      const reader = this.#reader(task, attempt.number);
      const ended = how === 'end' || attempt.state !== 'running';
      reader[ended ? 'end' : 'read']((line) => this.#line(document.run, task, attempt.number, line));
    }
  }

  #line(run: string, task: string, attempt: number, line: string): void {
    if (this.#options.json) this.#terminal.print(JSON.stringify({ run, task, attempt, line }));
    else if (this.#task === task) this.#terminal.print([cleanText(line, this.#terminal.color ? 'kept' : 'dropped')]);
    else this.#terminal.print([outputLine(task, line, 0, this.#terminal.style)]);
  }

  #reader(task: string, attempt: number): LogReader {
    const path = this.#logs.pathOf(task, attempt);
    const reader = this.#readers.get(path) ?? new LogReader(path);
    this.#readers.set(path, reader);
    return reader;
  }

  #tellMissing(document: RunDocument): void {
    if (this.hasShown) return;
    const chosen = chosenAttempts(document, this.#task, this.#options);
    const whose = this.#task === undefined ? document.run : `${this.#task} in ${document.run}`;
    const hosts = [...new Set(chosen.flatMap(({ attempt }) => attempt.host ?? []))].join(', ');
    const where = hosts === '' ? '' : ` It ran on ${cleanText(hosts)}.`;
    this.#terminal.printError(
      chosen.length === 0
        ? `No attempt of ${whose} has started.`
        : `There is no log of ${whose} here: it printed nothing, or the log lies elsewhere.${where}`,
    );
  }
}
