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
  /** How one is found again that nobody has heard, or of which nothing was done. */
  readonly lost: Lost;
}

export type Lost =
  /** It stands in the repository for all to see, and is found there: by a look around, the clock, or the look for comments. */
  'in the repository' | ToldOnce;

/** Nothing but the webhook tells it: it is looked for in GitHub's list of what was sent. Both in milliseconds. */
export interface ToldOnce {
  /** What is older is too late to be done. */
  readonly forMs: number;
  /** What was answered so long before this process began was done by the one before it: a queue holds nothing for that long. */
  readonly answeredMs: number;
}
