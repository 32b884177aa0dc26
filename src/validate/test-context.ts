import type { Pipeline } from '../model/pipeline.ts';
import type { PipelineTest } from '../model/pipeline-test.ts';
import type { Settings } from '../model/settings.ts';
import type { Source } from '../model/yaml/source.ts';
import { parseCron } from '../schedule/cron.ts';
import { isTimezone } from '../schedule/timezone.ts';

/** What rules about tests judge: one file whose shape is whole, and what it is about. */
export interface TestContext {
  readonly test: PipelineTest;
  readonly source: Source;
  readonly settings: Settings;
  /** Ids of all pipelines of the repository. */
  readonly pipelines: readonly string[];
  /** The one that it names; absent if there is none, or if its shape is not whole. */
  readonly pipeline?: Pipeline;
  /** False if the pipeline is absent, or its crons cannot be read: nothing is said about times then. */
  readonly knowsTimes: boolean;
}

export function createTestContext(
  test: PipelineTest,
  source: Source,
  settings: Settings,
  pipelines: readonly string[],
  pipeline: Pipeline | undefined,
): TestContext {
  const base = { test, source, settings, pipelines };
  if (pipeline === undefined) return { ...base, knowsTimes: false };
  const knowsTimes = pipeline.on.schedule.every(({ cron, timezone }) => parseCron(cron).ok && isTimezone(timezone));
  return { ...base, pipeline, knowsTimes };
}
