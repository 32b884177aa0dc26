import { md } from '../report/markdown.ts';
import { carryOut } from './carry-out.ts';
import type { Command } from './command.ts';
import type { Circumstances, CommandDesk, Outcome } from './desk.ts';

/**
 * Does what is asked by a command that somebody took up and died over: what may be done twice is done. The rest is done if it is certain that it was
 * not; else it is said that nobody knows.
 *
 * @param since No later than when it was taken up first, by the forge's clock: milliseconds since the epoch. Absent: nobody knows.
 */
export async function carryOutLate(
  command: Command,
  desk: CommandDesk,
  where: Circumstances,
  since: number | undefined,
): Promise<Outcome> {
  if (isRepeatable(command)) return carryOut(command, desk, where);
  const mayBeDone = since === undefined || ((await desk.mayHaveStarted?.(since)) ?? true);
  return mayBeDone ? unknown : carryOut(command, desk, where);
}

export const unknown: Outcome = {
  isDone: false,
  isUnknown: true,
  body: md`Whoever took it up has died. The run and the list of workflow runs show what came of it. If it was not done, ask anew.`,
};

/** Each of the others starts another job when it is done twice. */
function isRepeatable({ kind }: Command): boolean {
  return kind !== 'run' && kind !== 'retry';
}
