import { parseDuration } from '../duration.ts';
import type { Lane, LaneContainer, SetupStep, Wake } from '../lane.ts';
import { limits } from '../limits.ts';
import type { SettingsFile } from '../schema/settings-schema.ts';
import { defaultSettings } from '../settings.ts';
import type { DocumentSource } from '../yaml/document-source.ts';
import type { Route } from '../yaml/source.ts';
import { mergeEnv } from './task-values.ts';

type LaneFile = NonNullable<SettingsFile['lanes']>[string];
type StepFile = NonNullable<LaneFile['setup']>[number];
type ContainerFile = Exclude<NonNullable<LaneFile['container']>, string>;

/** One of `lanes`. What Actions takes as it stands is kept as it stands, and variables as they are written. */
export function toLane(file: LaneFile, route: Route, source: DocumentSource): Lane {
  const { 'runs-on': runsOn, 'max-runtime': maxRuntime, container, setup, ...rest } = file;
  return frozen({
    ...rest,
    runsOn,
    container: typeof container === 'object' ? toContainer(container, [...route, 'container'], source) : container,
    setup: setup?.map((step, index) => toStep(step, [...route, 'setup', index], source)),
    maxRuntimeMs: toMaxRuntime(maxRuntime),
  }) as Lane;
}

/** `wake`; what is out of bounds keeps its default. */
export function toWake(file: SettingsFile['wake']): Wake {
  const { wake } = defaultSettings;
  const lead = file?.lead === undefined ? undefined : parseDuration(file.lead);
  return frozen({
    offPeak: file?.['off-peak'] ?? wake.offPeak,
    extra: file?.extra ?? wake.extra,
    leadMs: lead !== undefined && lead <= limits.longestLeadMs ? lead : wake.leadMs,
  });
}

/** What is out of bounds counts as if it was not said. */
export function toMaxRuntime(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : parseDuration(text);
  return ms !== undefined && ms >= limits.shortestRuntimeMs && ms <= limits.longestRuntimeMs ? ms : undefined;
}

function toContainer(file: ContainerFile, route: Route, source: DocumentSource): LaneContainer {
  return frozen({ ...file, env: texts(file.env, [...route, 'env'], source) }) as LaneContainer;
}

function toStep(file: StepFile, route: Route, source: DocumentSource): SetupStep {
  const { env, with: inputs } = file;
  return frozen({
    ...file,
    with: texts(inputs, [...route, 'with'], source),
    env: texts(env, [...route, 'env'], source),
  }) as SetupStep;
}

function texts(values: StepFile['env'], route: Route, source: DocumentSource) {
  if (values === undefined) return undefined;
  return mergeEnv({}, values, (name, value) => source.written([...route, name]) ?? String(value));
}

/** Without what is not there: these values are compared and written. */
function frozen<T extends object>(value: T): T {
  return Object.freeze(Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))) as T;
}
