import { createHash } from 'node:crypto';
import type { NewObject } from './git-objects.ts';

/** What git puts before an object's bytes, in its hash as in its file. */
export function objectHeader({ type, body }: NewObject): Buffer {
  return Buffer.from(`${type} ${body.length}\0`);
}

/** The id that an object has or would have. */
export function objectId(objectFormat: 'sha1' | 'sha256', object: NewObject): string {
  return createHash(objectFormat).update(objectHeader(object)).update(object.body).digest('hex');
}
