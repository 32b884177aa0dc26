import type { AppIdentity } from './app-access.ts';
import { eventTable } from './events.ts';

/** What the App asks for where it is installed, and what for. `app.yml` says the same; a test holds them together. */
export const appPermissions = {
  /** Wakes the workflow, and looks how its runs end. */
  actions: 'write',
  /** The check run of a pull request, those of runs, and their buttons. */
  checks: 'write',
  /** Reads pipelines, keeps state in refs, and makes the branch of a rollback. */
  contents: 'write',
  /** Incidents, their labels, commands in comments. */
  issues: 'write',
  /** Comes with every App. */
  metadata: 'read',
  /** The comment on a pull request, its reviews, and the pull request of a rollback. */
  pull_requests: 'write',
} as const;

/** What may be left out. */
export const optionalPermissions = {
  /** Without it nobody knows who is in the teams that policies and CODEOWNERS name. */
  members: 'read',
  /** Without it nobody is told of merge queues, and those that require the check wait in vain. */
  merge_queues: 'read',
} as const;

/** Sent to every App, and not to be asked for. */
const unaskedAlways: ReadonlySet<string> = new Set(['installation', 'installation_repositories']);
/** Sent to every App, as far as they are about its own. */
const unasked: ReadonlySet<string> = new Set([...unaskedAlways, 'check_suite', 'check_run']);
/** Of what may be left out. */
const optionalEvents: ReadonlySet<string> = new Set(['merge_group']);

/** Events of which the App wants to be told. */
export function appEvents(): readonly string[] {
  return [...new Set(eventTable.map(({ event }) => event))].filter((event) => !unaskedAlways.has(event)).sort();
}

/** What the App was not given, in words. */
export function missingGrants({ permissions, events }: Pick<AppIdentity, 'permissions' | 'events'>): readonly string[] {
  const lacks = Object.entries(appPermissions)
    .filter(([name, level]) => permissions[name] !== level && permissions[name] !== 'write')
    .map(([name, level]) => `the permission ${name}: ${level}`);
  const deaf = appEvents().filter(
    (event) => !events.includes(event) && !unasked.has(event) && !optionalEvents.has(event),
  );
  return [...lacks, ...deaf.map((event) => `the event ${event}`)];
}
