import type { InboxRequest } from '../../run/requests.ts';
import { decode, encode } from './codec.ts';
import { damaged } from './damaged.ts';
import * as v from './schema-values.ts';
import { text as boundedText, object, oneOf, optional, type Shape } from './shape.ts';

/** A sentence or two; longer ones are cut. */
export const longestReason = 1_000;

const requestSchema = object({
  version: oneOf(1),
  kind: oneOf('cancel'),
  run: v.runId,
  holder: v.holderId,
  by: v.label,
  at: v.instant,
  reason: optional(boundedText(longestReason)),
}) satisfies Shape<InboxRequest>;

export function encodeRequest({ reason, ...request }: InboxRequest): string {
  const why = reason === undefined ? {} : { reason: reason.slice(0, longestReason) };
  return encode(`request to ${request.run}`, requestSchema, { version: 1, ...request, ...why });
}

/** @throws {Problem} SG606, SG607 */
export function decodeRequest(text: string, run: string): InboxRequest {
  const { version: _, ...request } = decode(`request to ${run}`, requestSchema, text);
  if (request.run !== run) throw damaged(`request to ${run}`, `it is about ${request.run}`);
  return request;
}
