import type { ActiveRun, PipelineState, RunSummary } from '../run/ports.ts';
import { decodeHistory, decodeRun, decodeState, encodeHistory, encodeRun, encodeState, type Owner } from './codec.ts';
import type { Edits } from './documents.ts';
import { mergeRun } from './merge-run.ts';
import { mergeScheduling } from './merge-schedule.ts';
import { runOfPath, statePath } from './names.ts';
import { newestFirst, summaryOf } from './retention.ts';
import type { MonthHistory } from './schema-state.ts';

/** One document at the last version that both sides knew, and now; `undefined` where it does not exist. */
export interface ThreeTexts {
  readonly base: string | undefined;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/**
 * What our side adds to theirs, when both have gone on from a common version. Only documents that our side changed are
 * given. Claims never come here: they are pushed before they count.
 *
 * @throws {Problem} SG606, SG607 if a document of either side cannot be read.
 */
export function mergeDocuments(owner: Owner, changed: ReadonlyMap<string, ThreeTexts>): Edits {
  const edits = new Map<string, string | undefined>();
  const runs: RunSummary[] = [];
  for (const [path, texts] of changed) {
    if (path === statePath) continue;
    const merged = mergeOne(owner, path, texts);
    if (merged !== texts.theirs) edits.set(path, merged);
    const run = runOfPath(path);
    if (run !== undefined && merged !== undefined) runs.push(summaryOf(decodeRun(merged, owner, run)));
  }
  const state = changed.get(statePath);
  if (state?.ours !== undefined) {
    const text = encodeState(mergeStateTexts(owner, state.ours, state, runs));
    if (text !== state.theirs) edits.set(statePath, text);
  }
  return edits;
}

function mergeOne(owner: Owner, path: string, { base, ours, theirs }: ThreeTexts): string | undefined {
  // A run that one side has retired and the other has changed is kept: to forget less is safe.
  if (theirs === base || theirs === undefined) return ours;
  if (ours === undefined) return theirs;
  const run = runOfPath(path);
  if (run !== undefined) return encodeRun(mergeRun(decodeRun(ours, owner, run), decodeRun(theirs, owner, run)));
  const month = /^history\/(\d{4}-\d{2})\.json$/.exec(path)?.[1];
  if (month === undefined) return theirs;
  const before = base === undefined ? undefined : decodeHistory(base, month);
  return encodeHistory(mergeHistory(before, decodeHistory(ours, month), decodeHistory(theirs, month)));
}

function mergeStateTexts(
  owner: Owner,
  ours: string,
  { base, theirs }: ThreeTexts,
  runs: readonly RunSummary[],
): PipelineState {
  const mine = decodeState(ours, owner);
  if (theirs === undefined) return mine;
  const before = base === undefined ? undefined : decodeState(base, owner);
  const merged = mergeState(before, mine, decodeState(theirs, owner));
  const byId = new Map([...merged.runs, ...runs].map((summary) => [summary.run, summary]));
  return { ...merged, runs: newestFirst(byId.values()) };
}

/** Lists are joined, what one side took away is gone, a cursor only moves on; of statistics theirs are as good as ours. */
export function mergeState(base: PipelineState | undefined, ours: PipelineState, theirs: PipelineState): PipelineState {
  return {
    version: theirs.version,
    pipeline: theirs.pipeline,
    environment: theirs.environment,
    ...mergeScheduling(base, ours, theirs),
    active: mergeActive(base?.active, ours.active, theirs.active),
    runs: mergeById(base?.runs, ours.runs, theirs.runs),
    durations: { ...ours.durations, ...theirs.durations },
  };
}

/** As other lists; but what we know to have ended was another's by then if somebody has taken it over since. */
function mergeActive(
  base: readonly ActiveRun[] = [],
  ours: readonly ActiveRun[],
  theirs: readonly ActiveRun[],
): readonly ActiveRun[] {
  const claimOf = ({ host, pid, claimedAt, lease }: ActiveRun) => [host, pid, claimedAt, lease].join(' ');
  const before = new Map(base.map((entry) => [entry.run, claimOf(entry)]));
  const known = base.filter(({ run }) => {
    const now = theirs.find((entry) => entry.run === run);
    return now === undefined || claimOf(now) === before.get(run);
  });
  return mergeById(known, ours, theirs);
}

function mergeById<Item extends { readonly run: string }>(
  base: readonly Item[] | undefined,
  ours: readonly Item[],
  theirs: readonly Item[],
): readonly Item[] {
  const known = new Set(base?.map((item) => item.run));
  const mine = new Set(ours.map((item) => item.run));
  const other = new Set(theirs.map((item) => item.run));
  const kept = theirs.filter((item) => mine.has(item.run) || !known.has(item.run));
  return [...kept, ...ours.filter((item) => !other.has(item.run) && !known.has(item.run))];
}

function mergeHistory(base: MonthHistory | undefined, ours: MonthHistory, theirs: MonthHistory): MonthHistory {
  const states: Record<string, number> = { ...theirs.states };
  for (const [state, count] of Object.entries(ours.states)) {
    states[state] = Math.max(0, (states[state] ?? 0) + count - (base?.states[state] ?? 0));
  }
  return {
    ...theirs,
    states,
    durations: {
      count: Math.max(0, theirs.durations.count + ours.durations.count - (base?.durations.count ?? 0)),
      totalMs: Math.max(0, theirs.durations.totalMs + ours.durations.totalMs - (base?.durations.totalMs ?? 0)),
      longestMs: Math.max(theirs.durations.longestMs, ours.durations.longestMs),
    },
  };
}
