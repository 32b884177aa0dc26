import type { Clock } from '../run/ports.ts';
import { type BotLog, wordsOf } from './bot-log.ts';
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
      const fields = { kind: job.kind, job: job.key, ms: Math.round(ms) };
      if (ending.kind === 'done') log.info('done', { ...fields, result: ending.what });
      else if (ending.kind === 'failed')
        log.error('A bug of Segue ended a job.', { ...fields, why: wordsOf(ending.error) });
      else
        log.warn(ending.kind === 'refused' ? 'refused' : last ? 'given up' : 'later', { ...fields, why: ending.why });
    },
  };
}
