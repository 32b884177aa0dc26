import { type Command, InvalidArgumentError } from 'commander';
import { mostFires } from '../schedule/fires.ts';
import { readMoment } from '../schedule/moment.ts';
import type { NextOptions } from './commands/next.ts';
import type { ActionMaker, CommandContext } from './context.ts';
import { parseCount } from './parse-options.ts';

/** `segue next`: what the schedules say, whatever has run. */
export function defineNext(program: Command, context: CommandContext, action: ActionMaker): void {
  program
    .command('next')
    .summary('show when pipelines fire next')
    .description('Lists the next fire times of pipelines, each with the interval that it ends. Nothing is run.')
    .argument('[pipeline...]', 'ids or files; all pipelines without any')
    .option(
      '--from <time>',
      'fires after this date or instant; without an offset in the timezone of the schedule',
      parseFrom,
    )
    .option('--count <number>', 'fires of each pipeline; 5 without it', parseFires)
    .option('--json', 'print JSON, with instants in UTC')
    .action(
      action(async (pipelines: string[], options: NextOptions) =>
        (await import('./commands/next.ts')).nextCommand(context, pipelines, options),
      ),
    );
}

function parseFires(text: string): number {
  const count = parseCount(text);
  if (count > mostFires) throw new InvalidArgumentError(`${mostFires} are the most.`);
  return count;
}

function parseFrom(text: string): string {
  if (readMoment(text, 'UTC') !== undefined) return text;
  throw new InvalidArgumentError('Give a date (2026-01-31) or an instant (2026-01-31T05:00Z).');
}
