import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { checkAlerts } from './check-alerts.ts';
import { checkSettingsBounds } from './check-bounds.ts';
import { checkLaneExpressions } from './check-lane-expressions.ts';
import { checkLanes } from './check-lanes.ts';
import { checkSettingsNames } from './check-names.ts';
import { parseDuration } from './duration.ts';
import { FindingList } from './finding-list.ts';
import { defaults, limits } from './limits.ts';
import { toAlerts } from './normalise/normalise-alerts.ts';
import { toLane, toMaxRuntime, toWake } from './normalise/normalise-lanes.ts';
import { toPolicy } from './normalise/normalise-policy.ts';
import { mergeEnv } from './normalise/task-values.ts';
import { type ReadFile, readFile } from './read-file.ts';
import { explainIssues } from './schema/explain-issues.ts';
import { type SettingsFile, settingsSchema } from './schema/settings-schema.ts';
import { defaultSettings, type KeptOnGithub, type Pool, type Settings } from './settings.ts';
import type { DocumentSource } from './yaml/document-source.ts';
import { recover } from './yaml/recover.ts';
import type { Route, Source } from './yaml/source.ts';

/** `.github/segue.yml` after loading; without a readable file the defaults. */
export interface LoadedSettings {
  readonly source?: Source;
  readonly settings: Settings;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads `.github/segue.yml`; `undefined` if there is none. Never throws; what is wrong in it keeps its default. */
export function loadSettings(file: string, input: Uint8Array | string | undefined): LoadedSettings {
  if (input === undefined) return { settings: defaultSettings, diagnostics: [] };
  const found = new FindingList();
  const read = readFile(file, input, 'settings', found.add);
  const shape = shapeOf(read, found);
  if (shape !== undefined) {
    checkSettingsNames(shape, read.source, read.report);
    checkSettingsBounds(shape, read.source, read.report);
    checkLanes(shape, read.source, read.report);
    checkAlerts(shape, read.source, read.report);
    checkLaneExpressions(shape, read.source, read.report);
  }
  const diagnostics = found.toSorted();
  const settings = shape === undefined || !read.sound ? defaultSettings : normaliseSettings(shape, read.source);
  return { source: read.source, settings, diagnostics };
}

function shapeOf({ value, source, report }: ReadFile, { isFull }: FindingList): SettingsFile | undefined {
  if (value === undefined) return undefined;
  const parsed = settingsSchema().safeParse(value);
  if (parsed.success) return parsed.data;
  explainIssues(parsed.error.issues, { kind: 'settings', value, source, report, isFull });
  return settingsSchema().safeParse(recover(value, parsed.error.issues)).data;
}

function normaliseSettings(file: SettingsFile, source: DocumentSource): Settings {
  return Object.freeze({
    pipelines: folder(file.pipelines),
    defaults: Object.freeze({ ...file.defaults, ...envOf(file.defaults?.env, ['defaults', 'env'], source) }),
    pools: byName(file.pools, toPool),
    lanes: Object.freeze({
      ...defaultSettings.lanes,
      ...byName(file.lanes, (lane, name) => toLane(lane, ['lanes', name], source)),
    }),
    environments: Object.freeze({
      ...defaultSettings.environments,
      ...byName(file.environments, ({ vars }, name) => {
        const route = ['environments', name, 'vars'];
        return Object.freeze({ vars: mergeEnv({}, vars, writtenBelow(route, source)) });
      }),
    }),
    durability: file.durability ?? defaultSettings.durability,
    leaseMs: toLease(file.lease),
    maxParallelRuns: file['max-parallel-runs'] ?? defaultSettings.maxParallelRuns,
    wake: toWake(file.wake),
    maxRuntimeMs: toMaxRuntime(file['max-runtime']) ?? defaultSettings.maxRuntimeMs,
    artifacts: toKept(file.artifacts),
    alerts: toAlerts(file.alerts),
    policy: toPolicy(file.policy),
    ...(file.action === undefined ? {} : { action: file.action }),
    ...(file.commands === 'app' ? { commands: 'app' } : {}),
  });
}

function envOf(env: NonNullable<SettingsFile['defaults']>['env'], route: Route, source: DocumentSource) {
  return env === undefined ? {} : { env: mergeEnv({}, env, writtenBelow(route, source)) };
}

function writtenBelow(route: Route, source: DocumentSource) {
  return (name: string, value: unknown) => source.written([...route, name]) ?? String(value);
}

function toPool(file: NonNullable<SettingsFile['pools']>[string]): Pool {
  const { slots, scope = defaults.poolScope } = typeof file === 'number' ? { slots: file } : file;
  return Object.freeze({ slots, scope });
}

/** What is out of bounds keeps its default: a lease that is too short would end every run. */
function toLease(text: string | undefined): number {
  const ms = text === undefined ? undefined : parseDuration(text);
  const isFit = ms !== undefined && ms >= limits.shortestLeaseMs && ms <= limits.longestLeaseMs;
  return isFit ? ms : defaultSettings.leaseMs;
}

function toKept(file: SettingsFile['artifacts']): KeptOnGithub {
  const { store, keepMs } = defaultSettings.artifacts;
  const ms = file?.keep === undefined ? undefined : parseDuration(file.keep);
  const isFit = ms !== undefined && ms >= limits.shortestKeepMs && ms <= limits.longestKeepMs;
  return Object.freeze({ store: file?.store ?? store, keepMs: isFit ? ms : keepMs });
}

function byName<File, Value>(
  files: Readonly<Record<string, File>> | undefined,
  make: (file: File, name: string) => Value,
): Readonly<Record<string, Value>> {
  return Object.freeze(Object.fromEntries(Object.entries(files ?? {}).map(([name, file]) => [name, make(file, name)])));
}

/** `./data/` and `data` are the same folder. */
function folder(text: string | undefined): string {
  const plain = (text ?? '').replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  return plain === '' || plain === '.' ? (text === undefined ? defaults.pipelinesFolder : '.') : plain;
}
