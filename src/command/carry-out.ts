import { code, joinMarkdown, type Markdown, md, plain } from '../report/markdown.ts';
import type { Command } from './command.ts';
import { helpPage } from './help-page.ts';

export interface MeantRun {
  readonly run: string;
  readonly pipeline: string;
}

/** What carries commands out, for one environment. All throw `Problem` for what cannot be done. */
export interface CommandDesk {
  /** The run with this id or beginning of an id, or the newest of the pipeline; it must have ended. */
  findEnded(target: string): Promise<MeantRun>;
  /** The same, or of the pipeline the newest that goes on. */
  findGoingOn(target: string): Promise<MeantRun>;
  /** Asks for a job that has the code and the secrets; it must have these tasks. */
  retry(meant: MeantRun, tasks: readonly string[]): Promise<void>;
  mark(meant: MeantRun, task: string, state: 'success' | 'skipped', reason: string): Promise<void>;
  /** `asked`: whoever works on it ends it soon. */
  cancel(meant: MeantRun, reason: string | undefined): Promise<'asked' | 'ended'>;
  /** False if it was paused before. */
  pause(pipeline: string, reason: string | undefined): Promise<boolean>;
  /** False if it was not paused. */
  unpause(pipeline: string, reason: string | undefined): Promise<boolean>;
}

/** Does what is asked, and says what was done. */
export async function carryOut(command: Command, desk: CommandDesk): Promise<Markdown> {
  switch (command.kind) {
    case 'help':
      return helpPage();
    case 'retry': {
      const meant = await desk.findEnded(command.target);
      await desk.retry(meant, command.tasks);
      const what =
        command.tasks.length === 0 ? md`what did not succeed` : joinMarkdown(command.tasks.map(asCode), ', ');
      return md`Asked for a job that runs ${what} of ${named(meant)} again, with the newest code. It shows among this repository's workflow runs.`;
    }
    case 'mark': {
      const { target, task, state, reason } = command;
      const meant = await desk.findEnded(target);
      await desk.mark(meant, task, state, reason);
      return md`Marked ${code(task)} of ${named(meant)} as ${plain(state)}. What waits for it runs with ${code(`/segue retry ${meant.run}`)}.`;
    }
    case 'cancel': {
      const meant = await desk.findGoingOn(command.target);
      const how = await desk.cancel(meant, command.reason);
      return how === 'ended'
        ? md`Ended ${named(meant)}: nobody worked on it.`
        : md`Asked whoever works on ${named(meant)} to end it, which takes a minute or two. If nobody is there any more the next tick ends it.`;
    }
    case 'pause':
      return (await desk.pause(command.pipeline, command.reason))
        ? md`Paused ${code(command.pipeline)}: nothing of it starts by itself until ${code(`/segue unpause ${command.pipeline}`)}.`
        : md`${code(command.pipeline)} was paused before, and stays so.`;
    case 'unpause':
      return (await desk.unpause(command.pipeline, command.reason))
        ? md`${code(command.pipeline)} is paused no more. What fell due meanwhile follows its ${code('catchup')}.`
        : md`${code(command.pipeline)} was not paused.`;
    default:
      return command satisfies never;
  }
}

function named({ run, pipeline }: MeantRun): Markdown {
  return md`${code(run)} (${code(pipeline)})`;
}

function asCode(text: string): Markdown {
  return code(text);
}
