import { matches } from './glob.ts';
import { ownerKey } from './owner-key.ts';
import type { Pipeline } from './pipeline.ts';
import type { PolicyScope } from './policy.ts';

/** Whether a pipeline is among those that a part of the policy is about. Owners are the same in capitals, and with or without `@`. */
export function fitsScope(
  { pipelines, tags, owners }: PolicyScope,
  { id, tags: own, owner }: Pick<Pipeline, 'id' | 'tags' | 'owner'>,
): boolean {
  if (pipelines?.some((glob) => matches(glob, id)) === false) return false;
  if (tags?.some((tag) => own.includes(tag)) === false) return false;
  return owners === undefined || (owner !== undefined && owners.map(ownerKey).includes(ownerKey(owner)));
}
