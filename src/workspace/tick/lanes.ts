import { nextStep, recoveryStep } from '../../tick/next-step.ts';
import type { Step } from '../../tick/step.ts';
import type { Office } from '../office.ts';
import type { Code } from './code.ts';
import { holdersOf, outlookOf } from './outlook.ts';

/** The lane that takes care of what has no file any more. */
export const defaultLane = 'default';

/** The lanes in which a tick would find something to do now, sorted. Reads only. */
export async function lanesWithWork(office: Office, code: Code): Promise<readonly string[]> {
  const lanes = new Set<string>();
  for (const { pipeline } of code.pipelines.values()) {
    if (!lanes.has(pipeline.lane) && isWork(nextStep(await outlookOf(office, pipeline, code)))) {
      lanes.add(pipeline.lane);
    }
  }
  if (!lanes.has(defaultLane) && (await isSomethingLost(office, code))) lanes.add(defaultLane);
  return [...lanes].sort();
}

/** To be certain that a runner is dead takes a while of watching: a lane must be awake for that. */
function isWork(step: Step): boolean {
  return step.kind !== 'wait' || step.why.kind === 'watching';
}

async function isSomethingLost({ state, environment, ...office }: Office, code: Code): Promise<boolean> {
  for (const id of await state.pipelines(environment, code.pipelines.keys())) {
    const known = await state.state(environment, id);
    if (known.paused !== undefined || known.active.length === 0) continue;
    const holders = await holdersOf({ ...office, state, environment }, known);
    if (recoveryStep({ state: known, holders, now: office.clock.now() }) !== undefined) return true;
    if (Object.values(holders).includes('unknown')) return true;
  }
  return false;
}
