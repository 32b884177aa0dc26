import { carryOut } from '../command/carry-out.ts';
import type { Command } from '../command/command.ts';
import type { CommandDesk, Outcome } from '../command/desk.ts';
import { refused } from '../command/refused.ts';
import { Problem } from '../diagnostic/problem.ts';
import { type Markdown, md, plain } from '../report/markdown.ts';
import { IncidentBoard } from '../store/incident-board.ts';
import type { Office } from '../workspace/office.ts';
import { deskFor, ledgerOf } from './command-tools.ts';
import { type Desk, declined, type Job, type JobOutcome } from './job.ts';
import { officeOf } from './office-of.ts';
import { orBadNews } from './outcome-of.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';

/** What a button on the check run of a run asks for. */
export interface Pressed {
  /** Of the webhook: one that is sent again has the same. */
  readonly delivery: string;
  readonly button: Button;
  readonly run: string;
  readonly login: string;
}

export type Button = 'retry' | 'resume' | 'cancel';

/** Words for what was pressed. */
const labels: Readonly<Record<Button, string>> = { retry: 'Retry', resume: 'Resume', cancel: 'Cancel' };

/**
 * Does what a button asks, as a comment that says the same: once, and only for who may. A button has no place for an answer: it stands in the
 * issue of the run's incident, if there is one.
 */
export function buttonJob(at: RepositoryAddress, pressed: Pressed): Job {
  const key = `${nameOf(at)} ${pressed.run}`;
  return { kind: 'button', at, key, work: (desk) => orBadNews(() => press(desk, pressed)) };
}

async function press(desk: Desk, pressed: Pressed): Promise<JobOutcome> {
  const { login, delivery, button } = pressed;
  const permitted = await desk.forge.permissionOf(login);
  if (permitted.kind !== 'known') return declined(permitted);
  // GitHub shows buttons to who may write: nobody is to be told.
  if (permitted.permission !== 'write') return { kind: 'refused', why: `${login} may not write here` };
  const office = officeOf(desk, login);
  const ledger = ledgerOf(desk, office);
  const key = `delivery/${delivery}`;
  if ((await ledger.take(key)) !== 'ours') return { kind: 'done', what: 'nothing: it was taken up before' };
  const outcome = await obey(deskFor(desk, office), pressed);
  await tell(desk, office, pressed, outcome);
  await ledger.settle(key);
  return { kind: 'done', what: outcome.isDone ? button : `answered that nothing was done: ${outcome.body}` };
}

async function obey(desk: CommandDesk, { button, run, login }: Pressed): Promise<Outcome> {
  try {
    return await carryOut(commandOf(button, run), desk, { here: undefined, issue: 0, login });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refused(md`${plain(error.message)} ${plain(error.help)}`);
  }
}

function commandOf(button: Button, run: string): Command {
  switch (button) {
    case 'retry':
      return { kind: 'retry', targets: [run], tasks: [] };
    case 'resume':
      return { kind: 'resume', target: run };
    case 'cancel':
      return { kind: 'cancel', target: run };
    default:
      return button satisfies never;
  }
}

async function tell({ forge }: Desk, office: Office, pressed: Pressed, outcome: Outcome): Promise<void> {
  const issue = await issueOf(office, pressed.run);
  if (issue === undefined) return;
  await forge.ensureComment({ issue, key: `command/${pressed.delivery}`, body: answerTo(pressed, outcome) });
}

function answerTo({ login, button }: Pressed, { isDone, body }: Outcome): Markdown {
  const pressed = md`${plain(login)} has pressed “${plain(labels[button])}”`;
  return isDone ? md`${pressed}. ${body}` : md`${pressed}: nothing was done. ${body}`;
}

/** The issue of an incident that this run is an end of; none if the incidents cannot be read. */
async function issueOf({ refs, environment, randomness }: Office, run: string): Promise<number | undefined> {
  try {
    const { incidents } = await new IncidentBoard(refs, environment, randomness).book();
    const found = incidents.find(({ members }) =>
      Object.values(members).some(({ ends }) => ends.some((end) => end.run === run)),
    );
    return found?.told.issue?.id;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
