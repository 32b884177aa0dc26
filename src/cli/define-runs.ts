import { Argument, type Command, Option } from 'commander';
import type { MarkRequest } from '../workspace/run/mark-task.ts';
import type { CancelOptions } from './commands/cancel.ts';
import type { LogsOptions } from './commands/logs.ts';
import type { MarkOptions } from './commands/mark.ts';
import type { ResumeOptions } from './commands/resume.ts';
import type { StatusOptions } from './commands/status.ts';
import type { ActionMaker, CommandContext } from './context.ts';
import { defineBackfill } from './define-backfill.ts';
import { collectNames, collectPairs, parseCount } from './parse-options.ts';
import type { RetryOptions } from './retry-options.ts';
import type { RunOptions } from './run-options.ts';

/** Commands about runs. A run is named by its id or its beginning; most take the newest without one. */
export function defineRunCommands(program: Command, context: CommandContext, action: ActionMaker): void {
  program.commandsGroup('Run them:');
  live(
    program
      .command('run')
      .summary('run pipelines, one after the other')
      .description('Runs each pipeline. A failed one does not stop those after it, unless --fail-fast is given.')
      .usage('[options] <pipeline...>')
      .argument('[pipeline...]', 'ids or files')
      .optionsGroup('What to run:')
      .option('--param <name=value>', 'give a param (may be repeated)', collectPairs)
      .option('--interval <interval>', 'for which interval: START/END, a date or an instant in it')
      .option('--only <tasks>', 'these tasks alone (names with commas between)', collectNames)
      .option('--from <tasks>', 'these tasks and all that follow from them', collectNames)
      .option('--until <tasks>', 'these tasks and all that they need', collectNames)
      .option('--using <run>', 'take what unselected tasks gave from this run')
      .option('--output <task.name=value>', 'give an output of an unselected task (may be repeated)', collectPairs)
      .option('--dry-run', 'print the plan, and why each task is in or out; run nothing')
      .option('--wait', 'where the workflow runs it: until that has ended, with its exit code'),
  ).action(
    action(async (pipelines: string[], options: RunOptions) => {
      if (pipelines.length === 0) return (await import('./nothing-named.ts')).refuseNothingNamed(context);
      return (await import('./commands/run.ts')).runCommand(context, pipelines, options);
    }),
  );
  live(
    program
      .command('resume')
      .summary('continue an interrupted run')
      .description('Continues a run that was interrupted, at its commit: only what is not finished runs.')
      .argument('[run]', 'the newest run without one'),
  )
    .option(
      '--take-over',
      'go on although another machine holds the run: only if you know that it is gone, as tasks may run twice',
    )
    .action(
      action(async (run: string | undefined, options: ResumeOptions) =>
        (await import('./commands/resume.ts')).resumeCommand(context, run, options),
      ),
    );
  live(
    program
      .command('retry')
      .summary('run again what failed, with your fix')
      .description(
        'Runs tasks of a finished run again, with everything downstream: those that failed, or those that you name.',
      )
      .argument('[run]', 'the newest run without one')
      .argument('[task...]', 'tasks in any state; the failed ones without any'),
  )
    .option('--only', 'the named tasks alone, nothing downstream')
    .option('--wait', 'where the workflow runs it: until that has ended, with its exit code')
    .addOption(
      new Option('--on <code>', 'which code: the newest, or that of the run')
        .choices(['newest', 'pinned'])
        .default('newest'),
    )
    .action(
      action(async (run: string | undefined, tasks: string[], options: RetryOptions) => {
        const words = run === undefined ? tasks : [run, ...tasks];
        return (await import('./commands/retry.ts')).retryCommand(context, words, options);
      }),
    );
  defineBackfill(program, context, action, live);
  defineRequests(program, context, action);
  defineViews(program, context, action);
}

function defineRequests(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('mark')
    .summary('say that a task was mended by hand')
    .description('Sets the state of a finished task; your name and the reason are kept. Then retry runs what waited.')
    .argument('<run>', 'the run')
    .argument('<task>', 'the task')
    .addArgument(new Argument('<state>', 'its new state').choices(['success', 'skipped']))
    .requiredOption('--reason <text>', 'why; it is kept with the run')
    .option('--env <name>', 'the environment', 'local')
    .option('--here', 'from this machine, though a workflow serves the environment')
    .option('--json', 'print the run as JSON')
    .action(
      action(async (run: string, task: string, state: MarkRequest['state'], options: MarkOptions) =>
        (await import('./commands/mark.ts')).markCommand(context, { run, task, state }, options),
      ),
    );
  program
    .command('cancel')
    .summary('ask a run to end')
    .description('Asks a run to end: no new task starts, running ones are asked to end.')
    .argument('[run]', 'the newest run without one')
    .option('--reason <text>', 'why; it is kept with the run')
    .option('--env <name>', 'the environment', 'local')
    .option('--here', 'from this machine, though a workflow serves the environment')
    .option('--json', 'print the run as JSON')
    .action(
      action(async (run: string | undefined, options: CancelOptions) =>
        (await import('./commands/cancel.ts')).cancelCommand(context, run, options),
      ),
    );
}

function defineViews(program: Command, context: CommandContext, action: ActionMaker): void {
  program.commandsGroup('Look at runs:');
  program
    .command('status')
    .summary('show a run and its tasks')
    .description('Shows how a run stands: its tasks, why some did not run, and what to type next.')
    .argument('[run]', 'the newest run without one; with --all or --lag a pipeline')
    .option('--all', 'list the newest runs instead')
    .addOption(new Option('--lag', 'how late scheduled runs started, and what can be done about it').conflicts('all'))
    .option('--env <name>', 'the environment; local, or with --lag that of segue tick without it')
    .option('--json', 'print the run as JSON')
    .action(
      action(async (run: string | undefined, options: StatusOptions) =>
        (await import('./commands/status.ts')).statusCommand(context, run, options),
      ),
    );
  program
    .command('logs')
    .summary('print what tasks have printed')
    .description(
      'Prints the logs of a run, of all its tasks or of one. Secrets are masked in them. What jobs on GitHub have stored is fetched, and shown with its age.',
    )
    .argument('[run]', 'the newest run without one')
    .argument('[task]', 'all tasks without one')
    .option('--attempt <number>', 'an earlier attempt; the last one without it', parseCount)
    .option('-f, --follow', 'go on printing until the run ends')
    .option('--env <name>', 'the environment', 'local')
    .option('--json', 'print one line of JSON for each line of a log')
    .action(
      action(async (run: string | undefined, task: string | undefined, options: LogsOptions) =>
        (await import('./commands/logs.ts')).logsCommand(context, run, task, options),
      ),
    );
}

/** Options of every command that runs tasks and shows it live. */
function live(command: Command, last = 'run-finished'): Command {
  return command
    .optionsGroup('How to run:')
    .option('-j, --jobs <number>', 'tasks at the same time; the number of cores without it', parseCount)
    .option('--fail-fast', 'start nothing more after the first failure')
    .option('--env <name>', 'the environment: whose state and vars', 'local')
    .option('--env-file <path>', 'read environment variables from a file')
    .option('--here', 'on this machine, though a workflow serves the environment')
    .optionsGroup('What to print:')
    .option('-v, --verbose', 'what the tasks print, as it comes')
    .option('-q, --quiet', 'only how it ended')
    .option('--json', `one event a line as JSON, the last being ${last}`)
    .optionsGroup('Options:');
}
