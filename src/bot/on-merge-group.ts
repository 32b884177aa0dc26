import { object, optional, text } from '../store/codec/shape.ts';
import type { Job } from './job.ts';
import { lateGroupJob } from './late-review.ts';
import { nameOf } from './repository-address.ts';
import { eventName, readPayload, type WebhookEvent } from './webhook-event.ts';

const commit = text(64, /^[0-9a-f]{40,64}$/);
const groupShape = object({
  merge_group: object({ head_sha: commit, base_sha: commit, base_ref: eventName, head_ref: optional(eventName) }),
});

/** A merge queue asks what to think of what it would merge, and waits for the answer. */
export function onMergeGroup({ at, payload, found }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, groupShape)?.merge_group;
  if (at === undefined || read === undefined) return undefined;
  const { head_sha: head, base_sha: base } = read;
  const group = { head, base, branch: branchOf(read.base_ref) };
  if (found !== undefined && read.head_ref !== undefined) return lateGroupJob(at, group, branchOf(read.head_ref));
  const key = `${nameOf(at)}@${head}`;
  return { kind: 'review', at, key, replaces: 'group', work: (desk) => desk.reviewGroup(group) };
}

function branchOf(ref: string): string {
  return ref.replace(/^refs\/heads\//, '');
}
