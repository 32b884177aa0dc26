import type { Incident } from './incident.ts';
import { standingOf } from './standing.ts';

export type Severity = 'critical' | 'warning';

/** Critical if somebody waits for the data: a deadline has passed since it opened, or other pipelines do not run because of it. */
export function severityOf(incident: Incident): Severity {
  const { openings, red } = standingOf(incident);
  const since = openings.at(-1) ?? '';
  const waits = Object.entries(incident.members).some(([pipeline, { missed, late, facts }]) => {
    if (missed.some((at) => at >= since) || late.length > 0) return true;
    return red.has(pipeline) && facts.waiting.length > 0;
  });
  return waits ? 'critical' : 'warning';
}
