import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';
import { type LateStart, lagOf, lateStarts, type PipelineLag } from '../report/command/lag.ts';
import { adviceOn, type GithubClock, type LagAdvice } from '../report/command/lag-advice.ts';
import { activeSpans, type Span } from '../run/activity.ts';
import type { RunSummary, StateView } from '../run/ports.ts';
import { monthOf } from '../workflow/month-of.ts';
import { workflowEnvironment } from './ask/serving-workflow.ts';
import { pausedSpans } from './paused-spans.ts';
import { loadPipelines } from './pipelines/load-pipelines.ts';
import { expectedRunTimes } from './run/run-times.ts';
import { readWorkflow } from './workflow-file.ts';
import type { Workspace } from './workspace.ts';

/** How late scheduled runs started, and what can be done about it. */
export interface Lag {
  /** Those that have such runs, by id. */
  readonly pipelines: readonly PipelineLag[];
  readonly advice: readonly LagAdvice[];
}

/** A start that late is looked at: what else went on. */
const waitedMs = 60_000;
/** A pause that is shorter makes no difference that one would look for. */
const pausedMs = 3_600_000;

/**
 * Reads how late the kept runs started, of all pipelines or of some. The files are those of the working tree: what they say of
 * schedules and of GitHub's clock is what would be changed.
 */
export async function lagOfRuns(workspace: Workspace, only?: readonly string[]): Promise<Lag> {
  const { state, environment } = workspace;
  const judged = loadPipelines(workspace);
  const pipelines = [...judged.pipelines.values()].map(({ pipeline }) => pipeline);
  const most = Object.fromEntries(pipelines.map(({ id, maxActiveRuns }) => [id, maxActiveRuns]));
  const starts: LateStart[] = [];
  for (const id of only ?? (await state.pipelines(environment))) {
    starts.push(...(await startsOf(workspace, id, most[id] ?? 1)));
  }
  const ids = [...new Set(starts.map(({ pipeline }) => pipeline))].sort();
  const { settings } = judged;
  const github = await githubClock(workspace, pipelines, settings);
  const advice = adviceOn({
    starts,
    maxActiveRuns: most,
    maxParallelRuns: settings.maxParallelRuns,
    ...(github === undefined ? {} : { github }),
  });
  return { pipelines: ids.flatMap((id) => lagOf(starts.filter(({ pipeline }) => pipeline === id)) ?? []), advice };
}

async function startsOf(workspace: Workspace, pipeline: string, most: number): Promise<readonly LateStart[]> {
  const view = await workspace.state.view(workspace.environment, pipeline);
  const all = await view.runs();
  const runs = await unlessPaused(workspace, pipeline, all);
  const overlapping = new Map(runs.map((run) => [run.run, all.filter((other) => overlaps(run, other))]));
  const wanted = new Set([...overlapping.values()].flat().map(({ run }) => run));
  const spans = await spansOf(workspace, view, wanted);
  return lateStarts(pipeline, runs, most, (run) =>
    (overlapping.get(run) ?? []).flatMap((other) => spans.get(other.run) ?? []),
  );
}

/** Runs that waited for the end of a pause are late because somebody wanted it. The history is read only if it may tell of one. */
async function unlessPaused(
  workspace: Workspace,
  pipeline: string,
  runs: readonly RunSummary[],
): Promise<readonly RunSummary[]> {
  if (!runs.some(({ late }) => (late?.wakeMs ?? 0) >= pausedMs)) return runs;
  const pauses = await pausedSpans(workspace, pipeline);
  return runs.filter(({ interval, late }) => {
    if (interval === undefined || late === undefined) return true;
    const dueAt = Date.parse(interval.end);
    return !pauses.some(({ from, to }) => from < dueAt + late.startMs && to > dueAt);
  });
}

/** Whether `other` may have gone on while `run` waited. A retry makes a run look longer than it was: its document tells. */
function overlaps({ run, interval, late }: RunSummary, other: RunSummary): boolean {
  if (interval === undefined || late === undefined || late.startMs < waitedMs || other.run === run) return false;
  const dueAt = Date.parse(interval.end);
  const end = other.finishedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(other.finishedAt);
  return Date.parse(other.createdAt) < dueAt + late.startMs && end > dueAt;
}

async function spansOf(
  { clock }: Workspace,
  view: StateView,
  runs: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Span[]>> {
  const found = new Map<string, readonly Span[]>();
  for (const run of runs) {
    const document = await view.run(run);
    if (document !== undefined) found.set(run, activeSpans(document, clock.now()));
  }
  return found;
}

/** Undefined where no workflow wakes this environment. */
async function githubClock(
  workspace: Workspace,
  pipelines: readonly Pipeline[],
  settings: Settings,
): Promise<GithubClock | undefined> {
  const { environment, clock } = workspace;
  if (environment !== workflowEnvironment || readWorkflow(workspace) === undefined) return undefined;
  const runMs = await expectedRunTimes(workspace, pipelines, [environment]);
  const { wake } = settings;
  const month = (asked: GithubClock['wake']) => monthOf(pipelines, settings, asked, runMs, clock.now());
  const today = month(wake);
  return {
    wake,
    moreMinutes: (asked) => month(asked).minutes - today.minutes,
    working: today.wakeUps - today.idle,
  };
}
