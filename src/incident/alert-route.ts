import type { AlertRoute, Alerts } from '../model/alerts.ts';
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

/** `*` stands for any characters but `/`, `**` for these too. It takes as many steps as both are long, whatever the glob. */
export function matches(glob: string, id: string): boolean {
  const parts = glob.match(/\*{2}|./gsu) ?? [];
  let at = open(parts, new Set([0]));
  for (const letter of id) at = open(parts, new Set([...at].flatMap((place) => after(parts[place], place, letter))));
  return at.has(parts.length);
}

/** With the places behind stars, which may stand for nothing. */
function open(parts: readonly string[], places: Set<number>): Set<number> {
  for (const place of places) if (parts[place]?.startsWith('*')) places.add(place + 1);
  return places;
}

function after(part: string | undefined, place: number, letter: string): readonly number[] {
  if (part === '**' || (part === '*' && letter !== '/')) return [place];
  return part === letter ? [place + 1] : [];
}
