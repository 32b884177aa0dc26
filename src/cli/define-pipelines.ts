import { type Command, Option } from 'commander';
import type { ExplainOptions } from './commands/explain.ts';
import type { GraphOptions } from './commands/graph.ts';
import type { InitOptions } from './commands/init.ts';
import type { ListOptions } from './commands/list.ts';
import type { ValidateOptions } from './commands/validate.ts';
import type { ActionMaker, CommandContext } from './context.ts';
import { defineDiff } from './define-diff.ts';
import { defineImport } from './define-import.ts';
import { defineNext } from './define-next.ts';
import { defineSimulate } from './define-simulate.ts';
import { defineTest } from './define-test.ts';
import { defineWorkflow } from './define-workflow.ts';

/** Commands about pipelines as they are written: they run nothing. */
export function definePipelineCommands(program: Command, context: CommandContext, action: ActionMaker): void {
  program.commandsGroup('Write pipelines:');
  program
    .command('init')
    .summary('write a first pipeline into this repository')
    .description(
      'Writes a small pipeline that works at once, and for GitHub the workflow that runs it. Files that exist are left alone.',
    )
    .option('--hook', 'also let git check pipelines and workflow before each commit')
    .option('--json', 'print what was written as JSON')
    .action(action(async (options: InitOptions) => (await import('./commands/init.ts')).initCommand(context, options)));
  program
    .command('validate')
    .summary('check pipelines, all of them or some')
    .description('Checks pipelines without running anything, and shows every error where it stands.')
    .argument('[path...]', 'pipeline files, folders or ids; all pipelines without any')
    .addOption(
      new Option('--format <format>', 'how to print').choices(['text', 'json', 'github', 'sarif']).default('text'),
    )
    .option('--json', 'the same as --format json')
    .option('--strict', 'exit with 1 on warnings too')
    .action(
      action(async (paths: string[], options: ValidateOptions) =>
        (await import('./commands/validate.ts')).validateCommand(context, paths, options),
      ),
    );
  defineTest(program, context, action);
  defineSimulate(program, context, action);
  program
    .command('explain')
    .summary('explain a code such as SG201')
    .description("Prints a rule's page: why it is there, with an example that breaks it and one that does not.")
    .argument('<code>', 'a code or the name of a rule')
    .option('--json', 'print the page as JSON')
    .action(
      action(async (code: string, options: ExplainOptions) =>
        (await import('./commands/explain.ts')).explainCommand(context, code, options),
      ),
    );
  program
    .command('list')
    .summary('list the pipelines')
    .description('Lists the pipelines of this repository with their schedules and newest runs.')
    .option('--env <name>', 'the environment whose runs to show', 'local')
    .option('--json', 'print JSON')
    .action(action(async (options: ListOptions) => (await import('./commands/list.ts')).listCommand(context, options)));
  defineNext(program, context, action);
  program
    .command('graph')
    .summary("draw a pipeline's tasks")
    .description('Draws which task needs which.')
    .argument('<pipeline>', 'its id or its file')
    .addOption(
      new Option('--format <format>', 'how to draw')
        .choices(['terminal', 'mermaid', 'dot', 'json'])
        .default('terminal'),
    )
    .option('--json', 'the same as --format json')
    .action(
      action(async (pipeline: string, options: GraphOptions) =>
        (await import('./commands/graph.ts')).graphCommand(context, pipeline, options),
      ),
    );
  defineDiff(program, context, action);
  defineImport(program, context, action);
  defineWorkflow(program, context, action);
}
