import type { Pipeline } from '../model/pipeline.ts';
import type { Instant, Trigger } from '../run/document.ts';
import type { Plan } from '../run/plan.ts';
import { deadlineAt } from '../schedule/deadline.ts';
import type { Start } from './step.ts';

/** What a run says of who started it. `wokenAt`: when the wake-up began that starts it. */
export function triggerOf({ cause }: Pick<Start, 'cause'>, by: string, wokenAt: Instant): Trigger {
  switch (cause.kind) {
    case 'schedule':
      return { kind: 'schedule', by, wokenAt };
    case 'after':
      return { kind: 'event', by, upstream: cause.upstream };
    case 'backfill':
      return { kind: 'backfill', by, reason: cause.reason, backfill: cause.id };
    default:
      return cause satisfies never;
  }
}

/** A scheduled run was due at the end of its interval, any other when it was started. A backfill has no deadline. */
export function deadlineOfRun(
  { deadline }: Pick<Pipeline, 'deadline'>,
  { cause, interval }: Start,
  createdAt: Instant,
): Pick<Plan, 'deadlineAt'> {
  if (deadline === undefined || cause.kind === 'backfill') return {};
  return { deadlineAt: deadlineAt(deadline, interval?.end ?? createdAt) };
}
