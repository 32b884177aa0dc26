import { type Alerts, defaultAlerts } from './alerts.ts';
import type { Lane, Wake } from './lane.ts';
import { defaults } from './limits.ts';
import { noPolicy, type Policy } from './policy.ts';
import type { TaskDefaultsFile } from './schema/task-schema.ts';

/** Where they are written, from the repository's root. */
export const settingsFile = '.github/segue.yml';

/** `.github/segue.yml`, normalised: what all pipelines of a repository share. Plain JSON. */
export interface Settings {
  /** Folder of the pipelines from the repository's root; `pipelines`. */
  readonly pipelines: string;
  /** For the tasks of all pipelines, as written; what a pipeline's own `defaults` say goes before it. */
  readonly defaults: TaskDefaultsFile;
  readonly pools: Readonly<Record<string, Pool>>;
  /** Always has `default`. */
  readonly lanes: Readonly<Record<string, Lane>>;
  /** Always has `local` and `production`. */
  readonly environments: Readonly<Record<string, Environment>>;
  readonly durability: 'grouped' | 'strict';
  /** How long a process that has gone silent still counts as alive, in milliseconds. */
  readonly leaseMs: number;
  /** Runs that one wake-up works on side by side. */
  readonly maxParallelRuns: number;
  readonly wake: Wake;
  /** How long a job works before it hands over to the next, in milliseconds; a lane may have its own. */
  readonly maxRuntimeMs: number;
  readonly artifacts: KeptOnGithub;
  readonly alerts: Alerts;
  readonly policy: Policy;
  /** What the generated workflow `uses` for Segue; absent: the released Action. */
  readonly action?: string;
  /** Who answers comments, if not a job of the generated workflow. */
  readonly commands?: 'app';
}

/** A named number of slots that tasks share: those of one run, or all that go on in the repository. */
export interface Pool {
  readonly slots: number;
  readonly scope: 'run' | 'repository';
}

/** Where jobs on GitHub keep what the tasks of shared environments hand on, and for how long GitHub keeps it and their logs. */
export interface KeptOnGithub {
  readonly store: 'actions' | 'git';
  readonly keepMs: number;
}

export interface Environment {
  readonly vars: Readonly<Record<string, string>>;
}

/** Names of environments: parts of the names of refs, which some disks keep in one case only. */
export const environmentPattern = /^[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?$/;

/** The settings of a repository without `.github/segue.yml`. */
export const defaultSettings: Settings = Object.freeze({
  pipelines: 'pipelines',
  defaults: {},
  pools: {},
  lanes: { default: {} },
  environments: { local: { vars: {} }, production: { vars: {} } },
  durability: 'grouped',
  leaseMs: defaults.leaseMs,
  maxParallelRuns: defaults.maxParallelRuns,
  wake: Object.freeze({ offPeak: false, extra: defaults.extraWakeUps, leadMs: 0 }),
  maxRuntimeMs: defaults.maxRuntimeMs,
  artifacts: Object.freeze({ store: 'actions', keepMs: defaults.keepMs }),
  alerts: defaultAlerts,
  policy: noPolicy,
});
