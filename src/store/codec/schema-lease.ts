import { limits } from '../../model/limits.ts';
import type { LeaseFacts } from '../../run/leases.ts';
import type { PoolDocument } from '../../run/slots.ts';
import * as v from './schema-values.ts';
import { integer, number, object, oneOf, optional, type Shape } from './shape.ts';

/** As the settings bound it; a stranger's lease must not make others wait for days, nor be dead when it is born. */
const [shortestLeaseMs, longestLeaseMs] = [1_000, 3_600_000];
/** Runs that have or want slots of one pool. */
const mostClaims = 10_000;

const process = object({ pid: v.processId, started: v.label, boot: v.label });
const leaseMs = number(shortestLeaseMs, longestLeaseMs);

export const leaseSchema = object({
  version: oneOf(1),
  holder: v.holderId,
  place: v.label,
  process,
  leaseMs,
  since: v.instant,
}) satisfies Shape<LeaseFacts>;

/** What is remembered of leases on this machine, between two looks. `since` counts from the start of the machine. */
export const watchedSchema = object({
  version: oneOf(1),
  boot: v.label,
  leases: v.mapOf(
    v.holderId,
    object({
      beat: v.label,
      since: number(0, Number.MAX_SAFE_INTEGER),
      moved: oneOf(0, 1),
      facts: object({ place: v.label, process, leaseMs }),
    }),
  ),
});

export const poolSchema = object({
  version: oneOf(1),
  environment: v.label,
  pool: v.label,
  claims: v.listOf(
    object({
      holder: v.holderId,
      run: v.runId,
      slots: integer(0, limits.poolSlots),
      waiting: optional(oneOf(true)),
      at: v.instant,
    }),
    mostClaims,
  ),
}) satisfies Shape<PoolDocument>;
