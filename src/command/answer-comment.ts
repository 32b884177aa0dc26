import { Problem } from '../diagnostic/problem.ts';
import type { CommandForge, Declined } from '../report/forge.ts';
import { code, type Markdown, md, plain } from '../report/markdown.ts';
import { blocks } from '../report/markdown-blocks.ts';
import { type CommandDesk, carryOut, type Outcome, refused } from './carry-out.ts';
import { parseComment } from './parse-comment.ts';

/** A comment that has just been written on an issue. */
export interface NewComment {
  readonly id: number;
  /** Number of the issue. */
  readonly issue: number;
  readonly login: string;
  readonly isBot: boolean;
  readonly body: string;
}

/** `ignored`: nothing was to be done. `failed`: nothing was done, since the forge did not say who asks or was not told. */
export type Answer =
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
  /** `untold`: why the reply could not be written. */
  | { readonly kind: 'answered'; readonly isDone: boolean; readonly text: string; readonly untold?: string };

/**
 * Does what a comment asks, once: a reaction shows that it was taken up, and whoever finds it does nothing. Who may write to the
 * repository may command; the forge is asked, since what an event says of a person's part in the repository is something else.
 */
export async function answerComment(comment: NewComment, forge: CommandForge, desk: CommandDesk): Promise<Answer> {
  if (comment.isBot) return { kind: 'ignored', why: 'a program has written it' };
  if (parseComment(comment.body).kind === 'none') return { kind: 'ignored', why: 'it does not begin with /segue' };
  const permitted = await forge.permissionOf(comment.login);
  if (permitted.kind !== 'known') return { kind: 'failed', why: permitted.why };
  const taken = await forge.react({ comment: comment.id, content: 'eyes' });
  if (taken.kind === 'refused' || taken.kind === 'unreachable') return { kind: 'failed', why: taken.why };
  if (taken.kind === 'unchanged') return { kind: 'ignored', why: 'it was taken up before' };
  if (permitted.permission !== 'write') return reply(comment, forge, refused(mayNot(comment.login)));
  return reply(comment, forge, await attempt(() => obey(comment, desk)));
}

async function obey({ issue, login, body }: NewComment, desk: CommandDesk): Promise<Outcome> {
  const here = await desk.subjectOf(issue);
  const parsed = parseComment(body, here);
  if (parsed.kind === 'none') return refused(md`It is no command.`);
  if (parsed.kind === 'wrong') return refused(md`${plain(parsed.message)} ${plain(parsed.help)}`);
  return carryOut(parsed.command, desk, { here, issue, login });
}

async function attempt(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return refused(md`${plain(error.message)} ${plain(error.help)} (${code(error.code)})`);
  }
}

async function reply({ id, issue, login, body }: NewComment, forge: CommandForge, outcome: Outcome): Promise<Answer> {
  const [line = ''] = body.split(/\r?\n/, 1);
  const text = outcome.isDone
    ? outcome.body
    : blocks(md`${code(line, 200)} by ${plain(login)}: nothing was done.`, outcome.body);
  const told = await forge.ensureComment({ issue, key: `command/${id}`, body: text });
  const shown = await forge.react({ comment: id, content: outcome.isDone ? 'rocket' : 'confused' });
  const untold = [told, shown].find((each): each is Declined => each.kind === 'refused' || each.kind === 'unreachable');
  const why = untold === undefined ? {} : { untold: untold.why };
  return { kind: 'answered', isDone: outcome.isDone, text, ...why };
}

function mayNot(login: string): Markdown {
  return md`Commands are taken from who may write to this repository; ${plain(login)} may not.`;
}
