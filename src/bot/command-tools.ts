import type { AnswerTools } from '../command/answer-comment.ts';
import type { CommandDesk } from '../command/desk.ts';
import { Problem } from '../diagnostic/problem.ts';
import { CommandBoard } from '../store/command-board.ts';
import { commandDesk } from '../workspace/desk/command-desk.ts';
import { rollbackDesk } from '../workspace/desk/rollback-desk.ts';
import type { Office } from '../workspace/office.ts';
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
  return commandDesk({
    office,
    starter: { forge, branch, workflow: workflowFileName },
    code: async () => (await defaultCode(desk)) ?? noBranch(branch),
    rollbacks: rollbackDesk({ forge, branch, codeAt: (commit) => codeOfCommit(desk, commit) }),
  });
}

export function ledgerOf({ clock }: Pick<Desk, 'clock'>, { refs, environment, randomness }: Office): CommandBoard {
  return new CommandBoard({ refs, environment, chance: randomness, now: () => clock.now() });
}

function noBranch(branch: string): never {
  throw new Problem('SG718', `There is no branch ${branch}.`, 'Push it first.');
}
