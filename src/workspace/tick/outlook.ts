import { longestAttemptMs } from '../../model/max-runtime.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { isOpen } from '../../run/due-backfill.ts';
import { type JobTime, leastNeeded } from '../../run/job-time.ts';
import type { PipelineState, RunSummary, StateView } from '../../run/ports.ts';
import { decideAgain } from '../../tick/decide-again.ts';
import type { Known } from '../../tick/next-step.ts';
import { consumedAs, previousOf, successesOf } from '../../tick/old-ids.ts';
import type { AskedBackfill, Liveness, Outlook, Step } from '../../tick/step.ts';
import type { Office } from '../office.ts';
import { livenessOf } from '../run/ownership.ts';

import type { Code } from './code.ts';
import { CommitOrder } from './commit-order.ts';

/** What is known of a pipeline now, to decide on. */
export async function outlookOf(
  office: Office,
  pipeline: Pipeline,
  code: Pick<Code, 'commit' | 'pipelines' | 'backfills'>,
  time?: JobTime,
): Promise<Outlook> {
  const { commit, pipelines, backfills } = code;
  const { state: store, environment, clock } = office;
  const view = await store.view(environment, pipeline.id);
  const { state } = view;
  const asked = backfills.get(pipeline.id) ?? [];
  const statesOf = (ids: readonly string[]) => Promise.all(ids.map((id) => store.state(environment, id)));
  const previous = previousOf(state, await statesOf(pipeline.renamedFrom));
  const formerIds = (id: string) => pipelines.get(id)?.pipeline.renamedFrom ?? [];
  const upstream = await Promise.all(
    pipeline.on.after.map(async (id) => {
      const known = successesOf(await store.state(environment, id), await statesOf(formerIds(id)));
      return [id, known?.count ?? 0] as const;
    }),
  );
  const newerCommit = await newerOf(office, code, [state.commit, previous?.commit]);
  return {
    pipeline,
    commit,
    state,
    runs: await runsFor(asked, view),
    ...(previous === undefined ? {} : { previous }),
    ...(newerCommit === undefined ? {} : { newerCommit }),
    now: clock.now(),
    ...(time === undefined ? {} : { time: await timeFor(pipeline, view, time, clock.now()) }),
    holders: { ...(await holdersOf(office, state)), ...(previous ? await holdersOf(office, previous) : {}) },
    upstream: Object.fromEntries(upstream),
    oldIds: oldIdsOf(state, pipeline, formerIds),
    backfills: asked,
  };
}

/** What a tick decides on what is stored at the moment of its write. */
export async function decideStored(outlook: Outlook, view: StateView): Promise<Step | undefined> {
  return decideAgain(outlook, { state: view.state, runs: await runsFor(outlook.backfills, view) });
}

/** What tasks took is read only where it matters: at the beginning of a job each may start. */
async function timeFor(
  { tasks }: Pipeline,
  view: StateView,
  time: JobTime,
  now: number,
): Promise<NonNullable<Outlook['time']>> {
  const leftMs = Date.parse(time.endsAt) - now;
  const neededMs = leastNeeded(tasks, leftMs >= longestAttemptMs(time.wholeMs) ? {} : await view.durations(), time);
  return { leftMs, neededMs };
}

/** What is known of runs that nobody may work on any more. */
export async function recoveryOutlook(office: Office, pipeline: string): Promise<Known> {
  const state = await office.state.state(office.environment, pipeline);
  return { state, holders: await holdersOf(office, state), now: office.clock.now() };
}

/** A long list takes a while to be read: only those look at it that a backfill asks which runs there are. */
async function runsFor(asked: readonly AskedBackfill[], view: StateView): Promise<readonly RunSummary[]> {
  return asked.some((each) => isOpen(each, view.state)) ? view.runs() : [];
}

/**
 * Whether somebody works on each active run, as far as can be known here and now. Whoever has stored the end of a run leaves
 * it: a run without a worker is lost only if it is still active after that was seen.
 */
export async function holdersOf(
  office: Office,
  { pipeline, active }: PipelineState,
): Promise<Readonly<Record<string, Liveness>>> {
  const known = await Promise.all(
    active.map(async (entry) => [entry.run, await livenessOf(office, pipeline, entry)] as const),
  );
  if (known.every(([, liveness]) => liveness !== 'dead')) return Object.fromEntries(known);
  const since = await office.state.state(office.environment, pipeline);
  const still = new Set(since.active.map(({ run }) => run));
  return Object.fromEntries(known.map(([run, liveness]) => [run, still.has(run) ? liveness : 'alive']));
}

function oldIdsOf(
  state: PipelineState,
  { on }: Pipeline,
  formerIds: (id: string) => readonly string[],
): Readonly<Record<string, string>> {
  const moved = on.after.flatMap((id) => {
    const old = consumedAs(state, formerIds(id));
    return old === undefined ? [] : [[id, old] as const];
  });
  return Object.fromEntries(moved);
}

/** One for each reading of the code, so that a tick looks each commit up once. */
const orders = new WeakMap<object, CommitOrder>();

async function newerOf(
  { repository, remote }: Office,
  code: Pick<Code, 'commit'>,
  claimed: readonly (string | undefined)[],
): Promise<string | undefined> {
  // Who has no clone starts nothing itself, and the job that it wakes looks again.
  if (repository === undefined) return undefined;
  const clone = { repository, ...(remote === undefined ? {} : { remote }) };
  const order = orders.get(code) ?? new CommitOrder(clone, code.commit);
  orders.set(code, order);
  for (const each of claimed) {
    if (each !== undefined && !(await order.mayFollow(each))) return each;
  }
  return undefined;
}
