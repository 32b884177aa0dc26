import type { Ensured } from '../report/forge.ts';
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
    wish.kind === 'issue' ? afterIssue(incident.told, wish, answer, at) : afterComment(incident.told, wish, answer);
  return told === incident.told ? book : replaced(book, { ...incident, told });
}

function afterIssue(told: ToldIncident, wish: WishedIssue, answer: Ensured, at: Instant): ToldIncident {
  const { page, opening } = wish;
  switch (answer.kind) {
    case 'created':
    case 'updated':
    case 'unchanged': {
      const { refused: _, asked: __, closed: ___, ...rest } = told;
      const comments = wish.covers.reduce((all, key) => withComment(all, key, { page: true }), told.comments);
      const closed = wish.wish.state === 'closed' ? { closed: true as const } : {};
      return { ...rest, issue: { id: answer.id, url: answer.url }, page, ...closed, comments };
    }
    case 'refused': {
      const times = told.refused?.opening === opening ? told.refused.times + 1 : 1;
      return { ...told, refused: { page, why: answer.why, times, opening, at } };
    }
    case 'unreachable':
      return told.issue !== undefined || told.asked === true ? told : { ...told, asked: true };
    default:
      return unreachable(answer);
  }
}

function afterComment(told: ToldIncident, { change }: WishedComment, answer: Ensured): ToldIncident {
  switch (answer.kind) {
    case 'created':
    case 'updated':
    case 'unchanged':
      return { ...told, comments: withComment(told.comments, change, { id: answer.id }) };
    case 'refused':
      return { ...told, comments: withComment(told.comments, change, { refused: answer.why }) };
    case 'unreachable':
      return told;
    default:
      return unreachable(answer);
  }
}

function withComment(comments: ToldIncident['comments'], key: string, comment: ToldComment): ToldIncident['comments'] {
  if (Object.hasOwn(comments, key)) return comments;
  return Object.fromEntries([...Object.entries(comments), [key, comment]].slice(-incidentBounds.commentsPerIncident));
}
