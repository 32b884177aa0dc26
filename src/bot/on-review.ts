import { object } from '../store/codec/shape.ts';
import type { Job } from './job.ts';
import { reviewJobOf } from './review-job.ts';
import { eventNumber, readPayload, type WebhookEvent } from './webhook-event.ts';

const reviewShape = object({ pull_request: object({ number: eventNumber }) });

/** Who approves may agree to an exception from the policy, and who takes an approval back no longer does. */
export function onReview({ at, payload, found }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, reviewShape);
  return at === undefined || read === undefined ? undefined : reviewJobOf(at, read.pull_request.number, found);
}
