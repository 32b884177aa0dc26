import { nextFire } from '../schedule/fires.ts';
import { ownRuns } from './own-runs.ts';
import type { Outlook, Step } from './step.ts';

/**
 * What the pipelines that this one comes after ask for; `undefined` if it comes after none. It starts once all of them
 * have a success that it has not consumed. What succeeded before it was first seen counts as consumed; of one that was
 * known by another id, what was consumed of that.
 */
export function afterStep({ pipeline, state, upstream, oldIds, now }: Outlook, hasRoom: boolean): Step | undefined {
  const { after, schedule } = pipeline.on;
  if (after.length === 0) return undefined;
  const consumed = state.consumed ?? {};
  const counts = Object.fromEntries(after.map((id) => [id, upstream[id] ?? 0]));
  const unseen = after.filter((id) => consumed[id] === undefined);
  const consumedBefore = (id: string) =>
    Math.min(counts[id] ?? 0, consumed[oldIds[id] ?? id] ?? Number.POSITIVE_INFINITY);
  if (unseen.length > 0) {
    const known = Object.fromEntries(unseen.map((id) => [id, consumedBefore(id)]));
    const note = { kind: 'begins-after', upstream: unseen } as const;
    return { kind: 'note', note, state: { ...state, consumed: { ...consumed, ...known } } };
  }
  // A file that has moved back is known by both ids.
  const used = (id: string) =>
    Math.max(consumed[id] ?? 0, consumed[oldIds[id] ?? ''] === undefined ? 0 : consumedBefore(id));
  const missing = after.filter((id) => (counts[id] ?? 0) <= used(id));
  if (missing.length > 0) {
    const next = nextFire(schedule, now);
    const also = next === undefined ? {} : { next: new Date(next).toISOString() };
    return { kind: 'wait', why: { kind: 'after', missing, ...also } };
  }
  if (!hasRoom) {
    return { kind: 'wait', why: { kind: 'busy', runs: ownRuns(state), most: pipeline.maxActiveRuns } };
  }
  const start = { cause: { kind: 'after', upstream: counts }, generation: 0 } as const;
  return { kind: 'start', start, state: { ...state, consumed: { ...consumed, ...counts } } };
}
