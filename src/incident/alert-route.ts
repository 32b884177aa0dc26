import type { AlertRoute, Alerts } from '../model/alerts.ts';
import { matches } from '../model/glob.ts';
import type { Incident, MemberFacts } from './incident.ts';

/** The route that an incident's messages take: the first that fits one of its pipelines. */
export function routeOf({ routes }: Alerts, { members }: Incident): AlertRoute | undefined {
  const all = Object.entries(members);
  return routes.find((route) => all.some(([pipeline, { facts }]) => fits(route, pipeline, facts)));
}

function fits({ pipelines, tags, owners }: AlertRoute, pipeline: string, facts: MemberFacts): boolean {
  if (pipelines?.some((glob) => matches(glob, pipeline)) === false) return false;
  if (tags?.some((tag) => facts.tags.includes(tag)) === false) return false;
  return owners?.some((owner) => owner.toLowerCase() === facts.owner?.toLowerCase()) !== false;
}
