import { nextStep } from './next-step.ts';
import type { Outlook, Step } from './step.ts';

/** Steps that are looked ahead of one pipeline. */
const mostSteps = 200;

/**
 * What a tick would do for a pipeline now, step by step up to the one that waits, if every claim succeeded and no run ended
 * meanwhile. For `--dry-run` and simulations; nothing is written.
 */
export function foresee(outlook: Outlook): readonly Step[] {
  const steps: Step[] = [];
  let { state } = outlook;
  for (let count = 0; count < mostSteps; count++) {
    const step = nextStep({ ...outlook, state });
    steps.push(step);
    if (step.kind === 'note') state = step.state;
    else if (step.kind !== 'start') break;
    else if (step.start.cause.kind === 'backfill') break;
    else state = { ...step.state, active: [...state.active, claimed(count, outlook.now)] };
  }
  return steps;
}

/** True for what stands for a run that would be claimed. */
export function isForeseen(run: string): boolean {
  return run.startsWith(foreseen);
}

const foreseen = 'r-foreseen';

function claimed(count: number, now: number) {
  return { run: `${foreseen}${count}`, claimedAt: new Date(now).toISOString(), host: '', pid: 0 };
}
