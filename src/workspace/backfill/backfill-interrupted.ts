import { Problem } from '../../diagnostic/problem.ts';
import type { Backfill } from '../../model/backfill.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { type BackfillKnowledge, keyOf, newestRuns } from '../../run/backfill-plan.ts';
import type { Interval, RunDocument } from '../../run/document.ts';
import { type Continuation, continueRun } from '../run/continue-run.ts';
import { readRun } from '../run/find-run.ts';
import { paramValues } from '../run/params.ts';
import { cannotGoOn, decideResume, isResumable } from '../run/resume-run.ts';
import type { HowToRun } from '../run/run-request.ts';
import type { RunAudience } from '../run/run-session.ts';
import { isCheckedOut } from '../run/workplace.ts';
import type { Workspace } from '../workspace.ts';
import { byHand } from './backfill-state.ts';

/** What a backfill asks of each of its runs. */
type AskedIntervals = Pick<Backfill, 'reprocess' | 'params'>;

/** An interval that an earlier process had begun and not ended. */
export interface InterruptedInterval {
  readonly interval: Interval;
  readonly run: string;
  readonly generation: number;
  /** Why a new run is begun; absent if this one goes on. */
  readonly afresh?: string;
}

/** That a run cannot go on, and why: its interval begins afresh. */
export class NotGoneOn extends Error {
  override readonly name = 'NotGoneOn';
}

/** What was interrupted of intervals that are to be done, in their order. Nothing is written. */
export async function interruptedOf(
  workspace: Workspace,
  pipeline: Pipeline,
  asked: AskedIntervals,
  todo: readonly Interval[],
  known: BackfillKnowledge,
): Promise<readonly InterruptedInterval[]> {
  const newest = newestRuns(known.runs);
  const found: InterruptedInterval[] = [];
  for (const interval of todo) {
    const summary = newest.get(keyOf(interval));
    if (summary?.state !== 'cancelled') continue;
    const { document } = await readRun(workspace, pipeline.id, summary.run);
    if (!isResumable(document)) continue;
    const why = whyAfresh(pipeline, asked, document, known) ?? (await otherCode(workspace, pipeline, document));
    const { run, generation } = document;
    found.push({ interval, run, generation, ...(why === undefined ? {} : { afresh: why }) });
  }
  return found;
}

function whyAfresh(
  pipeline: Pipeline,
  { reprocess, params }: AskedIntervals,
  document: RunDocument,
  { progress }: BackfillKnowledge,
): string | undefined {
  if (document.trigger.kind !== 'backfill') return 'no backfill had begun it';
  if (reprocess === 'all' && document.generation !== progress?.generation) return 'it was begun for another backfill';
  const texts = Object.entries(params).map(([name, value]) => [name, String(value)]);
  const wanted = paramValues(pipeline, Object.fromEntries(texts));
  return sorted(wanted) === sorted(document.params) ? undefined : 'its params were others';
}

/** New runs take the working tree as it is, and one backfill should not be half of old and half of new code. */
async function otherCode(workspace: Workspace, pipeline: Pipeline, document: RunDocument): Promise<string | undefined> {
  const { commit, snapshotOf, run } = document;
  if (await isCheckedOut(workspace, document, pipeline)) return undefined;
  const short = (snapshotOf ?? commit).slice(0, 7);
  return `the files are no longer those of ${short} that it had (segue resume ${run}, asked first, goes on with those)`;
}

/**
 * Goes on with a run of a backfill by hand: only what it had not ended runs.
 *
 * @throws {NotGoneOn} if it cannot: what it builds on is not here any more, or the code has changed.
 * @throws {Problem} as `continueRun`.
 */
export async function resumeInterval(
  workspace: Workspace,
  pipeline: string,
  { run }: InterruptedInterval,
  how: HowToRun & { readonly maxActive: number },
  audience: RunAudience,
): Promise<RunDocument> {
  const found = await readRun(workspace, pipeline, run);
  const { maxActive, ...rest } = how;
  const decide = async (document: RunDocument): Promise<Continuation> => {
    const continuation = await decideResume(workspace, document);
    const why = await otherCode(workspace, continuation.loaded.pipeline, document);
    if (why !== undefined) throw new NotGoneOn(why);
    return { ...continuation, backfill: { id: byHand, maxActive } };
  };
  try {
    return await continueRun(workspace, found, rest, decide, audience);
  } catch (error) {
    if (error instanceof Problem && cannotGoOn.has(error.code)) throw new NotGoneOn(error.message);
    throw error;
  }
}

function sorted(params: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
}
