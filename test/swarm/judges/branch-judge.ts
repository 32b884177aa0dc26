import type { RunDocument, TaskRecord } from '../../../src/run/document.ts';
import type { TeamPipeline } from '../team-code.ts';
import { eager, ruleSays } from './rules.ts';

/** What is wrong with how a run ended, by its pipeline's file: each task as its rule, its condition and its list say. */
export function wrongEnds(run: RunDocument, pipeline: TeamPipeline): readonly string[] {
  // What people have cancelled, marked or had run again has states that no rule explains.
  if (run.finishedAt === undefined || run.state === 'cancelled') return [];
  if (run.actions.some(({ kind }) => kind !== 'resume')) return [];
  const stateOf = (id: string) => run.tasks[id]?.state ?? 'none';
  const wrong = Object.entries(pipeline.tasks).flatMap(([id, needs]) => {
    const { rule = 'all_success' } = pipeline.extras?.[id] ?? {};
    const said = ruleSays(rule, needs.map(stateOf));
    const record = run.tasks[id];
    const isRight = said === 'start' ? hasBegun(record, pipeline, id, run) : record?.state === said;
    return isRight ? [] : [`${id} ended ${record?.state}, and ${rule} says ${said}`];
  });
  const failed = Object.keys(pipeline.tasks).filter(
    (id) => stateOf(id) === 'failed' && pipeline.extras?.[id]?.isTolerated !== true,
  );
  const isVerdictRight = (run.state === 'failed') === failed.length > 0;
  return isVerdictRight ? wrong : [...wrong, `it ended ${run.state}, and ${failed.join(', ') || 'nothing'} failed`];
}

/** Its rule lets it start: it has, or its condition or its list has kept it from that. */
function hasBegun(
  record: TaskRecord | undefined,
  { tasks, extras }: TeamPipeline,
  id: string,
  run: RunDocument,
): boolean {
  const { isConditional, isForEach, rule = '' } = extras?.[id] ?? {};
  // An eager one is judged before what it asks of has ended: what that gives later says nothing of it.
  if (isConditional && eager.has(rule)) return record?.state === 'skipped' || hasAttempts(record);
  const outputs = run.tasks[tasks[id]?.[0] ?? '']?.outputs;
  if (isConditional)
    return record?.state === 'skipped' ? outputs?.go !== 'yes' : hasAttempts(record) && outputs?.go === 'yes';
  if (isForEach) return isSpread(record, id, run, outputs?.items);
  return hasAttempts(record);
}

function hasAttempts(record: TaskRecord | undefined): boolean {
  const isEnded = record?.state === 'success' || record?.state === 'failed';
  return isEnded && record.attempts.length > 0;
}

function isSpread(record: TaskRecord | undefined, id: string, run: RunDocument, items = '[]'): boolean {
  const wanted = (JSON.parse(items) as readonly unknown[]).length;
  if (wanted === 0) return record?.state === 'skipped';
  const instances = Array.from({ length: wanted }, (_, at) => run.tasks[`${id}[${at}]`]);
  const isFailed = instances.some((each) => each?.state === 'failed');
  return record?.instances === wanted && instances.every(hasAttempts) && (record.state === 'failed') === isFailed;
}
