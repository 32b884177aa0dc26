import type { Job } from './job.ts';
import type { WebhookEvent } from './webhook-event.ts';

/**
 * What is to be done because of an event: a job, or a look around for what nobody told us of. A handler decides at once and asks
 * nobody, since GitHub waits for the answer; it never throws for what a payload holds.
 */
export type EventHandler = (event: WebhookEvent) => Reaction | undefined;

export type Reaction = Job | 'look-around';

export interface EventRow {
  /** As in the header `X-GitHub-Event`, and in `app.yml`. */
  readonly event: string;
  /** Absent: for each of them. */
  readonly actions?: readonly string[];
  readonly handle: EventHandler;
}
