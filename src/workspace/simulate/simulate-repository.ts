import { Problem } from '../../diagnostic/problem.ts';
import { byId } from '../../diff/side.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { ForecastRun } from '../../report/forecast/forecast.ts';
import type { ForecastView } from '../../report/forecast/forecast-view.ts';
import type { JudgedSide } from '../../review/judged-side.ts';
import { nextFire } from '../../schedule/fires.ts';
import { type Simulated, simulate } from '../../simulate/simulate.ts';
import type { Intents } from '../../simulate/world/intents.ts';
import type { TaskName } from '../../simulate/world/what-if.ts';
import { readSide } from '../diff/repository-side.ts';
import { type Revision, readRevision } from '../diff/revisions.ts';
import type { Workspace } from '../workspace.ts';
import { backfillsOf } from './backfills-of.ts';
import { demandPipeline, intentsOf } from './intents-of.ts';
import { knownHabits } from './known-habits.ts';
import { noRenames, renamesBetween, underNewNames, underOldNames } from './renames.ts';
import type { PlayedRequest, SimulationRequest } from './simulation-request.ts';
import { noWishes } from './wishes.ts';

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
 *   settings with errors, and for wishes as `intentsOf` and `backfillsOf`.
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
  const before = base === undefined ? undefined : await readSide(workspace, base, side);
  const renames = before === undefined ? noRenames : renamesBetween(before, side);
  const intents = await wantedOf(workspace, side, request);
  const now = await play(workspace, side, { ...request, intents, old: renames.old }, true);
  const view = {
    simulation: now.simulation,
    whatIf: request.asked,
    leftOut: [...(side.unfit ?? []), ...(side.unread ?? [])].filter(unique).sort(),
    isChosen: request.only.length > 0,
  };
  if (base === undefined || before === undefined) return { view, runs: now.runs };
  const earlier = await play(workspace, before, underOldNames({ ...request, intents }, before, renames), false);
  const simulation = underNewNames(earlier.simulation, renames);
  return { view: { ...view, before: { name: base.name, simulation } }, runs: now.runs };
}

const workingTree: Revision = { name: 'working tree' };

async function wantedOf(workspace: Workspace, side: JudgedSide, request: SimulationRequest): Promise<Intents> {
  const { wishes = noWishes, from, to } = request;
  const environment = await storedOf(workspace, request.environment);
  const played = { pipelines: new Map(fitOf(side).map((each) => [each.id, each])), from, to };
  return {
    ...(await intentsOf(workspace.state, environment, played, wishes)),
    backfills: await backfillsOf(workspace, environment, side, played, wishes.backfills),
  };
}

/** Where nothing is known of an environment, what runs on this machine says something. */
async function storedOf({ state }: Workspace, environment: string): Promise<string> {
  return (await state.environments()).includes(environment) ? environment : 'local';
}

async function play(
  workspace: Workspace,
  side: JudgedSide,
  request: PlayedRequest,
  keepsRuns: boolean,
): Promise<Simulated> {
  const { only, environment, worlds, old, ...rest } = request;
  const pipelines = fitOf(side);
  const { habits, lateMs } = await knownHabits(workspace, pipelines, [environment, 'local'].filter(unique), old);
  return simulate({
    ...rest,
    ...{ pipelines, settings: side.settings, environment, habits, knownLateMs: lateMs, keepsRuns },
    worlds: worlds ?? cheapWorlds(pipelines, request),
    ...(only.length === 0 ? {} : { only: new Set(only) }),
  });
}

function fitOf(side: JudgedSide): readonly Pipeline[] {
  return [...byId(side).values()].filter(({ id }) => side.unfit?.has(id) !== true);
}

/** Many worlds of a short window, few of a long one: it must not take long where nobody asked for more. */
function cheapWorlds(pipelines: readonly Pipeline[], { from, to, intents }: PlayedRequest): number {
  let fires = 1 + intents.backfills.reduce((sum, { intervals }) => sum + intervals.length, 0);
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

function demandNames(side: JudgedSide, { whatIf, only }: SimulationRequest): void {
  const pipelines = byId(side);
  for (const id of only) demandPipeline({ pipelines }, id);
  for (const name of [...whatIf.fail, ...whatIf.slow]) demandTask(pipelines, name);
}

function demandTask(pipelines: ReadonlyMap<string, Pipeline>, { pipeline, task }: TaskName): void {
  const asked = pipeline === undefined ? [...pipelines.values()] : [demandPipeline({ pipelines }, pipeline)];
  if (asked.some(({ tasks }) => tasks.some(({ id }) => id === task))) return;
  throw new Problem(
    'SG703',
    pipeline === undefined ? `No pipeline has a task ${task}.` : `${pipeline} has no task ${task}.`,
    'segue list shows the pipelines, segue graph PIPELINE its tasks. One of a certain pipeline: PIPELINE:TASK.',
    2,
  );
}

function unique(name: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(name) === index;
}
