import type { AlertRoute } from '../model/alerts.ts';
import type { Incident } from './incident.ts';
import { type Severity, severityOf } from './severity.ts';
import { type Change, standingOf } from './standing.ts';

/** A message that is to go out now. */
export interface AlertMessage {
  /** The same for the same message, whoever sends it: a receiver can tell a second one. */
  readonly key: string;
  readonly to: AlertRoute;
  readonly items: readonly AlertItem[];
  /** It is the last of its day and tells all that is left. */
  readonly digest: boolean;
}

/** What one incident has to say. */
export interface AlertItem {
  readonly incident: string;
  readonly change: string;
  readonly kind: 'opened' | 'reopened' | 'recovered';
  readonly severity: Severity;
  readonly flapping: boolean;
  /** Of the change. */
  readonly at: string;
  readonly title: string;
  readonly pipelines: readonly string[];
  readonly waiting: number;
  /** The issue's address, once it has one. */
  readonly url?: string;
}

export function itemOf(
  incident: Incident,
  { key, kind, at }: Change & { readonly kind: AlertItem['kind'] },
): AlertItem {
  const { told, members, id } = incident;
  const waiting = Object.values(members).flatMap(({ facts }) => facts.waiting);
  return {
    incident: id,
    change: key,
    kind,
    severity: severityOf(incident),
    flapping: standingOf(incident).flapping,
    at,
    title: titleOf(incident),
    pipelines: Object.keys(members),
    waiting: new Set(waiting).size,
    ...(told.issue === undefined ? {} : { url: told.issue.url }),
  };
}

function titleOf(incident: Incident): string {
  const { kind, backfill, members } = incident;
  const { cause } = standingOf(incident);
  const [first = '', ...others] = Object.keys(members);
  const who = others.length === 0 ? first : `${others.length + 1} pipelines`;
  if (cause === undefined) return `${who} ${missing[kind][others.length === 0 ? 0 : 1]}`;
  const what = kind === 'backfill' ? `${who}, backfill ${backfill ?? ''}` : who;
  return cause.task === '' ? `${what} fails` : `${what}: ${cause.task} fails: ${cause.title}`;
}

/** Of one pipeline, and of several. */
const missing: Readonly<Record<Incident['kind'], readonly [string, string]>> = {
  failure: ['fails', 'fail'],
  backfill: ['fails', 'fail'],
  deadline: ['is late', 'are late'],
  lost: ['has lost a run: its machine is gone', 'have lost runs: their machines are gone'],
  unserved: ['should have run and did not', 'should have run and did not'],
};
