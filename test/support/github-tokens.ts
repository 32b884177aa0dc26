import { type Identity, type Incoming, type Reply, refusal } from './github-exchange.ts';

export type Grants = Identity['grants'];

/** What a workflow's token may do at most here. */
export const allGrants: Grants = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  metadata: 'read',
  pull_requests: 'write',
};

/** Which permission a path below a repository needs; any of several. The first that fits counts. */
const needs: readonly [RegExp, ...string[]][] = [
  [/^\/check-|\/check-runs$/, 'checks'],
  [
    /^\/issues(\/comments)?\/\d+\/(comments|labels|reactions|assignees)|^\/issues\/comments\//,
    'issues',
    'pull_requests',
  ],
  [/^\/(issues|labels)/, 'issues'],
  [/^\/pulls|\/pulls$/, 'pull_requests'],
  [/^\/(git|contents|commits|branches|compare|dispatches)/, 'contents'],
  [/^\/actions/, 'actions'],
  [/^\/(hooks)/, 'administration'],
  [/^/, 'metadata'],
];

/** The token of a request's `Authorization`, by Bearer, token or Basic. */
export function tokenOf(header: string | undefined): string | undefined {
  const [scheme = '', value = ''] = (header ?? '').split(' ');
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  return Buffer.from(value, 'base64').toString().split(':').slice(1).join(':');
}

/** Which permissions would do for a request below a repository, any of them, and at which level. */
export function permissionsFor(method: string, below: string): { names: readonly string[]; level: 'read' | 'write' } {
  const [, ...names] = needs.find(([pattern]) => pattern.test(below)) ?? [];
  return { names, level: method === 'GET' ? 'read' : 'write' };
}

/** GitHub's refusal of what an App's token was not granted; people may do here what they like. */
export function lackOfPermission({ method, path, who }: Incoming): Reply | undefined {
  const below = /^\/repos\/[^/]+\/[^/]+(?<rest>\/.*)?$/.exec(path)?.groups?.rest;
  if (who.slug === undefined || below === undefined) return undefined;
  const { names, level } = permissionsFor(method, below);
  const granted = names.some((name) => who.grants[name] === 'write' || who.grants[name] === level);
  if (granted) return undefined;
  const accepted = names.map((name) => `${name}=${level}`).join('; ');
  return refusal(403, 'Resource not accessible by integration', {}, { 'x-accepted-github-permissions': accepted });
}
