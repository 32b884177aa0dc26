import { Problem } from '../diagnostic/problem.ts';
import { md, plain } from '../report/text/markdown.ts';
import { carryOut } from './carry-out.ts';
import type { Command } from './command.ts';
import type { Circumstances, CommandDesk, Outcome } from './desk.ts';

/**
 * Does what is asked by a command that somebody took up and died over, if it is harmless now: what may be done twice, what nobody has changed
 * since, and what is certain not to have been done. Else it is said that nobody knows.
 *
 * @param since No later than when it was taken up first, by the forge's clock: milliseconds since the epoch. Absent: nobody knows.
 * @param isOvertaken Somebody has asked for something after it.
 */
export async function carryOutLate(
  command: Command,
  desk: CommandDesk,
  where: Circumstances,
  since: number | undefined,
  isOvertaken = false,
): Promise<Outcome> {
  switch (natureOf(command)) {
    case 'repeatable':
      return carryOut(command, desk, where);
    case 'changing':
      return isOvertaken ? unknown : again(command, desk, where);
    case 'starting': {
      const mayBeDone = since === undefined || ((await desk.mayHaveStarted?.(since)) ?? true);
      return mayBeDone ? unknown : carryOut(command, desk, where);
    }
    case 'of its time':
      return unknown;
  }
}

export const unknown: Outcome = {
  isDone: false,
  isUnknown: true,
  body: md`Whoever took it up has died. The run and the list of workflow runs show what came of it. If it was not done, ask anew.`,
};

/**
 * `repeatable`: twice is the same as once. `changing`: the same, unless somebody has changed it since. `starting`: each time another job.
 * `of its time`: what it means then is not what it means now.
 */
type Nature = 'repeatable' | 'changing' | 'starting' | 'of its time';

function natureOf(command: Command): Nature {
  switch (command.kind) {
    case 'help':
    case 'plan':
    case 'approve':
    case 'rollback':
    case 'resume':
    case 'backfill':
      return 'repeatable';
    case 'run':
    case 'retry':
      return 'starting';
    case 'cancel':
    case 'mark':
      // A pipeline's newest run may be another one by now.
      return command.target.startsWith('r-') ? 'changing' : 'of its time';
    case 'pause':
    case 'unpause':
    case 'ack':
    case 'snooze':
      return 'changing';
    default:
      return command satisfies never;
  }
}

/** What stands in the way may be what was done the first time: a run that has ended. */
async function again(command: Command, desk: CommandDesk, where: Circumstances): Promise<Outcome> {
  try {
    return await carryOut(command, desk, where);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { ...unknown, body: md`${unknown.body} Now it is so: ${plain(error.message)}` };
  }
}
