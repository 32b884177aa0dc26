import { parseDuration } from '../duration.ts';
import { limits } from '../limits.ts';
import {
  noPolicy,
  type OwnerLimits,
  type Policy,
  type PolicyRules,
  type PolicyScope,
  type Protection,
} from '../policy.ts';
import type { SettingsFile } from '../schema/settings-schema.ts';

type PolicyFile = NonNullable<SettingsFile['policy']>;
type RulesFile = NonNullable<PolicyFile['rules']>[number];
type ScopeFile = Pick<RulesFile, 'pipelines' | 'tags' | 'owners'>;

/** `policy`; what makes no sense is not asked. */
export function toPolicy(file: SettingsFile['policy']): Policy {
  if (file === undefined) return noPolicy;
  const own = toRules(file);
  return Object.freeze({
    rules: Object.freeze([own, ...(file.rules ?? []).map(toRules)].filter(asksSomething)),
    ...(file.runners === undefined ? {} : { runners: file.runners }),
    limits: Object.freeze(Object.entries(file.limits ?? {}).map(toLimits)),
    protect: Object.freeze((file.protect ?? []).map(toProtection)),
    exempt: Object.freeze(
      (file.exempt ?? []).map(({ codes, reason, ...scope }) => ({ ...toScope(scope), codes, reason })),
    ),
    block: Object.freeze([...new Set(file.block ?? [])]),
  });
}

function toRules(file: RulesFile): PolicyRules {
  const distance = toDistance(file['min-cron-distance']);
  return {
    ...toScope(file),
    severity: file.severity ?? 'error',
    require: [...new Set(file.require ?? [])],
    ...(file.shells === undefined ? {} : { shells: file.shells }),
    ...(file.lanes === undefined ? {} : { lanes: file.lanes }),
    ...(distance === undefined ? {} : { minCronDistanceMs: distance }),
    ...(file.message === undefined ? {} : { message: file.message }),
  };
}

function asksSomething({ require, shells, lanes, minCronDistanceMs }: PolicyRules): boolean {
  return require.length > 0 || [shells, lanes, minCronDistanceMs].some((each) => each !== undefined);
}

function toDistance(text: string | undefined): number | undefined {
  const ms = text === undefined ? undefined : parseDuration(text);
  const isFit = ms !== undefined && ms >= limits.shortestCronDistanceMs && ms <= limits.longestCronDistanceMs;
  return isFit ? ms : undefined;
}

function toScope({ pipelines, tags, owners }: ScopeFile): PolicyScope {
  return {
    ...(pipelines === undefined ? {} : { pipelines: listOf(pipelines) }),
    ...(tags === undefined ? {} : { tags: listOf(tags) }),
    ...(owners === undefined ? {} : { owners: listOf(owners) }),
  };
}

function listOf(texts: string | readonly string[]): readonly string[] {
  return typeof texts === 'string' ? [texts] : texts;
}

function toLimits([owner, file]: readonly [string, NonNullable<PolicyFile['limits']>[string]]): OwnerLimits {
  const { pipelines, tasks, 'runs-per-month': runsPerMonth } = file;
  return {
    owner,
    ...(pipelines === undefined ? {} : { pipelines }),
    ...(tasks === undefined ? {} : { tasks }),
    ...(runsPerMonth === undefined ? {} : { runsPerMonth }),
  };
}

function toProtection({
  approvals = 1,
  by,
  message,
  ...scope
}: NonNullable<PolicyFile['protect']>[number]): Protection {
  return {
    ...toScope(scope),
    approvals,
    ...(by === undefined ? {} : { by }),
    ...(message === undefined ? {} : { message }),
  };
}
