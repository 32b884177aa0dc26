import { object } from '../store/codec/shape.ts';
import type { Job } from './job.ts';
import { lookJob } from './on-workflow-run.ts';
import { eventName, readPayload, type WebhookEvent } from './webhook-event.ts';

const pushShape = object({ ref: eventName });

/** The default branch has moved: other pipelines may be due, or at other times. */
export function onPush({ at, payload }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, pushShape);
  if (at === undefined || read?.ref !== `refs/heads/${at.defaultBranch}`) return undefined;
  return lookJob(at, 'clock', { died: false });
}
