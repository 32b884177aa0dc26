import type { LeaseFacts } from '../run/leases.ts';
import type { PoolDocument } from '../run/slots.ts';
import * as v from './schema-values.ts';
import { integer, number, object, oneOf, type Shape } from './shape.ts';

/** As the settings bound it; a stranger's lease must not make others wait for days, nor be dead when it is born. */
const [shortestLeaseMs, longestLeaseMs] = [1_000, 3_600_000];
const mostSlots = 1_000;

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
  slots: v.listOf(
    object({
      holder: v.holderId,
      run: v.runId,
      task: v.taskId,
      attempt: integer(1, 1_000_000),
      at: v.instant,
    }),
    mostSlots,
  ),
}) satisfies Shape<PoolDocument>;
