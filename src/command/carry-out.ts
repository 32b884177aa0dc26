import { code, joinMarkdown, type Markdown, md, ownLink, plain } from '../report/markdown.ts';
import { formatInstant } from '../report/time-text.ts';
import { type Approval, readApproval } from './approval.ts';
import type { Command, Subject } from './command.ts';
import { helpPage } from './help-page.ts';

export interface MeantRun {
  readonly run: string;
  readonly pipeline: string;
}

/** What carries commands out, for one environment. All throw `Problem` for what cannot be done. */
export interface CommandDesk {
  /** The incident whose issue this is. */
  subjectOf(issue: number): Promise<Subject | undefined>;
  /** The run with this id or beginning of an id, or the newest of the pipeline; it must have ended. */
  findEnded(target: string): Promise<MeantRun>;
  /** The same, or of the pipeline the newest that goes on. */
  findGoingOn(target: string): Promise<MeantRun>;
  /** Asks for a job that has the code and the secrets; it must have these tasks. Gives the job's page, if the forge says which it is. */
  retry(meant: MeantRun, tasks: readonly string[]): Promise<{ readonly page?: string }>;
  mark(meant: MeantRun, task: string, state: 'success' | 'skipped', reason: string): Promise<void>;
  /** `asked`: whoever works on it ends it soon. */
  cancel(meant: MeantRun, reason: string | undefined): Promise<'asked' | 'ended'>;
  ack(incident: string, by: string): Promise<void>;
  /** Gives until when, as an instant in UTC. */
  snooze(incident: string, by: string, ms: number): Promise<string>;
  /** False if it was paused before. */
  pause(pipeline: string, reason: string | undefined): Promise<boolean>;
  /** False if it was not paused. */
  unpause(pipeline: string, reason: string | undefined): Promise<boolean>;
  /** Absent where no pull requests are reviewed. */
  readonly approvals?: ApprovalDesk;
}

/** What takes down that a finding of a pull request may stand. */
export interface ApprovalDesk {
  /** Ids of the pipelines that an open pull request changes, before and after; `undefined` if there is none of this number. */
  pipelinesOf(pull: number): Promise<ReadonlySet<string> | undefined>;
  /** Takes it down for the newest commit of the pull request, and judges that anew. Whether it counts is for the policy to say. */
  approve(pull: number, approval: Approval, login: string): Promise<Outcome>;
}

export interface Outcome {
  readonly isDone: boolean;
  /** What was done, or why nothing was. */
  readonly body: Markdown;
}

export interface Circumstances {
  readonly here: Subject | undefined;
  /** Number of the issue or pull request where it was asked. */
  readonly issue: number;
  /** Who asks. */
  readonly login: string;
}

export function refused(body: Markdown): Outcome {
  return { isDone: false, body };
}

/** Does what is asked. */
export async function carryOut(command: Command, desk: CommandDesk, where: Circumstances): Promise<Outcome> {
  if (command.kind === 'ack' || command.kind === 'snooze') return quieten(command, desk, where);
  if (command.kind === 'approve') return approve(command, desk, where);
  return { isDone: true, body: await work(command, desk) };
}

type Quieting = Extract<Command, { kind: 'ack' | 'snooze' }>;

type Approving = Extract<Command, { kind: 'approve' }>;

async function approve(
  { code: finding, words }: Approving,
  { approvals }: CommandDesk,
  { issue, login }: Circumstances,
): Promise<Outcome> {
  const pipelines = await approvals?.pipelinesOf(issue);
  if (approvals === undefined || pipelines === undefined) {
    return refused(md`Findings are approved at the open pull request that has them; this is none that is reviewed.`);
  }
  const approval = readApproval(finding, words, pipelines);
  if (approval !== undefined) return approvals.approve(issue, approval, login);
  return refused(md`It does not say why. It is typed so: ${code('/segue approve <code> [pipeline] <why>')}`);
}

async function quieten(command: Quieting, desk: CommandDesk, { here, login }: Circumstances): Promise<Outcome> {
  if (here === undefined) return refused(md`This is no issue of an incident: there is nothing to be quiet about.`);
  if (command.kind === 'snooze') {
    const until = await desk.snooze(here.incident, login, command.ms);
    return { isDone: true, body: md`Quiet until ${plain(formatInstant(until))}.` };
  }
  await desk.ack(here.incident, login);
  return { isDone: true, body: md`${plain(login)} is on it: nobody else is told.` };
}

async function work(command: Exclude<Command, Quieting | Approving>, desk: CommandDesk): Promise<Markdown> {
  switch (command.kind) {
    case 'help':
      return helpPage();
    case 'retry':
      return retry(command, desk);
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

async function retry(
  { targets, tasks }: Extract<Command, { kind: 'retry' }>,
  desk: Pick<CommandDesk, 'findEnded' | 'retry'>,
): Promise<Markdown> {
  const done: Markdown[] = [];
  for (const target of targets) {
    const meant = await desk.findEnded(target);
    const { page } = await desk.retry(meant, tasks);
    const where = page === undefined ? plain('see this repository’s workflow runs') : ownLink(plain('the job'), page);
    done.push(md`${named(meant)}: ${where}`);
  }
  const what = tasks.length === 0 ? md`what did not succeed` : joinMarkdown(tasks.map(asCode), ', ');
  return md`Asked for a job that runs ${what} again, with the newest code. ${joinMarkdown(done, ', ')}.`;
}

function named({ run, pipeline }: MeantRun): Markdown {
  return md`${code(run)} (${code(pipeline)})`;
}

function asCode(text: string): Markdown {
  return code(text);
}
