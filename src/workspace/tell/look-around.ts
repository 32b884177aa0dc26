import { Problem } from '../../diagnostic/problem.ts';
import { deadlineOfStart, dueStart } from '../../incident/due-start.ts';
import type { DeadlineMissed, Looked, Stalled } from '../../incident/observation.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { ActiveRun, PipelineState } from '../../run/ports.ts';
import type { Liveness } from '../../tick/step.ts';
import { loadAtCommit } from '../pipelines/load-at-commit.ts';
import { livenessOf } from '../run/ownership.ts';
import type { Code } from '../tick/code.ts';
import type { Workspace } from '../workspace.ts';
import { memberFacts } from './member-facts.ts';

/** What did not happen, as far as is known here and now. */
export interface Around {
  readonly missed: readonly DeadlineMissed[];
  readonly looked: Looked;
}

/** Others store an end some seconds after it, and clocks differ: what is so little late may have ended in time. */
const leewayMs = 60_000;

/**
 * Looks for deadlines that have passed, for what is due and has not begun, and with `isLast` for runs that nobody works on. Also at
 * pipelines whose files are broken: what is due of them follows from how they were when they ran last.
 */
export async function lookAround(
  workspace: Workspace,
  code: Pick<Code, 'pipelines' | 'broken'>,
  isLast: boolean,
): Promise<Around> {
  const { clock } = workspace;
  const now = clock.now();
  const seen = await Promise.all([
    ...[...code.pipelines].map(([id, { pipeline }]) => lookAt(workspace, id, async () => pipeline, { now, isLast })),
    ...[...code.broken.keys()].map((id) =>
      lookAt(workspace, id, (state) => lastRun(workspace, state), { now, isLast }),
    ),
  ]);
  const others = [...code.pipelines.values()].map(({ pipeline }) => pipeline);
  const known = seen.flatMap((each) => each ?? []);
  const at = new Date(now).toISOString();
  const told = await Promise.all(known.map((each) => observed(workspace, each, others, at)));
  const pipelines = known.map(({ pipeline }) => pipeline.id);
  const stalled = told.flatMap((each) => each.stalled);
  const unjudged = known.flatMap((each) => each.unjudged);
  return {
    missed: told.flatMap((each) => each.missed),
    looked: { kind: 'looked', at, pipelines, stalled, unjudged },
  };
}

interface Moment {
  readonly now: number;
  readonly isLast: boolean;
}

/** What of a pipeline is late or stands still. */
interface Sight {
  readonly pipeline: Pipeline;
  readonly missed: readonly Pick<DeadlineMissed, 'run' | 'deadline'>[];
  readonly stalled: readonly StandsStill[];
  readonly unjudged: readonly string[];
}

type StandsStill = Omit<Stalled, 'pipeline' | 'facts'>;

async function lookAt(
  workspace: Workspace,
  id: string,
  read: (state: PipelineState) => Promise<Pipeline | undefined>,
  { now, isLast }: Moment,
): Promise<Sight | undefined> {
  const { state: store, environment } = workspace;
  const state = await store.state(environment, id);
  const pipeline = await read(state);
  if (pipeline === undefined) return undefined;
  const upstream = await Promise.all(
    pipeline.on.after.map(async (each) => [each, (await store.state(environment, each)).successes] as const),
  );
  const start = dueStart({ pipeline, state, upstream: Object.fromEntries(upstream) }, now);
  const late = await lateRuns(workspace, pipeline, state, now);
  const deadline = start === undefined ? undefined : deadlineOfStart(pipeline, start);
  const { left, unjudged } = await leftRuns(workspace, state, { now, isLast });
  const isMissed = deadline !== undefined && Date.parse(deadline) + leewayMs <= now;
  return {
    pipeline,
    missed: isMissed ? [...late, { deadline }] : late,
    stalled: [...(start === undefined ? [] : [start]), ...left],
    unjudged,
  };
}

async function lateRuns(
  { state: store, environment }: Workspace,
  { id, deadline }: Pipeline,
  { active }: PipelineState,
  now: number,
): Promise<Sight['missed']> {
  if (deadline === undefined) return [];
  const runs = await Promise.all(active.map(({ run }) => store.run(environment, id, run)));
  return runs.flatMap((run) => {
    const at = run?.deadline?.at;
    const hasEnded = run?.finishedAt !== undefined && !isHandOver(run.cancelled);
    if (run === undefined || at === undefined || hasEnded) return [];
    return Date.parse(at) + leewayMs <= now ? [{ run: run.run, deadline: at }] : [];
  });
}

/**
 * Runs that wait for somebody to go on with them; while a pipeline is paused nobody does, and of those that were handed over nobody
 * before a job has the time.
 */
async function leftRuns(
  workspace: Workspace,
  { pipeline, active, paused }: PipelineState,
  { now, isLast }: Moment,
): Promise<{ readonly left: readonly StandsStill[]; readonly unjudged: readonly string[] }> {
  if (paused !== undefined) return { left: [], unjudged: [] };
  if (!isLast) return { left: [], unjudged: active.map(({ run }) => run) };
  const judged = await Promise.all(
    active.map(async (entry) => ({ entry, how: await livenessOf(workspace, pipeline, entry) })),
  );
  const isLeft = ({ interrupted, resumesAt }: ActiveRun, how: Liveness) =>
    (interrupted === true || how === 'dead') && (resumesAt === undefined || Date.parse(resumesAt) <= now);
  const left = judged.filter(({ entry, how }) => isLeft(entry, how));
  const unjudged = judged.filter(({ how }) => how === 'unknown');
  return {
    left: left.map(({ entry }) => ({ run: entry.run, due: entry.resumesAt ?? entry.claimedAt })),
    unjudged: unjudged.map(({ entry }) => entry.run),
  };
}

async function observed(
  workspace: Workspace,
  { pipeline, missed, stalled }: Sight,
  others: readonly Pipeline[],
  seen: string,
): Promise<{ readonly missed: readonly DeadlineMissed[]; readonly stalled: readonly Stalled[] }> {
  if (missed.length === 0 && stalled.length === 0) return { missed: [], stalled: [] };
  const of = { pipeline: pipeline.id, facts: await memberFacts(workspace, pipeline, others) };
  return {
    missed: missed.map((each) => ({ kind: 'deadline-missed', ...of, ...each, seen })),
    stalled: stalled.map((each) => ({ ...of, ...each })),
  };
}

/** A pipeline as it was when it ran last; one that never did has nothing due. */
async function lastRun(workspace: Workspace, { pipeline, latest = [] }: PipelineState): Promise<Pipeline | undefined> {
  const [newest] = latest;
  if (newest === undefined) return undefined;
  const run = await workspace.state.run(workspace.environment, pipeline, newest.run);
  if (run === undefined) return undefined;
  try {
    return (await loadAtCommit(workspace, run.commit, run.file)).pipeline;
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}
