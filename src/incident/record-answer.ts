import type { Ensured } from '../report/forge/forge.ts';
import type { Instant } from '../run/document.ts';
import { unreachable } from '../run/states.ts';
import { incidentBounds } from './bounds.ts';
import type { Book } from './incident.ts';
import { replaced } from './members.ts';
import type { ToldComment, ToldIncident } from './told.ts';
import type { IncidentWish, WishedComment, WishedIssue } from './wishes.ts';

/**
 * The book after a forge has answered. What it shows is not wished again. What it refuses is not tried again as it is, and a few
 * times at most otherwise. What it did not answer stays as it is, but for that it may have arrived.
 */
export function recordAnswer(book: Book, wish: IncidentWish, answer: Ensured, at: Instant): Book {
  const incident = book.incidents.find(({ id }) => id === wish.incident);
  if (incident === undefined) return book;
  const told =
    wish.kind === 'issue' ? afterIssue(incident.told, wish, answer, at) : afterComment(incident.told, wish, answer, at);
  return told === incident.told ? book : replaced(book, { ...incident, told });
}

type Shown = Extract<Ensured, { readonly id: number }>;

function afterIssue(told: ToldIncident, wish: WishedIssue, answer: Ensured, at: Instant): ToldIncident {
  const { page, opening } = wish;
  switch (answer.kind) {
    case 'created':
    case 'updated':
    case 'unchanged': {
      const { refused: _, asked: __, asking: ___, closed: ____, mayBeTwice: _____, ...rest } = told;
      const comments = wish.covers.reduce((all, key) => withComment(all, key, { page: true }), told.comments);
      const closed = wish.wish.closedAs !== undefined ? { closed: true as const } : {};
      const issue = { id: answer.id, url: answer.url };
      return {
        ...rest,
        ...twiceOf(told, wish, answer, at),
        issue: isRace(wish, told.issue) ? older(told.issue, issue) : issue,
        page,
        ...closed,
        comments,
      };
    }
    case 'refused': {
      const { asking: _, ...rest } = told;
      const times = told.refused?.opening === opening ? told.refused.times + 1 : 1;
      return { ...rest, refused: { page, why: answer.why, times, opening, at } };
    }
    case 'unreachable': {
      const { asking: _, ...rest } = told;
      return told.issue !== undefined || told.asked === true ? told : { ...rest, asked: true };
    }
    default:
      return unreachable(answer);
  }
}

/** What a second process has made at the same time is one too many, like what is made late. */
function twiceOf(
  told: ToldIncident,
  wished: WishedIssue,
  answer: Shown,
  at: Instant,
): Pick<ToldIncident, 'mayBeTwice'> {
  const { wish } = wished;
  const isAnother = isRace(wished, told.issue) && told.issue?.id !== answer.id;
  const isLate = answer.kind === 'created' && told.asked === true;
  if (answer.mayBeTwice === true || isAnother || isLate) return { mayBeTwice: at };
  return stillTwice(told.mayBeTwice, wish.mayBeTwice === true, at);
}

/** Until it was looked for long enough after the request. */
function stillTwice(since: Instant | undefined, isLooked: boolean, at: Instant): { readonly mayBeTwice?: Instant } {
  if (since === undefined) return {};
  const isOver = isLooked && Date.parse(at) - Date.parse(since) >= incidentBounds.lateMs;
  return isOver ? {} : { mayBeTwice: since };
}

/** Whoever asked did not know of what is known by now. One that it knew of and that is gone is replaced. */
function isRace({ wish }: WishedIssue | WishedComment, known: { readonly id: number } | undefined): boolean {
  return wish.id === undefined && known !== undefined;
}

function older<T extends { readonly id: number }>(known: T | undefined, made: T): T {
  return known !== undefined && known.id < made.id ? known : made;
}

function afterComment(told: ToldIncident, wish: WishedComment, answer: Ensured, at: Instant): ToldIncident {
  const { change } = wish;
  switch (answer.kind) {
    case 'created':
    case 'updated':
    case 'unchanged': {
      const comment = shownComment(told.comments[change], wish, answer, at);
      return { ...told, comments: withComment(told.comments, change, comment) };
    }
    case 'refused':
      return { ...told, comments: withComment(told.comments, change, { refused: answer.why }) };
    case 'unreachable':
      return told;
    default:
      return unreachable(answer);
  }
}

function shownComment(known: ToldComment | undefined, wished: WishedComment, answer: Shown, at: Instant): ToldComment {
  const before = known !== undefined && 'id' in known ? known : undefined;
  const isAnother = isRace(wished, before) && before?.id !== answer.id;
  const id = isAnother ? Math.min(before?.id ?? answer.id, answer.id) : answer.id;
  if (answer.mayBeTwice === true || isAnother) return { id, mayBeTwice: at };
  return { id, ...stillTwice(before?.mayBeTwice, wished.wish.mayBeTwice === true, at) };
}

/** What GitHub shows counts for more than what it refused. */
function withComment(comments: ToldIncident['comments'], key: string, comment: ToldComment): ToldIncident['comments'] {
  const known = Object.hasOwn(comments, key) ? comments[key] : undefined;
  if (known !== undefined && !('id' in known && 'id' in comment)) return comments;
  if (known !== undefined) return { ...comments, [key]: comment };
  return Object.fromEntries([...Object.entries(comments), [key, comment]].slice(-incidentBounds.commentsPerIncident));
}
