import type { PipelineState } from '../../run/ports.ts';
import type { BackfillProgress, DroppedIntervals, Pause, Successes } from '../../run/schedule-state.ts';
import { uniteServed } from '../../run/served.ts';
import { mostUntold } from '../../run/untold.ts';
import { mostDropped } from '../codec/schema-schedule.ts';

type Scheduling = Pick<
  PipelineState,
  'cursor' | 'commit' | 'paused' | 'dropped' | 'served' | 'successes' | 'consumed' | 'backfills' | 'untold'
>;

/**
 * What two clones wrote about a pipeline's schedule without seeing each other. Claims never come here, they are pushed
 * before they count; so both sides seldom changed the same field, and where they did, no interval is served twice, no note
 * is lost, and nothing starts that somebody wants to stand still.
 */
export function mergeScheduling(base: Scheduling | undefined, ours: Scheduling, theirs: Scheduling): Scheduling {
  const merged: { -readonly [K in keyof Scheduling]: Scheduling[K] | undefined } = {
    cursor: later(ours.cursor, theirs.cursor),
    commit: changed(base?.commit, ours.commit, theirs.commit),
    paused: mergePause(base?.paused, ours.paused, theirs.paused),
    dropped: mergeDropped(ours.dropped, theirs.dropped),
    served: mergeServed(ours.served, theirs.served),
    successes: mergeSuccesses(base, ours.successes, theirs.successes),
    consumed: mergeConsumed(ours.consumed, theirs.consumed),
    backfills: mergeBackfills(base?.backfills, ours.backfills, theirs.backfills),
    untold: mergeUntold(base?.untold, ours.untold, theirs.untold),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
}

function later(a: string | undefined, b: string | undefined): string | undefined {
  return a === undefined || (b !== undefined && b > a) ? b : a;
}

/** The side that changed it since both knew it; theirs, which others have seen, if both did. */
function changed<T>(base: T | undefined, ours: T | undefined, theirs: T | undefined): T | undefined {
  return same(base, theirs) ? ours : theirs;
}

/** Taken back by one side and asked for anew by the other: it stands. */
function mergePause(base: Pause | undefined, ours: Pause | undefined, theirs: Pause | undefined): Pause | undefined {
  if (same(base, theirs)) return ours;
  if (same(base, ours)) return theirs;
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  return compare(ours.at, theirs.at) < 0 ? theirs : ours;
}

function mergeDropped(
  ours: readonly DroppedIntervals[] = [],
  theirs: readonly DroppedIntervals[] = [],
): readonly DroppedIntervals[] | undefined {
  const byText = new Map([...theirs, ...ours].map((note) => [JSON.stringify(note), note]));
  const sorted = [...byText].sort(([x, a], [y, b]) => compare(a.at, b.at) || compare(a.to, b.to) || compare(x, y));
  return sorted.length === 0 ? undefined : sorted.slice(-mostDropped).map(([, note]) => note);
}

function mergeServed(ours: PipelineState['served'], theirs: PipelineState['served']): PipelineState['served'] {
  return ours === undefined || theirs === undefined ? (ours ?? theirs) : uniteServed(ours, theirs);
}

/**
 * Both sides' successes count, also the first ones. Where the common past is not known any more (a clone missed two squashes) the
 * larger count is taken: a sum would count that past twice and start everything downstream once more.
 */
function mergeSuccesses(
  base: Scheduling | undefined,
  ours: Successes | undefined,
  theirs: Successes | undefined,
): Successes | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const newest = (compare(ours.at, theirs.at) || compare(ours.run, theirs.run)) > 0 ? ours : theirs;
  const largest = Math.max(ours.count, theirs.count);
  const added = base === undefined ? 0 : Math.min(ours.count, theirs.count) - (base.successes?.count ?? 0);
  return { ...newest, count: largest + Math.max(0, added) };
}

function mergeConsumed(
  ours: PipelineState['consumed'],
  theirs: PipelineState['consumed'],
): PipelineState['consumed'] | undefined {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const merged = new Map(Object.entries(theirs));
  for (const [id, count] of Object.entries(ours)) merged.set(id, Math.max(count, merged.get(id) ?? 0));
  return Object.fromEntries(merged);
}

function mergeBackfills(
  base: PipelineState['backfills'],
  ours: PipelineState['backfills'],
  theirs: PipelineState['backfills'],
): PipelineState['backfills'] | undefined {
  if (ours === undefined && theirs === undefined) return undefined;
  const [before, mine, other] = [base, ours, theirs].map((known) => new Map(Object.entries(known ?? {})));
  const merged: [string, BackfillProgress][] = [];
  for (const id of new Set([...(other?.keys() ?? []), ...(mine?.keys() ?? [])])) {
    const progress = changed(before?.get(id), mine?.get(id), other?.get(id));
    if (progress !== undefined) merged.push([id, progress]);
  }
  return Object.fromEntries(merged);
}

/** What either side has told is told; what either has to tell is not forgotten. */
function mergeUntold(
  base: PipelineState['untold'] = [],
  ours: PipelineState['untold'],
  theirs: PipelineState['untold'],
): PipelineState['untold'] {
  if (ours === undefined || theirs === undefined) return ours ?? theirs;
  const kept = theirs.filter((run) => ours.includes(run) || !base.includes(run));
  const added = ours.filter((run) => !theirs.includes(run) && !base.includes(run));
  return [...kept, ...added].slice(-mostUntold);
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
