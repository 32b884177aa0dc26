import type { CommentWish, IssueWish } from '../report/forge/forge.ts';
import { textDigest } from '../report/text/text-digest.ts';
import { incidentBounds } from './bounds.ts';
import type { Book, Incident } from './incident.ts';
import { isClosedByHand } from './quieten.ts';
import { type Change, type Standing, standingOf } from './standing.ts';

/** What people read of an incident. It must depend on nothing that changes by itself, such as the time: else it is told again. */
export interface IncidentPages {
  issue(incident: Incident): Pick<IssueWish, 'title' | 'body' | 'labels' | 'outlived' | 'offers' | 'assignees'>;
  /** Undefined: nothing is to be said of it. */
  comment(incident: Incident, change: Change): string | undefined;
}

/** Something that a forge does not show yet; `recordAnswer` takes it back with the answer. */
export type IncidentWish = WishedIssue | WishedComment;

export interface WishedIssue {
  readonly kind: 'issue';
  readonly incident: string;
  /** Digest of the page. */
  readonly page: string;
  readonly opening: number;
  /** Changes that the page tells, since it is the first one. */
  readonly covers: readonly string[];
  readonly wish: IssueWish;
}

export interface WishedComment {
  readonly kind: 'comment';
  readonly incident: string;
  readonly change: string;
  readonly wish: CommentWish;
}

/**
 * What is left to tell, in the order in which it is to be sent. A comment comes only after its issue has a number, so whoever
 * delivers asks again until nothing new comes.
 */
export function wishes(book: Book, pages: IncidentPages): readonly IncidentWish[] {
  return book.incidents.flatMap((incident) => {
    const issue = wishedIssue(incident, pages);
    return [...(issue === undefined ? [] : [issue]), ...wishedComments(incident, pages)];
  });
}

/** Ids of incidents are digests: they fit into markers, which ids of pipelines and names of environments need not. */
export function issueKey({ id }: Incident): string {
  return `incident:${id}`;
}

function wishedIssue(incident: Incident, pages: IncidentPages): WishedIssue | undefined {
  const { told, id } = incident;
  const standing = standingOf(incident);
  // What was over before anybody heard of it needs no issue.
  const isHeardOf = told.issue !== undefined || told.asked === true || told.asking === true;
  if (!isHeardOf && standing.state === 'recovered') return undefined;
  // What is closed stays as it is: a newer Segue that writes pages otherwise need not edit the issues of a month.
  const isTwice = told.mayBeTwice !== undefined;
  if (told.closed === true && standing.state === 'recovered' && !isTwice) return undefined;
  const wish = issueOf(incident, standing, pages);
  const page = textDigest(JSON.stringify([wish.title, wish.body, wish.state, wish.labels]));
  const opening = openingOf(standing);
  if ((page === told.page && !isTwice) || isGivenUp(incident, page, opening)) return undefined;
  const covers = told.issue === undefined ? standing.changes.map(({ key }) => key) : [];
  return { kind: 'issue', incident: id, page, opening, covers, wish };
}

function issueOf(incident: Incident, { state }: Standing, pages: IncidentPages): IssueWish {
  const isOver = state === 'recovered';
  return {
    ...(incident.told.issue === undefined ? {} : { id: incident.told.issue.id }),
    ...(incident.told.mayBeTwice === undefined ? {} : { mayBeTwice: true }),
    key: issueKey(incident),
    ...pages.issue(incident),
    state: isOver || isClosedByHand(incident) ? 'closed' : 'open',
    ...(isOver ? { closedAs: 'completed' as const } : {}),
  };
}

function isGivenUp({ told: { refused } }: Incident, page: string, opening: number): boolean {
  if (refused === undefined || refused.opening !== opening) return false;
  return refused.page === page || refused.times >= incidentBounds.refusals;
}

function wishedComments(incident: Incident, pages: IncidentPages): readonly WishedComment[] {
  const { told, id, muted } = incident;
  const { issue } = told;
  if (issue === undefined || muted === true) return [];
  return current(standingOf(incident)).flatMap((change) => {
    const known = Object.hasOwn(told.comments, change.key) ? told.comments[change.key] : undefined;
    const twice = known !== undefined && 'id' in known && known.mayBeTwice !== undefined ? known : undefined;
    if (known !== undefined && twice === undefined) return [];
    const body = pages.comment(incident, change);
    if (body === undefined) return [];
    const key = `${issueKey(incident)}:${change.key}`;
    const again = twice === undefined ? {} : { id: twice.id, mayBeTwice: true as const };
    const wish = { ...again, issue: issue.id, key, body };
    return [{ kind: 'comment', incident: id, change: change.key, wish } as const];
  });
}

/** What is worth saying now: of what is over, only that; of what opened at the same time, nothing. */
function current(standing: Standing): readonly Change[] {
  const opening = openingOf(standing);
  const changes = standing.changes.filter((change) => change.opening === opening);
  if (standing.state === 'recovered') return changes.filter(({ kind }) => kind === 'recovered');
  const begun = standing.openings.at(-1);
  return changes.filter(({ kind, at }) => kind === 'reopened' || (kind !== 'opened' && at !== begun));
}

export function openingOf({ changes }: Standing): number {
  return changes.at(-1)?.opening ?? 0;
}
