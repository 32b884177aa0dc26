import { Problem } from '../../diagnostic/problem.ts';
import { claimOf } from '../../run/claim-of.ts';
import type { RunDocument } from '../../run/document.ts';
import type { ActiveRun, RunSummary } from '../../run/ports.ts';
import { replay } from '../../run/replay.ts';
import { readJournal } from '../../store/local/local-journal.ts';
import { listJournals } from '../../store/local/local-journal-list.ts';
import type { LockOwner } from '../../store/local/local-lock.ts';
import type { Office } from '../office.ts';
import { keyOf } from '../workspace.ts';
import { ownerOf } from './ownership.ts';

/** A run as it is known best: what is in Git, and what the journal here adds to it. */
export interface FoundRun {
  readonly document: RunDocument;
  /** The process that works on it now. */
  readonly owner?: LockOwner;
  /** Who has claimed it at another place, and may work on it there: their lease says whether they do. */
  readonly held?: ActiveRun;
  /** It says `running`, and nobody works on it: it can be resumed. */
  readonly interrupted: boolean;
  /** Its journal lies on this machine. */
  readonly journalled: boolean;
}

export interface ListedRun extends RunSummary {
  readonly pipeline: string;
  /** Nothing of it is in Git yet. */
  readonly journalOnly: boolean;
}

/**
 * The run with this id or unambiguous beginning; the newest of all pipelines without one.
 *
 * @throws {Problem} SG709 if there is none, SG712 if several begin so.
 */
export async function findRun(office: Office, idOrPrefix?: string): Promise<FoundRun> {
  const runs = await listRuns(office);
  const listed = idOrPrefix === undefined ? runs[0] : pick(runs, idOrPrefix, office.environment);
  if (listed === undefined) throw noRuns(office.environment);
  return readRun(office, listed.pipeline, listed.run);
}

/** One run of a known pipeline. */
export async function readRun(office: Office, pipeline: string, run: string): Promise<FoundRun> {
  const stored = await office.state.run(office.environment, pipeline, run);
  const journal = journalOf(office, pipeline, run);
  const document = replay(journal?.entries ?? [], stored);
  if (document === undefined) throw notKept(run, office.environment);
  const owner = ownerOf(office, pipeline, run);
  const held = document.state === 'running' ? await claimElsewhere(office, pipeline, run) : undefined;
  return {
    document,
    ...(owner === undefined ? {} : { owner }),
    ...(held === undefined ? {} : { held }),
    interrupted: document.state === 'running' && owner === undefined && held === undefined,
    journalled: journal !== undefined,
  };
}

function journalOf(office: Office, pipeline: string, run: string): ReturnType<typeof readJournal> {
  if (office.repository === undefined) return undefined;
  return readJournal(office.repository.segueDir, keyOf(office, pipeline, run));
}

async function claimElsewhere(
  { state, environment, machine }: Office,
  pipeline: string,
  run: string,
): Promise<ActiveRun | undefined> {
  const claim = claimOf(await state.state(environment, pipeline), run);
  const isElsewhere = claim?.lease !== undefined && claim.host !== machine.place && claim.interrupted !== true;
  return isElsewhere ? claim : undefined;
}

/** All runs of the environment that are kept whole, newest first. */
export async function listRuns(office: Office, pipeline?: string): Promise<readonly ListedRun[]> {
  const { state, environment } = office;
  const pipelines = pipeline === undefined ? await state.pipelines(environment) : [pipeline];
  const lists = await Promise.all(
    pipelines.map(async (id) => {
      const view = await state.view(environment, id);
      return (await view.runs()).map((each): ListedRun => ({ ...each, pipeline: id, journalOnly: false }));
    }),
  );
  const stored = lists.flat();
  const known = new Set(stored.map(({ run }) => run));
  const extra = journalOnly(office).filter(
    (each) => !known.has(each.run) && (pipeline ?? each.pipeline) === each.pipeline,
  );
  return [...stored, ...extra].sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
}

/** Runs that died before their first commit. */
function journalOnly(office: Office): readonly ListedRun[] {
  if (office.repository === undefined) return [];
  const { segueDir } = office.repository;
  const keys = listJournals(segueDir).filter(({ environment }) => environment === office.environment);
  return keys.flatMap((key) => {
    const document = replay(readJournal(segueDir, key)?.entries ?? []);
    if (document === undefined) return [];
    const { run, state, createdAt, generation, pipeline } = document;
    return [{ run, state, createdAt, generation, pipeline, journalOnly: true }];
  });
}

function pick(runs: readonly ListedRun[], wanted: string, environment: string): ListedRun {
  const exact = runs.find(({ run }) => run === wanted);
  const prefix = wanted.startsWith('r-') ? wanted : `r-${wanted}`;
  const [first, ...others] = exact === undefined ? runs.filter(({ run }) => run.startsWith(prefix)) : [exact];
  if (first === undefined) throw unknownRun(wanted, environment, runs);
  if (others.length > 0) throw ambiguous(wanted, [first, ...others]);
  return first;
}

/** Somebody knows its id, e.g. from the state of its pipeline; meanwhile it has ended and was retired. */
function notKept(run: string, environment: string): Problem {
  return new Problem(
    'SG709',
    `Run ${run} is not kept in the environment ${environment} any more: only the newest runs are.`,
    'It has ended. segue status --all lists the newest; segue history PIPELINE may still say how it went.',
    2,
  );
}

function unknownRun(wanted: string, environment: string, runs: readonly ListedRun[]): Problem {
  const newest = runs.slice(0, 3).map(({ run, pipeline }) => `${run} (${pipeline})`);
  const list = newest.length === 0 ? 'There are no runs yet.' : `The newest are: ${newest.join(', ')}.`;
  return new Problem('SG709', `There is no run ${wanted} in the environment ${environment}.`, list, 2);
}

function ambiguous(wanted: string, runs: readonly ListedRun[]): Problem {
  const ids = runs.slice(0, 5).map(({ run }) => run);
  return new Problem('SG712', `${wanted} is the beginning of several runs.`, `Give more of it: ${ids.join(', ')}.`, 2);
}

function noRuns(environment: string): Problem {
  return new Problem(
    'SG709',
    `There are no runs in the environment ${environment} yet.`,
    'segue run PIPELINE makes one.',
    2,
  );
}
