import { Problem } from '../diagnostic/problem.ts';
import type { CommandForge, Declined } from '../report/forge/forge.ts';
import { type Markdown, md, plain } from '../report/text/markdown.ts';
import { badNews } from './bad-news.ts';
import { carryOut } from './carry-out.ts';
import { carryOutLate, unknown } from './carry-out-late.ts';
import type { CommandDesk, Outcome } from './desk.ts';
import type { CommandLedger, Taken } from './ledger.ts';
import { parseComment } from './parse-comment.ts';
import { refused } from './refused.ts';
import { type Answer, type NewComment, replyKey, tell } from './reply.ts';

/** With what comments are answered. */
export interface AnswerTools {
  readonly forge: CommandForge;
  readonly desk: CommandDesk;
  readonly ledger: CommandLedger;
}

/**
 * Does what a comment asks, once among all who hear of it: the ledger says who. A reaction shows that it was taken up. Who may write to
 * the repository may command; the forge is asked, since what an event says of a person's part in the repository is something else.
 */
export async function answerComment(comment: NewComment, tools: AnswerTools): Promise<Answer> {
  const { forge, ledger } = tools;
  const asked = await askedBy(comment, forge);
  if (asked !== 'may') return asked;
  const key = commentKey(comment.id);
  const taken = await known(() => ledger.take(key));
  if (taken instanceof Problem) return { kind: 'failed', why: taken.message };
  if (taken === 'unsettled') return answerLate(comment, false, tools);
  if (taken !== 'ours') return { kind: 'ignored', why: wordsFor[taken] };
  const shown = await forge.react({ comment: comment.id, content: 'eyes' });
  // From before there was a ledger, or so old that the ledger has forgotten it.
  if (shown.kind === 'unchanged') return { kind: 'ignored', why: wordsFor.settled };
  return reply(comment, tools, await attempt(() => obey(comment, tools.desk)));
}

/**
 * Answers a comment that somebody took up and never answered, since they died: see `carryOutLate`. Where a reply stands only the note of it was
 * lost, and nothing is done again.
 *
 * @param isEdited Since it was written: then it may say something else by now.
 */
export async function answerLate(comment: NewComment, isEdited: boolean, tools: AnswerTools): Promise<Answer> {
  const { forge, ledger, desk } = tools;
  const asked = await askedBy(comment, forge);
  if (asked !== 'may') return asked;
  const taken = await known(() => ledger.takeOver(commentKey(comment.id)));
  if (taken instanceof Problem) return { kind: 'failed', why: taken.message };
  if (taken !== 'ours') return { kind: 'ignored', why: wordsFor[taken] };
  const replied = await forge.hasReply({ issue: comment.issue, key: replyKey(comment.id) });
  if (replied.kind !== 'known') return { kind: 'failed', why: replied.why };
  if (replied.isThere) {
    await known(() => ledger.settle(commentKey(comment.id)));
    return { kind: 'ignored', why: 'it was answered before' };
  }
  const others = await known(() => ledger.known());
  if (others instanceof Problem) return { kind: 'failed', why: others.message };
  await forge.react({ comment: comment.id, content: 'eyes' });
  const isOvertaken = [...others].some((key) => numberIn(key) > comment.id);
  const since = comment.writtenAt === undefined ? undefined : Date.parse(comment.writtenAt);
  const late: typeof carryOut = (command, ...rest) => carryOutLate(command, ...rest, since, isOvertaken);
  return reply(comment, tools, await attempt(async () => (isEdited ? unknown : obey(comment, desk, late))));
}

export function commentKey(id: number): string {
  return `comment/${id}`;
}

/** Those of GitHub grow; of what is no comment it is none. */
function numberIn(key: string): number {
  return Number(/^comment\/(\d{1,15})$/.exec(key)?.[1] ?? Number.NaN);
}

const wordsFor: Readonly<Record<Exclude<Taken, 'ours'>, string>> = {
  'going on': 'somebody is at it',
  unsettled: 'it was taken up before, and never answered',
  settled: 'it was taken up before',
};

/** Strangers are told once that they may not, and leave no trace in the state. */
async function askedBy(comment: NewComment, forge: CommandForge): Promise<'may' | Answer> {
  if (comment.isBot) return { kind: 'ignored', why: 'a program has written it' };
  if (parseComment(comment.body).kind === 'none') return { kind: 'ignored', why: 'it does not begin with /segue' };
  const permitted = await forge.permissionOf(comment.login);
  if (permitted.kind !== 'known') return failed(permitted);
  if (permitted.permission === 'write') return 'may';
  const shown = await forge.react({ comment: comment.id, content: 'eyes' });
  if (shown.kind === 'refused' || shown.kind === 'unreachable') return failed(shown);
  if (shown.kind === 'unchanged') return { kind: 'ignored', why: wordsFor.settled };
  return tell(comment, forge, refused(mayNot(comment.login)));
}

function failed({ kind, why }: Declined): Answer {
  return { kind: 'failed', why, ...(kind === 'refused' ? { isRefused: true } : {}) };
}

async function known<T>(work: () => Promise<T>): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

async function obey(
  { issue, login, body, writtenAt }: NewComment,
  desk: CommandDesk,
  carry: typeof carryOut = carryOut,
): Promise<Outcome> {
  const here = await desk.subjectOf(issue);
  const parsed = parseComment(body, here);
  if (parsed.kind === 'none') return refused(md`It is no command.`);
  if (parsed.kind === 'wrong') return refused(md`${plain(parsed.message)} ${plain(parsed.help)}`);
  return carry(parsed.command, desk, { here, issue, login, ...(writtenAt === undefined ? {} : { writtenAt }) });
}

async function attempt(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return badNews(error);
  }
}

/** An answer that may come through later leaves the command open, so that somebody gives it. */
async function reply(comment: NewComment, { forge, ledger }: AnswerTools, outcome: Outcome): Promise<Answer> {
  const { isLater, ...answer } = await tell(comment, forge, outcome);
  if (!isLater) await known(() => ledger.settle(commentKey(comment.id)));
  return answer;
}

function mayNot(login: string): Markdown {
  return md`Commands are taken from who may write to this repository; ${plain(login)} may not.`;
}
