import { Problem } from '../diagnostic/problem.ts';
import { type IssueFacts, issueFacts } from '../github/issue-facts.ts';
import { outcomeOf } from '../github/outcome.ts';
import type { Book, Incident } from '../incident/incident.ts';
import { withLabels } from '../incident/muting.ts';
import { quieten } from '../incident/quieten.ts';
import { standingOf } from '../incident/standing.ts';
import { object } from '../store/codec/shape.ts';
import { IncidentBoard } from '../store/shared/incident-board.ts';
import { now } from '../workspace/workspace.ts';
import { type Desk, declined, type Job, type JobOutcome, subjectKey } from './job.ts';
import { officeOf } from './office-of.ts';
import { orBadNews } from './outcome-of.ts';
import { eventName, eventNumber, readPayload, type WebhookEvent } from './webhook-event.ts';

const issueShape = object({
  issue: object({
    number: eventNumber,
    user: object({ login: eventName }),
  }),
  sender: object({ login: eventName, type: eventName }),
});

/** People closed, opened or labelled an issue of ours: what that says of its incident is noted at once. */
export function onIssue({ action, at, payload }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, issueShape);
  if (at === undefined || read === undefined) return undefined;
  const { issue, sender } = read;
  // Issues of incidents are written by programs; most others are none of ours.
  if (sender.type !== 'User' || !issue.user.login.endsWith('[bot]')) return undefined;
  const isAboutState = action === 'closed' || action === 'reopened';
  return {
    kind: 'issue',
    at,
    key: subjectKey(at, issue.number),
    work: (desk) => orBadNews(() => note(desk, issue.number, sender.login, isAboutState)),
  };
}

/** The issue is looked at as it is now: webhooks overtake each other, and are sent again. */
async function note(desk: Desk, number: number, login: string, isAboutState: boolean): Promise<JobOutcome> {
  const issue = await issueFacts(desk.client, number).catch(outcomeOf);
  if (issue === undefined) return { kind: 'done', what: 'nothing: it is gone' };
  if ('kind' in issue) return declined(issue);
  const office = officeOf(desk, login);
  const board = new IncidentBoard(office.refs, office.environment, office.randomness);
  const at = now(office);
  const change = (book: Book): Book => {
    const incident = book.incidents.find(({ told }) => told.issue?.id === number);
    if (incident === undefined) return book;
    return isAboutState ? withState(book, incident, { issue, login, at }) : withLabels(book, incident.id, issue.labels);
  };
  const before = await board.book();
  if (change(before) === before) return { kind: 'done', what: 'nothing: it says nothing new of an incident' };
  const changed = await board.change(`Heed issue #${number}`, change);
  if (changed === undefined) throw new Problem('SG710', 'The incidents keep changing.', 'It is tried again.');
  return { kind: 'done', what: 'noted' };
}

/** What has recovered is closed anyway, and whoever is on it stays on it. */
function withState(
  book: Book,
  incident: Incident,
  { issue, login, at }: { readonly issue: IssueFacts; readonly login: string; readonly at: string },
): Book {
  if (standingOf(incident).state === 'recovered') return book;
  if (issue.state !== 'closed') return quieten(book, incident.id, { kind: 'open' });
  if (incident.acked?.closed === true) return book;
  return quieten(book, incident.id, { kind: 'close', by: login, at });
}
