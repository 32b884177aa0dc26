import { type Lane, type Permission, permissions } from '../model/lane.ts';
import { permissionScopes } from '../model/permission-scopes.ts';

export type Permissions = Readonly<Record<string, Permission>>;

/** To find out what is due: the files, and the state in refs. */
export const readingPermissions: Permissions = { contents: 'read' };

/**
 * To answer a comment: a reaction, an edited reply, a request to a run in a ref, and a run that is asked for; at a pull request its check,
 * and a pull request that rolls back. The job has the code of the default branch, and no secret.
 */
export const answeringPermissions: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
};

/** To review a pull request: the files and the state, a check run, a comment. Those of forks get a token that may only read. */
export const reviewingPermissions: Permissions = { checks: 'write', contents: 'read', 'pull-requests': 'write' };

/** To run: state in refs, check runs, issues, the next wake-up, and the pull requests that may be the cause. */
const runningPermissions: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'read',
};

/** What Segue needs, and what the lane says beside it: of both the greater, for with less Segue could not work. */
export function lanePermissions(lane: Lane): Permissions {
  const asked = Object.entries(lane.permissions ?? {}).filter(([scope, level]) =>
    isMore(level, runningPermissions[scope]),
  );
  const all: Permissions = { ...runningPermissions, ...Object.fromEntries(asked) };
  const scopes = permissionScopes.map(([scope]) => scope).filter((scope) => all[scope] !== undefined);
  return Object.fromEntries(scopes.map((scope) => [scope, all[scope] ?? 'none']));
}

function isMore(level: Permission, known: Permission | undefined): boolean {
  return permissions.indexOf(level) > permissions.indexOf(known ?? 'none');
}
