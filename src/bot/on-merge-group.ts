import { object, text } from '../store/shape.ts';
import type { Job } from './job.ts';
import { nameOf } from './repository-address.ts';
import { eventName, readPayload, type WebhookEvent } from './webhook-event.ts';

const commit = text(64, /^[0-9a-f]{40,64}$/);
const groupShape = object({ merge_group: object({ head_sha: commit, base_sha: commit, base_ref: eventName }) });

/** A merge queue asks what to think of what it would merge, and waits for the answer. */
export function onMergeGroup({ at, payload }: WebhookEvent): Job | undefined {
  const group = readPayload(payload, groupShape)?.merge_group;
  if (at === undefined || group === undefined) return undefined;
  const { head_sha: head, base_sha: base, base_ref: ref } = group;
  const branch = ref.replace(/^refs\/heads\//, '');
  const key = `${nameOf(at)}@${head}`;
  return { kind: 'review', at, key, replaces: 'group', work: (desk) => desk.reviewGroup({ head, base, branch }) };
}
