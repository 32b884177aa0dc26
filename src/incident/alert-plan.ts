import type { AlertRoute, Alerts } from '../model/alerts.ts';
import { type AlertItem, type AlertMessage, itemOf } from './alert-message.ts';
import { routeOf } from './alert-route.ts';
import { incidentBounds } from './bounds.ts';
import { type Book, type Incident, memberOf } from './incident.ts';
import { replaced } from './members.ts';
import { isQuiet, localDay } from './quiet-hours.ts';
import { isAcked } from './quieten.ts';
import { severityOf } from './severity.ts';
import { type Change, type Standing, standingOf } from './standing.ts';
import { openingOf } from './wishes.ts';

/**
 * The messages that are to go out at `now` (epoch milliseconds): for each incident at most one when it opens, and one when that is
 * over. What must wait is not lost: it follows from the book, and comes when the night or the day is over if it is still true.
 */
export function planAlerts(book: Book, alerts: Alerts, now: number): readonly AlertMessage[] {
  const due = book.incidents.flatMap((incident) => dueOf(incident, alerts, now));
  const webhooks = new Set(due.map(({ to }) => to.webhook));
  return [...webhooks].flatMap((webhook) => {
    const mine = due.filter(({ to }) => to.webhook === webhook).sort(mostUrgentFirst);
    return withinBudget(mine, alerts, sentToday(book, webhook, alerts, now), localDay(alerts.timezone, now));
  });
}

/** The book once a message has gone out, or its receiver will not have it: it is not sent again. */
export function recordSent(book: Book, message: AlertMessage, now: number): Book {
  const sent = { key: message.key, to: message.to.webhook, at: new Date(now).toISOString() };
  if (book.sent.some(({ key, to }) => key === sent.key && to === sent.to)) return book;
  const noted = message.items.reduce((next, { incident: id, change }) => {
    const incident = next.incidents.find((each) => each.id === id);
    if (incident === undefined) return next;
    const messages = [...incident.told.messages, change].slice(-incidentBounds.messagesPerIncident);
    return replaced(next, { ...incident, told: { ...incident.told, messages } });
  }, book);
  return { ...noted, sent: [...noted.sent, sent].slice(-incidentBounds.sent) };
}

interface Due {
  readonly to: AlertRoute;
  readonly item: AlertItem;
}

function dueOf(incident: Incident, alerts: Alerts, now: number): readonly Due[] {
  if (incident.muted === true || Date.parse(incident.snoozed?.until ?? '') > now) return [];
  const to = routeOf(alerts, incident);
  const change = changeOf(incident, alerts);
  if (to === undefined || change === undefined || incident.told.messages.includes(change.key)) return [];
  const isUrgent = change.kind !== 'recovered' && severityOf(incident) === 'critical';
  const { quiet, timezone } = alerts;
  const waits = quiet !== undefined && isQuiet(quiet, timezone, now) && !(isUrgent && quiet.critical === 'always');
  return waits ? [] : [{ to, item: itemOf(incident, change) }];
}

type Told = Change & { readonly kind: AlertItem['kind'] };

/** What there is to say of it: that it is open, if nobody is on it yet; that it is over, to those who heard that it was open. */
function changeOf(incident: Incident, alerts: Alerts): Told | undefined {
  const standing = standingOf(incident);
  const opening = openingOf(standing);
  const changes = standing.changes.filter((change): change is Told => change.opening === opening && isTold(change));
  const begun = changes.find(({ kind }) => kind !== 'recovered');
  if (begun === undefined) return undefined;
  if (standing.state === 'recovered') {
    const heard = incident.told.messages.includes(begun.key);
    return heard ? changes.find(({ kind }) => kind === 'recovered') : undefined;
  }
  return isAcked(incident) || streak(incident, standing) < needed(incident, alerts) ? undefined : begun;
}

function isTold({ kind }: Change): boolean {
  return kind === 'opened' || kind === 'reopened' || kind === 'recovered';
}

/** What is late or missing, and what others wait for, is told at once. */
function needed(incident: Incident, { after }: Alerts): number {
  return incident.kind === 'failure' && severityOf(incident) === 'warning' ? after : 1;
}

/** The most failures in a row of one of its pipelines. */
function streak(incident: Incident, { red }: Standing): number {
  const streaks = [...red.keys()].map((pipeline) => {
    const ends = memberOf(incident, pipeline)?.ends ?? [];
    const last = ends.findLastIndex(({ state }) => state !== 'red');
    return ends.slice(last + 1).reduce((sum, { folded = 0 }) => sum + 1 + folded, 0);
  });
  return Math.max(1, ...streaks);
}

function mostUrgentFirst({ item: one }: Due, { item: other }: Due): number {
  if (one.severity !== other.severity) return one.severity === 'critical' ? -1 : 1;
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.incident < other.incident ? -1 : 1;
}

function sentToday({ sent }: Book, webhook: string, { timezone }: Alerts, now: number): number {
  const today = localDay(timezone, now);
  return sent.filter(({ to, at }) => to === webhook && localDay(timezone, Date.parse(at)) === today).length;
}

/** The last message of a day tells all that is left of it then. */
function withinBudget(due: readonly Due[], { perDay }: Alerts, sent: number, day: string): readonly AlertMessage[] {
  const left = Math.max(0, perDay - sent);
  if (left === 0) return [];
  const single = due.length < left ? due : due.slice(0, left - 1);
  const messages: AlertMessage[] = single.map(({ to, item }) => {
    return { key: `${item.incident}:${item.change}`, to, items: [item], digest: false };
  });
  const rest = due.slice(single.length);
  const to = rest[0]?.to;
  if (to === undefined) return messages;
  return [...messages, { key: `digest:${day}`, to, items: rest.map(({ item }) => item), digest: true }];
}
