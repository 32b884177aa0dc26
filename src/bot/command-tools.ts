import type { AnswerTools } from '../command/answer-comment.ts';
import type { CommandDesk } from '../command/desk.ts';
import { Problem } from '../diagnostic/problem.ts';
import { outcomeOf } from '../github/outcome.ts';
import { startedRuns } from '../github/started-runs.ts';
import { CommandBoard } from '../store/shared/command-board.ts';
import { commandDesk } from '../workspace/desk/command-desk.ts';
import { rollbackDesk } from '../workspace/desk/rollback-desk.ts';
import type { Office } from '../workspace/office.ts';
import { NotGiven } from '../workspace/review/forge-answer.ts';
import type { Code } from '../workspace/tick/code.ts';
import { workflowFileName } from '../workspace/workflow-file.ts';
import { codeOfCommit, defaultCode } from './default-code.ts';
import type { Desk } from './job.ts';
import { officeOf } from './office-of.ts';

/** With what the App answers comments: the same desk as a job's, over GitHub's API. */
export function commandTools(desk: Desk, login: string): AnswerTools {
  const office = officeOf(desk, login);
  return { forge: desk.forge, desk: deskFor(desk, office), ledger: ledgerOf(desk, office) };
}

export function deskFor(desk: Desk, office: Office): CommandDesk {
  const { forge, at } = desk;
  const branch = at.defaultBranch;
  const known = commandDesk({
    office,
    starter: { forge, branch, workflow: workflowFileName },
    code: () => knownCode(desk),
    approvals: desk.approvals,
    rollbacks: rollbackDesk({ forge, branch, codeAt: (commit) => codeOfCommit(desk, commit) }),
  });
  return { ...known, mayHaveStarted: (since) => mayHaveStarted(desk, since) };
}

/** As far as GitHub says who has started what: it does not say for what. */
async function mayHaveStarted({ client, login: own }: Desk, since: number): Promise<boolean> {
  const started = await startedRuns(client, workflowFileName, since).catch(outcomeOf);
  return 'kind' in started || started.some(({ login = own }) => login === own);
}

export function ledgerOf({ clock }: Pick<Desk, 'clock'>, { refs, environment, randomness }: Office): CommandBoard {
  return new CommandBoard({ refs, environment, chance: randomness, now: () => clock.now() });
}

/** Who has asked is told why nothing is done. */
async function knownCode(desk: Desk): Promise<Code> {
  try {
    const code = await defaultCode(desk);
    if (code !== undefined) return code;
  } catch (error) {
    if (!(error instanceof NotGiven)) throw error;
    const message = `GitHub does not give the files of the default branch: ${error.declined.why}`;
    throw new Problem('SG609', message, 'Write the comment anew in a while.');
  }
  throw new Problem('SG718', `There is no branch ${desk.at.defaultBranch}.`, 'Push it first.');
}
