import { code, type Markdown, md, plain } from '../report/text/markdown.ts';
import { formatInstant } from '../report/text/time-text.ts';
import { readApproval } from './approval.ts';
import type { Command } from './command.ts';
import type { Circumstances, CommandDesk, Outcome } from './desk.ts';
import { helpPage } from './help-page.ts';
import { refused } from './refused.ts';
import { rollBack } from './roll-back.ts';
import { named, startJob } from './start-job.ts';

export type { ApprovalDesk, CommandDesk, Outcome } from './desk.ts';

/** Does what is asked. */
export async function carryOut(command: Command, desk: CommandDesk, where: Circumstances): Promise<Outcome> {
  if (command.kind === 'ack' || command.kind === 'snooze') return quieten(command, desk, where);
  if (command.kind === 'approve') return approve(command, desk, where);
  if (command.kind === 'plan') return planAnew(desk, where);
  if (command.kind === 'rollback') return rollBack(command, desk, where);
  return { isDone: true, body: await work(command, desk) };
}

type Quieting = Extract<Command, { kind: 'ack' | 'snooze' }>;

type Approving = Extract<Command, { kind: 'approve' }>;

async function approve(
  { code: finding, words }: Approving,
  { approvals }: CommandDesk,
  { issue, login, writtenAt }: Circumstances,
): Promise<Outcome> {
  const pipelines = await approvals?.pipelinesOf(issue);
  if (approvals === undefined || pipelines === undefined) {
    return refused(md`Findings are approved at the open pull request that has them; this is none that is reviewed.`);
  }
  const approval = readApproval(finding, words, pipelines);
  if (approval !== undefined) return approvals.approve(issue, approval, login, writtenAt);
  return refused(md`It does not say why. It is typed so: ${code('/segue approve <code> [pipeline] <why>')}`);
}

async function planAnew({ approvals }: CommandDesk, { issue }: Circumstances): Promise<Outcome> {
  if (approvals?.plan !== undefined && (await approvals.pipelinesOf(issue)) !== undefined) return approvals.plan(issue);
  return refused(md`This is no open pull request that is reviewed: there is nothing to judge anew.`);
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

type Elsewhere = Quieting | Approving | Extract<Command, { kind: 'plan' | 'rollback' }>;

async function work(command: Exclude<Command, Elsewhere>, desk: CommandDesk): Promise<Markdown> {
  switch (command.kind) {
    case 'help':
      return helpPage();
    case 'run':
    case 'retry':
    case 'resume':
    case 'backfill':
      return startJob(command, desk);
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
