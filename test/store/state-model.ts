import type { RunDocument } from '../../src/run/document.ts';
import type { ActiveRun, TaskDurations } from '../../src/run/ports.ts';

/** Runs that the states under test keep whole. */
export const keepRuns = 3;

interface ModelPipeline {
  readonly environment: string;
  readonly pipeline: string;
  readonly cursor?: string;
  readonly active: readonly ActiveRun[];
  readonly durations: TaskDurations;
  readonly runs: ReadonlyMap<string, RunDocument>;
}

/** What a state should hold, kept in the plainest way. */
export interface Model {
  get(environment: string, pipeline: string): ModelPipeline | undefined;
  set(pipeline: ModelPipeline): void;
  pipelines(environment: string): readonly string[];
  environments(): readonly string[];
}

export function modelOf(): Model {
  const all = new Map<string, ModelPipeline>();
  return {
    get: (environment, pipeline) => all.get(`${environment}:${pipeline}`),
    set: (entry) => all.set(`${entry.environment}:${entry.pipeline}`, entry),
    pipelines: (environment) =>
      [...all.values()]
        .filter((entry) => entry.environment === environment)
        .map((entry) => entry.pipeline)
        .sort(),
    environments: () => [...new Set([...all.values()].map((entry) => entry.environment))].sort(),
  };
}

/** Applies a change; tells what an update must say about it. */
export function modelChange(
  model: Model,
  place: { readonly environment: string; readonly pipeline: string },
  change: { readonly runs: readonly RunDocument[] } & Partial<Pick<ModelPipeline, 'cursor' | 'active' | 'durations'>>,
): 'written' | 'unchanged' {
  const before = model.get(place.environment, place.pipeline);
  const runs = new Map(before?.runs);
  for (const run of change.runs) runs.set(run.run, run);
  const cursor = change.cursor ?? before?.cursor;
  const whole: ModelPipeline = {
    environment: place.environment,
    pipeline: place.pipeline,
    ...(cursor === undefined ? {} : { cursor }),
    active: change.active ?? before?.active ?? [],
    durations: change.durations ?? before?.durations ?? {},
    runs,
  };
  const kept = new Map(keptRuns(whole).map((run) => [run.run, run]));
  const after = { ...whole, runs: kept };
  model.set(after);
  const retiredAtOnce = change.runs.some((run) => !kept.has(run.run));
  return retiredAtOnce || text(before) !== text(after) ? 'written' : 'unchanged';
}

/** Newest first: the newest few, and those that are active. */
export function keptRuns(entry: ModelPipeline | undefined): readonly RunDocument[] {
  const sorted = [...(entry?.runs.values() ?? [])].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  return sorted.filter((run, index) => index < keepRuns || entry?.active.some((active) => active.run === run.run));
}

function text(entry: ModelPipeline | undefined): string {
  return JSON.stringify(entry && { ...entry, runs: [...entry.runs].sort(([a], [b]) => (a < b ? -1 : 1)) });
}
