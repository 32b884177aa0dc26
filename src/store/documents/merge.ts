import type { ActiveRun, PipelineState, RunSummary } from '../../run/ports.ts';
import { decodeHistory, decodeRun, decodeState, encodeHistory, encodeRun, type Owner } from '../codec/codec.ts';
import { decodeDurations, decodeRunList } from '../codec/codec-past.ts';
import type { MonthHistory } from '../codec/schema-state.ts';
import { durationsPath, monthOfPath, runListPath, runOfPath, statePath } from '../names.ts';
import { newestFirst, summaryOf } from '../upkeep/retention.ts';
import type { Edits } from './documents.ts';
import { durationsText, runListText, stateText } from './edits.ts';
import { mergeRun } from './merge-run.ts';
import { mergeScheduling } from './merge-schedule.ts';
import { isSameHolder, type OurRun, takenFromUs, withoutEndsOf } from './merge-taken.ts';

/** One document at the last version that both sides knew, and now; `undefined` where it does not exist. */
export interface ThreeTexts {
  readonly base: string | undefined;
  readonly ours: string | undefined;
  readonly theirs: string | undefined;
}

/**
 * What our side adds to theirs, when both have gone on from a common version. Given are the documents that our side changed, and
 * besides them always the pipeline's own and the list of its runs. Claims never come here: they are pushed before they count, and of
 * a run that somebody else has claimed since, only what theirs say counts.
 *
 * @throws {Problem} SG606, SG607 if a document of either side cannot be read.
 */
export function mergeDocuments(owner: Owner, changed: ReadonlyMap<string, ThreeTexts>): Edits {
  const edits = new Map<string, string | undefined>();
  const runs: RunSummary[] = [];
  const states = statesIn(owner, changed.get(statePath) ?? nowhere);
  const taken = takenFromUs(states.base, states.theirs);
  for (const [path, texts] of changed) {
    if (path === statePath || path === runListPath) continue;
    const run = runOfPath(path);
    if (run !== undefined && texts.theirs !== undefined && taken.has(run)) continue;
    const merged = mergeOne(owner, path, texts);
    if (merged !== texts.theirs) edits.set(path, merged);
    if (run !== undefined && merged !== undefined) runs.push(summaryOf(decodeRun(merged, owner, run)));
  }
  const list = mergeLists(owner, changed.get(runListPath) ?? nowhere, runs);
  const state = mergeStates(states, taken, ourRuns(owner, changed));
  const texts = new Map([[runListPath, runListText(list, owner)]]);
  if (state !== undefined) texts.set(statePath, stateText(state, list));
  for (const [path, text] of texts) if (text !== changed.get(path)?.theirs) edits.set(path, text);
  return edits;
}

const nowhere: ThreeTexts = { base: undefined, ours: undefined, theirs: undefined };

function mergeOne(owner: Owner, path: string, { base, ours, theirs }: ThreeTexts): string | undefined {
  // A run that one side has retired and the other has changed is kept: to forget less is safe.
  if (theirs === base || theirs === undefined) return ours;
  if (ours === undefined) return theirs;
  const run = runOfPath(path);
  if (run !== undefined) return encodeRun(mergeRun(decodeRun(ours, owner, run), decodeRun(theirs, owner, run)));
  if (path === durationsPath) {
    return durationsText({ ...decodeDurations(ours, owner).tasks, ...decodeDurations(theirs, owner).tasks }, owner);
  }
  const month = monthOfPath(path);
  if (month === undefined) return theirs;
  const before = base === undefined ? undefined : decodeHistory(base, month);
  return encodeHistory(mergeHistory(before, decodeHistory(ours, month), decodeHistory(theirs, month)));
}

/** The runs of either side, `merged` as their joined documents say. */
function mergeLists(
  owner: Owner,
  { base, ours, theirs }: ThreeTexts,
  merged: readonly RunSummary[],
): readonly RunSummary[] {
  const listIn = (text: string | undefined) => (text === undefined ? [] : decodeRunList(text, owner).runs);
  const joined = mergeById(listIn(base), listIn(ours), listIn(theirs));
  return newestFirst(new Map([...joined, ...merged].map((summary) => [summary.run, summary])).values());
}

interface ThreeStates {
  readonly base: PipelineState | undefined;
  readonly ours: PipelineState | undefined;
  readonly theirs: PipelineState | undefined;
}

function statesIn(owner: Owner, { base, ours, theirs }: ThreeTexts): ThreeStates {
  const stateIn = (text: string | undefined) => (text === undefined ? undefined : decodeState(text, owner));
  return { base: stateIn(base), ours: stateIn(ours), theirs: stateIn(theirs) };
}

function mergeStates(
  { base, ours, theirs }: ThreeStates,
  taken: ReadonlySet<string>,
  runs: readonly OurRun[],
): PipelineState | undefined {
  if (ours === undefined || theirs === undefined) return ours;
  return mergeState(base, withoutEndsOf(taken, base, ours, runs), theirs);
}

/** The runs that our side has changed. */
function ourRuns(owner: Owner, changed: ReadonlyMap<string, ThreeTexts>): readonly OurRun[] {
  return [...changed].flatMap(([path, { base, ours }]) => {
    const run = runOfPath(path);
    if (run === undefined || ours === undefined) return [];
    const before = base === undefined ? undefined : decodeRun(base, owner, run);
    return { before, now: decodeRun(ours, owner, run) };
  });
}

/** Lists are joined, what one side took away is gone, a cursor only moves on. `latest` follows from the rest, and is left out. */
export function mergeState(base: PipelineState | undefined, ours: PipelineState, theirs: PipelineState): PipelineState {
  return {
    version: theirs.version,
    pipeline: theirs.pipeline,
    environment: theirs.environment,
    ...mergeScheduling(base, ours, theirs),
    active: mergeActive(base?.active, ours.active, theirs.active),
  };
}

/** As other lists; but what we know to have ended was another's by then if somebody has taken it over since. */
function mergeActive(
  base: readonly ActiveRun[] = [],
  ours: readonly ActiveRun[],
  theirs: readonly ActiveRun[],
): readonly ActiveRun[] {
  const known = base.filter((held) => {
    const now = theirs.find(({ run }) => run === held.run);
    return now === undefined || isSameHolder(held, now);
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
