import { incidentBounds } from '../../incident/bounds.ts';
import type { Code } from '../tick/code.ts';
import { defaultLane } from '../tick/lanes.ts';
import type { Workspace } from '../workspace.ts';
import { lookAround } from './look-around.ts';

/**
 * The lane that is to be woken so that somebody tells of what stands still, though it has nothing to run: one in which all is well.
 * Undefined while nothing has stood still for too long, or one of `awake` can tell.
 */
export async function tellingLane(
  workspace: Workspace,
  code: Code,
  awake: readonly string[],
): Promise<string | undefined> {
  const { looked } = await lookAround(workspace, code, false);
  const since = workspace.clock.now() - incidentBounds.stalledMs;
  const stalled = looked.stalled.filter(({ due }) => Date.parse(due) <= since);
  if (stalled.length === 0) return undefined;
  const laneOf = (id: string) => code.pipelines.get(id)?.pipeline.lane;
  const lanes = [...new Set([...code.pipelines.keys()].flatMap((id) => laneOf(id) ?? []))].sort();
  const blocked = new Set(stalled.map(({ pipeline }) => laneOf(pipeline)));
  const sound = lanes.filter((lane) => !blocked.has(lane));
  const fit = sound.length > 0 ? sound : lanes;
  if (awake.some((lane) => fit.includes(lane))) return undefined;
  return fit.includes(defaultLane) ? defaultLane : fit[0];
}
