import { object, text } from '../store/codec/shape.ts';
import type { Job } from './job.ts';
import { reviewHeadJob } from './review-job.ts';
import { readPayload, type WebhookEvent } from './webhook-event.ts';

const suiteShape = object({ check_suite: object({ head_sha: text(64, /^[0-9a-f]{40,64}$/) }) });

/** Somebody asks for all checks of a commit again. */
export function onCheckSuite({ at, payload, found }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, suiteShape);
  return at === undefined || read === undefined ? undefined : reviewHeadJob(at, read.check_suite.head_sha, found);
}
