import type { Clock } from '../run/ports.ts';
import { unreachable } from '../run/states.ts';
import { type BotLog, type LogFields, wordsOf } from './bot-log.ts';
import type { Job } from './job.ts';
import type { Offered } from './job-queue.ts';
import type { Metrics } from './metrics.ts';
import type { Ending } from './work-off.ts';

export interface JobsToldOptions {
  readonly clock: Pick<Clock, 'steady'>;
  readonly log: BotLog;
  readonly metrics: Metrics;
  /** There will be no other try. */
  readonly over: (job: Job, ending: Ending) => void;
}

export interface JobsTold {
  offered(job: Job, offered: Offered): Offered;
  ended(job: Job, ending: Ending, told: { readonly last: boolean; readonly ms: number }): void;
}

/** Tells the log and the metrics what becomes of jobs. */
export function jobsTold({ clock, log, metrics, over }: JobsToldOptions): JobsTold {
  const offeredAt = new WeakMap<Job, number>();
  return {
    offered: (job, offered) => {
      offeredAt.set(job, clock.steady());
      if (offered === 'full') log.warn('The queue is full; it is found again by looking around.', { job: job.key });
      return offered;
    },
    ended: (job, ending, { last, ms }) => {
      const since = offeredAt.get(job);
      metrics.job(job.kind, ending.kind, ms);
      if (job.kind === 'review' && ending.kind === 'done' && since !== undefined)
        metrics.reviewed(clock.steady() - since);
      if (last) over(job, ending);
      tellEnding(log, ending, { kind: job.kind, job: job.key, ms: Math.round(ms) }, last);
    },
  };
}

function tellEnding(log: BotLog, ending: Ending, fields: LogFields, last: boolean): void {
  switch (ending.kind) {
    case 'done':
      log.info('done', { ...fields, result: ending.what });
      break;
    case 'failed':
      log.error('A bug of Segue ended a job.', { ...fields, why: wordsOf(ending.error) });
      break;
    case 'refused':
      log.warn('refused', { ...fields, why: ending.why });
      break;
    case 'later':
      log.warn(last ? 'given up' : 'later', { ...fields, why: ending.why });
      break;
    case 'over-time':
      log.warn(last ? 'given up' : 'later', { ...fields, why: 'it did not end in its time, and was broken off' });
      break;
    default:
      unreachable(ending);
  }
}
