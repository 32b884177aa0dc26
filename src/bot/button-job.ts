import { badNews } from '../command/bad-news.ts';
import { carryOut } from '../command/carry-out.ts';
import { carryOutLate } from '../command/carry-out-late.ts';
import type { Command } from '../command/command.ts';
import type { CommandDesk, Outcome } from '../command/desk.ts';
import { type Taken, unsettledMs } from '../command/ledger.ts';
import { Problem } from '../diagnostic/problem.ts';
import type { Ensured } from '../report/forge/forge.ts';
import { type Markdown, md, plain } from '../report/text/markdown.ts';
import { IncidentBoard } from '../store/shared/incident-board.ts';
import type { Office } from '../workspace/office.ts';
import { deskFor, ledgerOf } from './command-tools.ts';
import { type Desk, declined, type Job, type JobOutcome } from './job.ts';
import { officeOf } from './office-of.ts';
import { orBadNews } from './outcome-of.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import type { Found } from './webhook-event.ts';

/** What a button on the check run of a run asks for. */
export interface Pressed {
  /** Of the webhook: one that is sent again has the same. */
  readonly delivery: string;
  readonly button: Button;
  readonly run: string;
  readonly login: string;
  /** If it was not heard when it was pressed. */
  readonly found?: Found | undefined;
}

export type Button = 'retry' | 'resume' | 'cancel';

/** Words for what was pressed. */
const labels: Readonly<Record<Button, string>> = { retry: 'Retry', resume: 'Resume', cancel: 'Cancel' };

/** Whoever has pressed it waits no longer, as with comments. */
const waitedForMs = 2 * 60 * 60_000;
/** By so much our clock and GitHub's may differ. */
const clocksMs = 10 * 60_000;

/**
 * Does what a button asks, as a comment that says the same: once, and only for who may. A button has no place for an answer: it stands in the
 * issue of the run's incident, if there is one.
 */
export function buttonJob(at: RepositoryAddress, pressed: Pressed): Job {
  const key = `${nameOf(at)} ${pressed.run}`;
  return { kind: 'button', at, key, work: (desk) => orBadNews(() => press(desk, pressed)) };
}

async function press(desk: Desk, pressed: Pressed): Promise<JobOutcome> {
  const { login, delivery, found } = pressed;
  if (found !== undefined && found.sentAt < desk.clock.now() - waitedForMs)
    return { kind: 'refused', why: 'it was pressed hours ago' };
  const permitted = await desk.forge.permissionOf(login);
  if (permitted.kind !== 'known') return declined(permitted);
  // GitHub shows buttons to who may write: nobody is to be told.
  if (permitted.permission !== 'write') return { kind: 'refused', why: `${login} may not write here` };
  const office = officeOf(desk, login);
  const ledger = ledgerOf(desk, office);
  const key = keyOf(delivery);
  const taken = await ledger.take(key);
  if (taken === 'ours') return answer(desk, office, pressed, carryOut);
  if (taken !== 'unsettled') return takenBefore(taken);
  const since = await ledger.takenAt(key);
  const takenOver = await ledger.takeOver(key);
  if (takenOver !== 'ours') return takenBefore(takenOver);
  // By either clock: ours may be wrong, and GitHub may have been made to send it again.
  const from = since === undefined ? undefined : Math.min(since - clocksMs, found?.sentAt ?? since);
  return answer(desk, office, pressed, (command, ...rest) => carryOutLate(command, ...rest, from));
}

function keyOf(delivery: string): string {
  return `delivery/${delivery}`;
}

/** Whoever is at it may die over it: who comes then finishes it. */
function takenBefore(taken: Exclude<Taken, 'ours'>): JobOutcome {
  if (taken === 'settled') return { kind: 'done', what: 'nothing: it was taken up before' };
  return { kind: 'later', why: 'somebody has taken it up', afterMs: unsettledMs };
}

/** An answer that may come through later leaves it open, so that somebody gives it. */
async function answer(desk: Desk, office: Office, pressed: Pressed, carry: typeof carryOut): Promise<JobOutcome> {
  const outcome = await obey(deskFor(desk, office), pressed, carry);
  const told = await tell(desk, office, pressed, outcome);
  if (told?.kind === 'unreachable') return { kind: 'later', why: told.why, afterMs: unsettledMs };
  await ledgerOf(desk, office).settle(keyOf(pressed.delivery));
  return { kind: 'done', what: outcome.isDone ? pressed.button : `answered that nothing was done: ${outcome.body}` };
}

async function obey(desk: CommandDesk, { button, run, login }: Pressed, carry: typeof carryOut): Promise<Outcome> {
  try {
    return await carry(commandOf(button, run), desk, { here: undefined, issue: 0, login });
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return badNews(error);
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

async function tell({ forge }: Desk, office: Office, pressed: Pressed, outcome: Outcome): Promise<Ensured | undefined> {
  const issue = await issueOf(office, pressed.run);
  if (issue === undefined) return undefined;
  return forge.ensureComment({ issue, key: `command/${pressed.delivery}`, body: answerTo(pressed, outcome) });
}

function answerTo({ login, button }: Pressed, { isDone, isUnknown, body }: Outcome): Markdown {
  const pressed = md`${plain(login)} has pressed “${plain(labels[button])}”`;
  if (isDone) return md`${pressed}. ${body}`;
  return md`${pressed}: ${plain(isUnknown ? 'whether it was done is not known' : 'nothing was done')}. ${body}`;
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
