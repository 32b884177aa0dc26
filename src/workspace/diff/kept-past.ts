import type { PipelineChange } from '../../diff/change.ts';
import type { PipelineHistory, RetriableRun, RunInFlight } from '../../diff/history.ts';
import type { RunDocument } from '../../run/document.ts';
import type { PipelineState, RunSummary, StateView } from '../../run/ports.ts';
import { taskOf } from '../../run/reset.ts';
import { isServed } from '../../run/served.ts';

/** Failed runs that are looked into, the newest first. */
const mostRetriable = 5;

/** What is stored of a pipeline besides its durations. Its list of runs is read only where the change may meet one, or orphan some. */
export async function keptPast(view: StateView, orphans: boolean): Promise<Omit<PipelineHistory, 'tasks'>> {
  const { environment, cursor, paused, active } = view.state;
  const runs = orphans || active.length > 0 ? await view.runs() : [];
  const retriable = orphans ? await retriableOf(view, runs) : [];
  return {
    environment,
    hasState: true,
    ...(cursor === undefined ? {} : { cursor }),
    ...(paused === undefined ? {} : { paused }),
    ...(active.length === 0 ? {} : { active: active.map((each) => inFlight(each, runs)) }),
    ...(orphans ? { runs: runs.length } : {}),
    ...(retriable.length === 0 ? {} : { retriable }),
  };
}

/** Whether runs, or some of their tasks, have no file any more that says what they are. */
export function mayOrphan(change: PipelineChange): boolean {
  if (change.kind !== 'pipeline-changed') return change.kind === 'pipeline-removed';
  return change.renamed !== undefined || change.tasks.some(({ kind }) => kind === 'task-removed');
}

function inFlight(
  { run, claimedAt, backfill, interrupted, resumesAt }: PipelineState['active'][number],
  runs: readonly RunSummary[],
): RunInFlight {
  const interval = runs.find((each) => each.run === run)?.interval;
  return {
    run,
    state: interrupted || resumesAt !== undefined ? 'waiting' : 'running',
    since: claimedAt,
    ...(interval === undefined ? {} : { interval }),
    ...(backfill === undefined ? {} : { backfill }),
  };
}

/** Failed runs that somebody may still mend, newest first. Of those without an interval only the newest: nobody mends an older one any more. */
export function mendableRuns(
  { active, served = [] }: PipelineState,
  runs: readonly RunSummary[],
): readonly RunSummary[] {
  const busy = new Set(active.map(({ run }) => run));
  const failed = runs.filter(({ run, state, interval }, position) => {
    const isOver = (state === 'failed' || state === 'cancelled') && !busy.has(run);
    return isOver && (interval === undefined ? position === 0 : !isServed(served, interval));
  });
  return failed.slice(0, mostRetriable);
}

async function retriableOf(view: StateView, runs: readonly RunSummary[]): Promise<readonly RetriableRun[]> {
  const documents = await Promise.all(mendableRuns(view.state, runs).map(({ run }) => view.run(run)));
  return documents.flatMap((document) => (document === undefined ? [] : retriable(document)));
}

function retriable({ run, interval, tasks }: RunDocument): readonly RetriableRun[] {
  const unfinished = Object.entries(tasks)
    .filter(
      ([id, { state }]) => taskOf(id) === id && state !== 'success' && state !== 'skipped' && state !== 'excluded',
    )
    .map(([id]) => id);
  return unfinished.length === 0 ? [] : [{ run, ...(interval === undefined ? {} : { interval }), unfinished }];
}
