import { Problem } from '../diagnostic/problem.ts';
import { code, joinMarkdown, type Markdown, md, ownLink, plain } from '../report/text/markdown.ts';
import type { Command } from './command.ts';
import type { CommandDesk, MeantRun, StartedJob } from './desk.ts';

type Starting = Extract<Command, { kind: 'run' | 'retry' | 'resume' | 'backfill' }>;

/** Characters of a param's value that are shown. */
const longestValue = 60;

/** Asks for what takes a job of its own; gives what is said of it. */
export async function startJob(command: Starting, desk: CommandDesk): Promise<Markdown> {
  switch (command.kind) {
    case 'run': {
      const { kind: _, ...asked } = command;
      const started = await desk.run(asked);
      return md`Asked for a job that runs ${code(asked.pipeline)}${termsOf(command)}: ${jobOf(started)}.`;
    }
    case 'retry':
      return retry(command, desk);
    case 'resume': {
      const started = await desk.resume(command.target);
      return md`Asked for a job that goes on with ${named(started.meant)}: ${jobOf(started)}.`;
    }
    case 'backfill': {
      const started = await desk.backfill(command.backfill);
      return md`Asked for a job that begins what is left of ${code(command.backfill)} (${code(started.pipeline)}): ${jobOf(started)}.`;
    }
    default:
      return command satisfies never;
  }
}

async function retry(
  { targets, tasks }: Extract<Command, { kind: 'retry' }>,
  desk: Pick<CommandDesk, 'findEnded' | 'retry'>,
): Promise<Markdown> {
  const done: Markdown[] = [];
  const failed: Problem[] = [];
  for (const target of targets) {
    try {
      const meant = await desk.findEnded(target);
      done.push(md`${named(meant)}: ${jobOf(await desk.retry(meant, tasks))}`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      failed.push(error);
      done.push(md`${code(target)}: not asked for, or not confirmed. ${plain(error.message)}`);
    }
  }
  // What others were asked for stands, whatever became of one.
  if (failed.length === targets.length && failed[0] !== undefined) throw failed[0];
  const what = tasks.length === 0 ? md`what did not succeed` : joinMarkdown(tasks.map(asCode), ', ');
  return md`Asked for a job that runs ${what} again, with the newest code. ${joinMarkdown(done, ', ')}.`;
}

function termsOf({ params, interval }: Extract<Command, { kind: 'run' }>): Markdown {
  const given = Object.entries(params).map(([name, value]) => code(`${name}=${value}`, longestValue));
  const terms = [...given, ...(interval === undefined ? [] : [md`the interval ${code(interval, longestValue)}`])];
  return terms.length === 0 ? plain('') : md` with ${joinMarkdown(terms, ', ')}`;
}

function jobOf({ page }: StartedJob): Markdown {
  return page === undefined ? plain('see this repository’s workflow runs') : ownLink(plain('the job'), page);
}

export function named({ run, pipeline }: MeantRun): Markdown {
  return md`${code(run)} (${code(pipeline)})`;
}

function asCode(text: string): Markdown {
  return code(text);
}
