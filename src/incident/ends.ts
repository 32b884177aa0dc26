import { incidentBounds } from './bounds.ts';
import type { End, Member } from './incident.ts';

/** Whether this end has been noted, or is so old that nobody can tell. */
export function isKnownEnd(member: Member, { run, at }: Pick<End, 'run' | 'at'>): boolean {
  if (member.floor !== undefined && at <= member.floor) return true;
  return member.ends.some((each) => each.run === run && each.at === at);
}

/**
 * With one more end, in the order of time, whenever it is told. Of too many in a row of one kind those in the middle go:
 * when it began and how it stands is never lost.
 */
export function withEnd(member: Member, end: End): Member {
  if (isKnownEnd(member, end)) return member;
  const ends = [...member.ends, end].sort(byTime);
  return ends.length > incidentBounds.ends ? withoutOne(member, ends) : { ...member, ends };
}

export function byTime(one: End, other: End): number {
  if (one.at !== other.at) return one.at < other.at ? -1 : 1;
  return one.run < other.run ? -1 : one.run > other.run ? 1 : 0;
}

function withoutOne(member: Member, ends: readonly End[]): Member {
  const middle = ends.findIndex(({ state }, index) => {
    return state === ends[index - 1]?.state && state === ends[index + 1]?.state;
  });
  const gone = ends[Math.max(0, middle)];
  const next = ends[Math.max(0, middle) + 1];
  if (gone === undefined || next === undefined) return { ...member, ends };
  const folded = gone.state === next.state ? 1 + (gone.folded ?? 0) + (next.folded ?? 0) : (next.folded ?? 0);
  const kept = ends.flatMap((each) => {
    if (each === gone) return [];
    return each === next && folded > 0 ? [{ ...each, folded }] : [each];
  });
  const floor = member.floor !== undefined && member.floor > gone.at ? member.floor : gone.at;
  const forgotten = (member.forgotten ?? 0) + (gone.state === 'red' && next.state !== 'red' ? 1 : 0);
  return { ...member, ends: kept, floor, ...(forgotten > 0 ? { forgotten } : {}) };
}
