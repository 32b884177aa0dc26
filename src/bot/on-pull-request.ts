import { object, optional, type Shape } from '../store/codec/shape.ts';
import type { Job } from './job.ts';
import { reviewJobOf } from './review-job.ts';
import { eventNumber, readPayload, type WebhookEvent } from './webhook-event.ts';

const there: Shape<true> = () => true;
const pullShape = object({
  pull_request: object({ number: eventNumber }),
  changes: optional(object({ base: optional(there) })),
});

/**
 * Whatever has happened to a pull request, it is looked at as it is then. That goes for a closed one, too: it may be open again by then,
 * since webhooks overtake each other.
 */
export function onPullRequest({ action, at, payload, found }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, pullShape);
  if (at === undefined || read === undefined) return undefined;
  // A new title or text changes nothing of what is judged.
  if (action === 'edited' && read.changes?.base === undefined) return undefined;
  return reviewJobOf(at, read.pull_request.number, found);
}
