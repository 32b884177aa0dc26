import { defaultAlerts } from '../model/alerts.ts';
import type { Lane } from '../model/lane.ts';
import { defaults } from '../model/limits.ts';
import { variablePattern } from '../model/names.ts';
import type { Pipeline } from '../model/pipeline.ts';
import type { Settings } from '../model/settings.ts';

/** A lane with work to do, now or later. */
export interface UsedLane {
  readonly name: string;
  readonly lane: Lane;
  /** Names of the secrets of its pipelines, and of the addresses that alerts go to, sorted. */
  readonly secrets: readonly string[];
}

/** The lanes that pipelines are in, `default` first, then by name; without pipelines `default` alone. */
export function usedLanes(
  pipelines: readonly Pick<Pipeline, 'lane' | 'secrets'>[],
  { lanes, alerts = defaultAlerts }: Pick<Settings, 'lanes'> & Partial<Pick<Settings, 'alerts'>>,
): readonly UsedLane[] {
  const named = new Set(pipelines.map(({ lane }) => lane));
  const isDefault = named.delete(defaults.lane) || named.size === 0;
  return [...(isDefault ? [defaults.lane] : []), ...[...named].sort()].map((name) => ({
    name,
    lane: lanes[name] ?? {},
    secrets: secretsOf(
      pipelines.filter(({ lane }) => lane === name),
      alerts,
    ),
  }));
}

/** A lane that begins to work at once: what is due need not be found out by another job before. */
export function isReady({ lane }: UsedLane, due: Lane): boolean {
  const { setup = [], container, environment } = lane;
  const isBare = setup.length === 0 && container === undefined && environment === undefined;
  return isBare && JSON.stringify(lane.runsOn) === JSON.stringify(due.runsOn);
}

function secretsOf(pipelines: readonly Pick<Pipeline, 'secrets'>[], { routes }: Settings['alerts']): readonly string[] {
  const names = new Set([...pipelines.flatMap(({ secrets }) => secrets), ...routes.map(({ webhook }) => webhook)]);
  return [...names].filter((name) => variablePattern.test(name)).sort();
}
