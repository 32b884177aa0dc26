import { alertBody } from '../../incident/alert-body.ts';
import type { AlertMessage } from '../../incident/alert-message.ts';
import { planAlerts, recordSent } from '../../incident/alert-plan.ts';
import type { Book } from '../../incident/incident.ts';
import type { Alerts } from '../../model/alerts.ts';
import type { Clock } from '../../run/ports.ts';
import type { IncidentBoard } from '../../store/shared/incident-board.ts';
import type { Untold } from './incident-teller.ts';
import type { Post } from './post-webhook.ts';

export interface AlertOptions {
  readonly board: Pick<IncidentBoard, 'book' | 'change'>;
  readonly alerts: Alerts;
  readonly environment: string;
  readonly clock: Pick<Clock, 'now'>;
  /** By name of the secret: its address. */
  readonly addressOf: (webhook: string) => string | undefined;
  readonly post: Post;
  /** The book as it is once the issues of these incidents were looked at. */
  readonly heed: (book: Book, incidents: readonly string[]) => Promise<Book>;
}

/**
 * Sends the messages that are due, and remembers which went out; gives what could not be sent. A message whose answer was lost may come
 * twice: its key tells.
 *
 * @throws {Problem} if the book cannot be read or stored.
 */
export async function sendAlerts(options: AlertOptions): Promise<readonly Untold[]> {
  const { board, alerts, clock, heed } = options;
  if (alerts.routes.length === 0) return [];
  const untold: Untold[] = [];
  const planned = (book: Book) => planAlerts(book, alerts, clock.now());
  const known = await board.book();
  const due = planned(known).flatMap(({ items }) => items.map(({ incident }) => incident));
  for (const message of planned(await heed(known, due))) {
    const answer = await sendOne(options, message);
    if (answer !== 'sent') untold.push(answer);
    const isOver = answer === 'sent' || answer.kind === 'refused';
    if (isOver) await board.change('Send a message', (book) => recordSent(book, message, clock.now()));
  }
  return untold;
}

async function sendOne(
  { addressOf, environment, post }: AlertOptions,
  message: AlertMessage,
): Promise<'sent' | Untold> {
  const { webhook } = message.to;
  const address = addressOf(webhook);
  // Another job may have it: lanes have secrets of their own.
  if (address === undefined) return { kind: 'unreachable', why: `the secret ${webhook} of an alert is not set here` };
  const answer = await post(address, alertBody(message, environment), message.key);
  return answer === 'sent' ? answer : { ...answer, why: `the webhook ${webhook} ${answer.why}` };
}
