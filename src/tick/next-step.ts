import { limits } from '../model/limits.ts';
import { adoptStep } from './adopt-step.ts';
import { afterStep } from './after-step.ts';
import { backfillStep } from './backfill-step.ts';
import { ownRuns } from './own-runs.ts';
import { scheduleStep } from './schedule-step.ts';
import type { Outlook, Recovery, Step, Wait } from './step.ts';

/**
 * What a pipeline needs next, and why nothing if there is nothing. Pure: the same outlook gives the same step, so that
 * whoever lost a race decides again on what the winner wrote. Ask again after each step that was carried out.
 *
 * In this order: runs whose holder died, what it was under an old id, the schedule, what comes after other pipelines, backfills.
 */
export function nextStep(outlook: Outlook): Step {
  const step = dueStep(outlook);
  const { time } = outlook;
  if (step.kind !== 'start' || time === undefined) return step;
  const { leftMs, neededMs } = time;
  return leftMs > 0 && neededMs <= leftMs ? step : wait({ kind: 'no-time', leftMs, neededMs });
}

/** The same, had the process that works on it all the time that there is. */
function dueStep(outlook: Outlook): Step {
  const { state, newerCommit } = outlook;
  if (state.paused !== undefined) return wait({ kind: 'paused', pause: state.paused });
  const recovery = recoveryStep(outlook);
  if (recovery !== undefined) return recovery;
  if (newerCommit !== undefined) return wait({ kind: 'older-commit', newer: newerCommit });
  const adopted = adoptStep(outlook);
  if (adopted !== undefined) return adopted;
  const hasRoom = ownRuns(state).length < outlook.pipeline.maxActiveRuns;
  const scheduled = scheduleStep(outlook, hasRoom);
  if (scheduled?.kind === 'start' || scheduled?.kind === 'note') return scheduled;
  const after = afterStep(outlook, hasRoom);
  if (after?.kind === 'start' || after?.kind === 'note') return after;
  const backfill = backfillStep(outlook);
  if (backfill !== undefined) return backfill;
  return wait(reason(outlook, [scheduled, after]));
}

/** What decides on runs that nobody works on any more. */
export type Known = Pick<Outlook, 'state' | 'holders' | 'now'>;

/**
 * What is due to runs whose holder died, or handed them over. It needs no file: they go on at their own commit. One that could do nothing
 * in a job that begins now waits until it can.
 */
export function recoveryStep({ state, holders, now }: Known): Recovery | undefined {
  const lost = state.active.find(
    ({ run, resumesAt }) => holders[run] === 'dead' && (resumesAt === undefined || Date.parse(resumesAt) <= now),
  );
  if (lost === undefined) return undefined;
  const { run, takeovers = 0, interrupted } = lost;
  if (interrupted) return { kind: 'take-over', run, takeovers, interrupted };
  return { kind: takeovers < limits.takeovers ? 'take-over' : 'give-up', run, takeovers };
}

function wait(why: Wait): Step {
  return { kind: 'wait', why };
}

/** The most telling of several reasons. */
function reason({ pipeline, state, holders, now }: Outlook, steps: readonly (Step | undefined)[]): Wait {
  const waits = steps.flatMap((step) => (step?.kind === 'wait' ? [step.why] : []));
  const busy = waits.find(({ kind }) => kind === 'busy');
  const unknown = state.active.filter(({ run }) => holders[run] === 'unknown').map(({ run }) => run);
  if (unknown.length > 0) return { kind: 'watching', runs: unknown };
  const later = state.active.find(({ resumesAt }) => resumesAt !== undefined && Date.parse(resumesAt) > now);
  if (later?.resumesAt !== undefined) return { kind: 'handed-over', run: later.run, resumesAt: later.resumesAt };
  return busy ?? waits.find(({ kind }) => kind === 'after') ?? waits[0] ?? idle(pipeline.maxActiveRuns, ownRuns(state));
}

function idle(most: number, runs: readonly string[]): Wait {
  return runs.length >= most ? { kind: 'busy', runs, most } : { kind: 'by-hand' };
}
