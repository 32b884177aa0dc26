import { Problem } from '../../diagnostic/problem.ts';
import { byId } from '../../diff/side.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { ForecastRun } from '../../report/forecast.ts';
import type { ForecastView } from '../../report/forecast-view.ts';
import type { JudgedSide } from '../../review/judged-side.ts';
import { nextFire } from '../../schedule/fires.ts';
import { type Simulated, simulate } from '../../simulate/simulate.ts';
import type { TaskName, WhatIf } from '../../simulate/world/what-if.ts';
import { readSide } from '../diff/repository-side.ts';
import { type Revision, readRevision } from '../diff/revisions.ts';
import type { Workspace } from '../workspace.ts';
import { knownHabits } from './known-habits.ts';

export interface SimulationRequest {
  /** Ids of the pipelines that are told of; all of them if it is empty. */
  readonly only: readonly string[];
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The pipelines of a commit; of the working tree without it. */
  readonly at?: string;
  /** Compared with those of this commit. */
  readonly base?: string;
  readonly seed: number;
  /** As many as are cheap without it. */
  readonly worlds?: number;
  readonly whatIf: WhatIf;
  /** The same as it was typed. */
  readonly asked: readonly string[];
  readonly environment: string;
}

export interface SimulatedRepository {
  readonly view: ForecastView;
  /** Of the first world. */
  readonly runs: readonly ForecastRun[];
}

/** Fires of all worlds together that are cheap, and the worlds that tell enough. */
const [cheapFires, enoughWorlds] = [20_000, 20];
const longestMs = 1_100 * 86_400_000;

/**
 * Plays the pipelines of this repository in virtual time. Reads files and what this clone has of the state; executes and writes nothing.
 *
 * @throws {Problem} SG918 for a window that makes no sense, SG701 and SG703 for names that nothing has, SG917 for a commit, SG702 for
 *   settings with errors.
 */
export async function simulateRepository(
  workspace: Workspace,
  request: SimulationRequest,
): Promise<SimulatedRepository> {
  demandWindow(request);
  const { repository } = workspace;
  const revision = request.at === undefined ? workingTree : await readRevision(repository, request.at);
  const base = request.base === undefined ? undefined : await readRevision(repository, request.base);
  const side = await readSide(workspace, revision);
  demandNames(side, request);
  const now = await play(workspace, side, request, true);
  const view = {
    simulation: now.simulation,
    whatIf: request.asked,
    leftOut: [...(side.unfit ?? []), ...(side.unread ?? [])].filter(unique).sort(),
    isChosen: request.only.length > 0,
  };
  if (base === undefined) return { view, runs: now.runs };
  const before = await play(workspace, await readSide(workspace, base, side), request, false);
  return { view: { ...view, before: { name: base.name, simulation: before.simulation } }, runs: now.runs };
}

const workingTree: Revision = { name: 'working tree' };

async function play(
  workspace: Workspace,
  side: JudgedSide,
  { only, from, to, seed, worlds, whatIf, environment }: SimulationRequest,
  keepsRuns: boolean,
): Promise<Simulated> {
  const pipelines = fitOf(side);
  const { habits, lateMs } = await knownHabits(workspace, pipelines, [environment, 'local'].filter(unique));
  return simulate({
    ...{
      pipelines,
      settings: side.settings,
      environment,
      habits,
      knownLateMs: lateMs,
      from,
      to,
      seed,
      whatIf,
      keepsRuns,
    },
    worlds: worlds ?? cheapWorlds(pipelines, from, to),
    ...(only.length === 0 ? {} : { only: new Set(only) }),
  });
}

function fitOf(side: JudgedSide): readonly Pipeline[] {
  return [...byId(side).values()].filter(({ id }) => side.unfit?.has(id) !== true);
}

/** Many worlds of a short window, few of a long one: it must not take long where nobody asked for more. */
function cheapWorlds(pipelines: readonly Pipeline[], from: number, to: number): number {
  let fires = 1;
  for (const { on } of pipelines) {
    for (let at = nextFire(on.schedule, from - 1); at !== undefined && at < to; at = nextFire(on.schedule, at)) {
      if (++fires > cheapFires) return 1;
    }
  }
  return Math.max(1, Math.min(enoughWorlds, Math.floor(cheapFires / fires)));
}

function demandWindow({ from, to }: SimulationRequest): void {
  if (to <= from) {
    throw new Problem('SG918', 'The window ends before it begins.', 'Give --from and --to in their order of time.', 2);
  }
  if (to - from <= longestMs) return;
  throw new Problem('SG918', 'The window is longer than three years.', 'Give a shorter one: --from and --to.', 2);
}

function demandNames(side: JudgedSide, { whatIf }: SimulationRequest): void {
  for (const name of [...whatIf.fail, ...whatIf.slow]) demandTask(side, name);
}

function demandTask({ pipelines }: JudgedSide, { pipeline, task }: TaskName): void {
  const asked = pipelines.filter(({ id }) => pipeline === undefined || id === pipeline);
  if (asked.some(({ tasks }) => tasks.some(({ id }) => id === task))) return;
  const where = pipeline === undefined ? 'No pipeline' : `${pipeline}, if there is one,`;
  throw new Problem(
    'SG703',
    pipeline === undefined ? `${where} has a task ${task}.` : `${where} has no task ${task}.`,
    'segue list shows the pipelines, segue graph PIPELINE its tasks. One of a certain pipeline: PIPELINE:TASK.',
    2,
  );
}

function unique(name: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(name) === index;
}
