import type { RunDocument } from './document.ts';
import type { ActiveRun, PipelineState } from './ports.ts';
import { isServed, servedBy, withServed } from './served.ts';

/** What a pipeline remembers once a run of it has ended: its success counts, its claim is gone or waits for somebody to go on. */
export function afterEnd(state: PipelineState, document: RunDocument): PipelineState {
  return {
    ...withSuccess(state, document),
    active: state.active.flatMap((entry) => (entry.run === document.run ? leftOf(entry, document) : entry)),
  };
}

/** Its interval is served, and those that come after it have one success more to start for. */
export function withSuccess(state: PipelineState, document: RunDocument): PipelineState {
  const fresh = servedBy(document).filter((interval) => !isServed(state.served ?? [], interval));
  const counted = withCount(state, document);
  return fresh.length === 0 ? counted : { ...counted, served: fresh.reduce(withServed, state.served ?? []) };
}

/** One more success of the whole pipeline, unless this end of this run was counted before. */
function withCount(state: PipelineState, document: RunDocument): PipelineState {
  const { run, finishedAt: at } = document;
  if (document.state !== 'success' || document.selection !== undefined || at === undefined) return state;
  const { successes } = state;
  if (successes?.run === run && successes.at === at) return state;
  return { ...state, successes: { count: (successes?.count ?? 0) + 1, run, at } };
}

/**
 * What a run that has ended leaves of its claim: one that a tick worked on and was interrupted waits for the next tick, and so does
 * whatever a job without time has handed over.
 */
function leftOf(entry: ActiveRun, { state, cancelled }: RunDocument): readonly ActiveRun[] {
  const { why, resumesAt } = cancelled ?? {};
  const waits = state === 'cancelled' && why === 'interrupt' && (entry.tick || resumesAt !== undefined);
  return waits ? [{ ...entry, interrupted: true, ...(resumesAt === undefined ? {} : { resumesAt }) }] : [];
}
