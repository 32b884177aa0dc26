import type { CommandForge, Declined } from '../report/forge/forge.ts';
import { code, md, plain } from '../report/text/markdown.ts';
import { blocks } from '../report/text/markdown-blocks.ts';
import type { Outcome } from './desk.ts';

/** A comment that has just been written on an issue. */
export interface NewComment {
  readonly id: number;
  /** Number of the issue. */
  readonly issue: number;
  readonly login: string;
  readonly isBot: boolean;
  readonly body: string;
  /** By the forge's clock. ISO 8601; absent where it is not known. */
  readonly writtenAt?: string;
}

/**
 * `ignored`: nothing was to be done. `failed`: nothing was done, since the forge did not say who asks or was not told. `isRefused`: it would
 * say so again.
 */
export type Answer =
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string; readonly isRefused?: true }
  /** `untold`: why the reply could not be written. */
  | { readonly kind: 'answered'; readonly isDone: boolean; readonly text: string; readonly untold?: string };

/** Of the reply to a comment. */
export function replyKey(comment: number): string {
  return `command/${comment}`;
}

/**
 * Tells what came of a comment, by one reply and a reaction. The reply of another program that has heard of it is as good: of what strangers ask the
 * ledger knows nothing.
 *
 * `isLater`: the reply was not taken, and may be in a while.
 */
export async function tell(
  { id, issue, login, body }: NewComment,
  forge: CommandForge,
  outcome: Outcome,
): Promise<Answer & { readonly isLater: boolean }> {
  const [line = ''] = body.split(/\r?\n/, 1);
  const what = outcome.isUnknown ? 'whether it was done is not known' : 'nothing was done';
  const text = outcome.isDone
    ? outcome.body
    : blocks(md`${code(line, 200)} by ${plain(login)}: ${plain(what)}.`, outcome.body);
  const told = await forge.ensureComment({ issue, key: replyKey(id), body: text, orAnothers: true });
  const shown = await forge.react({ comment: id, content: outcome.isDone ? 'rocket' : 'confused' });
  const untold = [told, shown].find((each): each is Declined => each.kind === 'refused' || each.kind === 'unreachable');
  const why = untold === undefined ? {} : { untold: untold.why };
  return { kind: 'answered', isDone: outcome.isDone, text, ...why, isLater: told.kind === 'unreachable' };
}
