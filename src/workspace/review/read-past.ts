import { Problem } from '../../diagnostic/problem.ts';
import type { History, PipelineHistory } from '../../diff/history.ts';
import { isBackfillFile } from '../../model/backfill.ts';
import { pipelineId } from '../../model/names.ts';
import { historyWanted } from '../../review/history-wanted.ts';
import type { CommitFiles, KnownRuns, PullChange } from '../../review/pull-change.ts';
import type { StateReader } from '../../run/ports.ts';
import { durationsPath, runListPath, runPath, statePath } from '../../store/names.ts';
import { mendableRuns } from '../diff/kept-past.ts';
import { type AskedHistory, historyOf } from '../diff/known-history.ts';
import { tellingRuns } from '../diff/task-failures.ts';
import type { StateMoment } from '../forge/state-moment.ts';

/** Pipelines whose past is read where each document is a request. */
export const mostOneByOne = 60;
/** Pipelines whose runs are looked into for how often tasks fail: twenty documents each. */
export const mostWithFailures = 40;
/** Pipelines whose documents are in memory at once. */
const atOnce = 40;

/** Whose runs tell how long things take. */
const environment = 'production';

/** What is stored is damaged, or was written by a newer Segue. */
const illegibleCodes: ReadonlySet<string> = new Set(['SG606', 'SG607']);

type Past = Pick<PullChange, 'history' | 'runs' | 'illegible'>;

/** A pipeline whose past is wanted, and how much of it. */
interface Wanted extends AskedHistory {
  /** Whether a backfill of it changes, which is planned by its runs. */
  readonly wantsRuns: boolean;
}

/**
 * What the stored state says of the pipelines that may change; one that is damaged is named, and the others are told of. Nothing if GitHub does not answer, or if these are too many to be asked about
 * one by one where nothing else is possible.
 */
export async function readPast(
  open: (() => Promise<StateMoment>) | undefined,
  base: CommitFiles,
  head: CommitFiles,
  folder: string,
): Promise<Past> {
  if (open === undefined) return {};
  const wanted = wantedPast(base, head, folder);
  const history = new Map<string, PipelineHistory>();
  const runs = new Map<string, KnownRuns>();
  const illegible: string[] = [];
  try {
    const moment = await open();
    for (let at = 0; at < wanted.length; at += atOnce) {
      const some = wanted.slice(at, at + atOnce);
      if (!(await bring(moment, some)) && wanted.length > mostOneByOne) return {};
      const pasts = await Promise.all(some.map((each) => unlessIllegible(() => pastOf(moment, each))));
      for (const [index, { id }] of some.entries()) {
        const past = pasts[index];
        if (past === undefined) illegible.push(id);
        for (const [name, each] of past?.history ?? []) history.set(name, each);
        if (past?.runs !== undefined) runs.set(id, past.runs);
      }
    }
    return illegible.length === 0 ? { history, runs } : { history, runs, illegible };
  } catch (error) {
    // A state that cannot be reached or read stands in nobody's way: what rests on it is told as not checked.
    if (error instanceof Problem) return {};
    throw error;
  }
}

async function pastOf({ state }: StateMoment, wanted: Wanted): Promise<{ history: History; runs?: KnownRuns }> {
  const history = await historyOf({ state }, [wanted], { environments: [environment], isWhole: true });
  return wanted.wantsRuns ? { history, runs: await runsOf(state, wanted.id) } : { history };
}

/** Nothing where what is stored is damaged, or of a newer Segue: that is one pipeline's, and the others are not in its way. */
async function unlessIllegible<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Problem && illegibleCodes.has(error.code)) return undefined;
    throw error;
  }
}

function wantedPast(base: CommitFiles, head: CommitFiles, folder: string): readonly Wanted[] {
  const wanted = historyWanted(base, head, folder);
  const changed = [base, head].flatMap((side) =>
    [...side.digests.keys()].map((path) => pipelineId(path, side.folder ?? folder)),
  );
  const own = new Set(changed);
  const hasBackfills = [base, head].some(({ digests }) => [...digests.keys()].some(isBackfillFile));
  const first = new Set([...wanted.filter((id) => own.has(id)), ...wanted].slice(0, mostWithFailures));
  return wanted.map((id) => ({
    id,
    mayOrphan: own.has(id),
    wantsFailures: first.has(id),
    wantsRuns: hasBackfills,
  }));
}

/** First what says which runs there are, then those of them that are looked into. */
async function bring(moment: StateMoment, some: readonly Wanted[]): Promise<boolean> {
  const lists = some.flatMap(({ id: pipeline, mayOrphan, wantsFailures, wantsRuns }) => {
    const paths = [statePath, durationsPath, ...(mayOrphan || wantsFailures || wantsRuns ? [runListPath] : [])];
    return paths.map((path) => ({ pipeline, path }));
  });
  if (!(await moment.bring(environment, lists))) return false;
  const documents = await Promise.all(some.map((each) => unlessIllegible(() => documentsOf(moment.state, each))));
  return moment.bring(
    environment,
    documents.flatMap((each) => each ?? []),
  );
}

async function documentsOf(
  state: StateReader,
  { id, mayOrphan, wantsFailures }: Wanted,
): Promise<readonly { readonly pipeline: string; readonly path: string }[]> {
  if (!mayOrphan && !wantsFailures) return [];
  const view = await state.view(environment, id);
  const runs = await view.runs();
  const found = [...(wantsFailures ? tellingRuns(runs) : []), ...(mayOrphan ? mendableRuns(view.state, runs) : [])];
  return found.map(({ run }) => ({ pipeline: id, path: runPath(run) }));
}

async function runsOf(state: StateReader, id: string): Promise<KnownRuns> {
  const view = await state.view(environment, id);
  const { served = [], backfills = {} } = view.state;
  const generations = Object.values(backfills).map(({ generation }) => generation);
  return { served, runs: await view.runs(), newestGeneration: Math.max(0, ...generations) };
}
