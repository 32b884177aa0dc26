import { Problem } from '../../diagnostic/problem.ts';
import { pipelineId } from '../../model/names.ts';
import { historyWanted } from '../../review/history-wanted.ts';
import type { CommitFiles, KnownRuns, PullChange } from '../../review/pull-change.ts';
import type { StateReader } from '../../run/ports.ts';
import { historyOf } from '../diff/known-history.ts';

/** Pipelines whose past is read; of each that is a few requests. */
export const mostPipelines = 60;

/** Whose runs tell how long things take. */
const environments: readonly string[] = ['production'];

type Past = Pick<PullChange, 'history' | 'runs'>;

/** What the stored state says of the pipelines that may change. Nothing if it cannot be read, or if these are too many. */
export async function readPast(
  state: StateReader | undefined,
  base: CommitFiles,
  head: CommitFiles,
  folder: string,
): Promise<Past> {
  const wanted = historyWanted(base, head, folder);
  if (state === undefined || wanted.length > mostPipelines) return {};
  const changed = [base, head].flatMap((side) =>
    [...side.digests.keys()].map((path) => pipelineId(path, side.folder ?? folder)),
  );
  const own = new Set(changed);
  try {
    const asked = wanted.map((id) => ({ id, mayOrphan: own.has(id) }));
    const history = await historyOf({ state }, asked, { environments, isWhole: true });
    return { history, runs: await runsOf(state, wanted, history) };
  } catch (error) {
    // A state that cannot be reached or read stands in nobody's way: what rests on it is told as not checked.
    if (error instanceof Problem) return {};
    throw error;
  }
}

async function runsOf(
  state: StateReader,
  ids: readonly string[],
  history: NonNullable<Past['history']>,
): Promise<ReadonlyMap<string, KnownRuns>> {
  const known = await Promise.all(
    ids.map(async (id) => {
      const { environment, hasState } = history.get(id) ?? {};
      const runs = environment === undefined || hasState !== true ? none : await runsIn(state, environment, id);
      return [id, runs] as const;
    }),
  );
  return new Map(known);
}

const none: KnownRuns = { served: [], runs: [], newestGeneration: 0 };

async function runsIn(state: StateReader, environment: string, id: string): Promise<KnownRuns> {
  const view = await state.view(environment, id);
  const { served = [], backfills = {} } = view.state;
  const generations = Object.values(backfills).map(({ generation }) => generation);
  return { served, runs: await view.runs(), newestGeneration: Math.max(0, ...generations) };
}
