import type { KnownPipeline } from '../run/due-backfill.ts';
import type { PipelineState } from '../run/ports.ts';
import { type Known, nextStep, recoveryStep } from './next-step.ts';
import { isSameClaim } from './same-claim.ts';
import type { Outlook, Recovery, Step } from './step.ts';

/**
 * What the same tick decides on a state that was written after its look. `undefined` if a run was claimed at another commit
 * meanwhile: whether that one is newer has to be looked up first.
 */
export function decideAgain(outlook: Outlook, { state, runs }: KnownPipeline): Step | undefined {
  if (state.commit !== outlook.state.commit && state.commit !== outlook.commit) return undefined;
  return nextStep({ ...outlook, state, runs, holders: stillKnown(outlook, state) });
}

/** The same for a run whose holder died. Nothing is taken over while the pipeline is paused. */
export function recoverAgain(looked: Known, state: PipelineState): Recovery | undefined {
  return state.paused === undefined
    ? recoveryStep({ ...looked, state, holders: stillKnown(looked, state) })
    : undefined;
}

/** Of a run that somebody has taken on since, what was known of its holder says nothing any more: it is taken to live. */
function stillKnown({ state: before, holders }: Pick<Outlook, 'state' | 'holders'>, now: PipelineState) {
  const known = new Map(before.active.map((entry) => [entry.run, entry]));
  const changed = now.active.filter((entry) => !isSameClaim(known.get(entry.run), entry)).map(({ run }) => run);
  return { ...holders, ...Object.fromEntries(changed.map((run) => [run, 'alive'] as const)) };
}
