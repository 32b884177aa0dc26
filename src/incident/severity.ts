import type { Instant } from '../run/document.ts';
import type { Incident } from './incident.ts';
import { type Standing, standingOf } from './standing.ts';

export type Severity = 'critical' | 'warning';

/** Critical if somebody waits for the data: a deadline has passed since all was well, or other pipelines do not run because of it. */
export function severityOf(incident: Incident): Severity {
  const standing = standingOf(incident);
  const { red } = standing;
  const since = lastWell(standing);
  const waits = Object.entries(incident.members).some(([pipeline, { missed, late, facts }]) => {
    if (missed.some((at) => at > since) || late.length > 0) return true;
    return red.has(pipeline) && facts.waiting.length > 0;
  });
  return waits ? 'critical' : 'warning';
}

/** When it recovered last before it opened; a deadline may pass before the run that misses it fails. Empty if it never did. */
export function lastWell({ changes, openings }: Standing): Instant {
  const opened = openings.at(-1) ?? '';
  return changes.findLast(({ kind, at }) => kind === 'recovered' && at < opened)?.at ?? '';
}
