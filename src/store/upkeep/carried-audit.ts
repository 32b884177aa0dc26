import type { AuditRecord } from '../../run/audit.ts';
import { decode } from '../codec/codec.ts';
import { interval } from '../codec/schema-run.ts';
import * as v from '../codec/schema-values.ts';
import { object, optional, type Shape, text } from '../codec/shape.ts';

/** What the audit log said before the history was squashed: a JSON line for each change, newest first. */
export const auditPath = 'audit.jsonl';

/** Changes that outlive a squash. */
export const mostCarried = 1_000;

const value = text(2_000);

const record = object({
  at: v.instant,
  action: text(30, /^[a-z][a-z-]*$/, 'is not the name of an action'),
  by: optional(value),
  run: optional(v.runId),
  interval: optional(interval),
  detail: optional(value),
  reason: optional(value),
  commit: v.objectId,
}) satisfies Shape<AuditRecord>;

/** The newest of them. */
export function encodeAudit(records: readonly AuditRecord[]): string {
  return records
    .slice(0, mostCarried)
    .map((each) => `${JSON.stringify(record(each))}\n`)
    .join('');
}

/** @throws {Problem} SG607 */
export function decodeAudit(document: string): readonly AuditRecord[] {
  const lines = document.split('\n', mostCarried + 1).filter((line) => line !== '');
  return lines.slice(0, mostCarried).map((line) => decode('audit log', record, line));
}
