import type { LeaseFacts, Watched } from '../../run/leases.ts';
import type { PoolDocument } from '../../run/slots.ts';
import { decode, encode } from './codec.ts';
import { damaged } from './damaged.ts';
import { leaseSchema, poolSchema, watchedSchema } from './schema-lease.ts';

export function encodeLease(facts: LeaseFacts): string {
  return encode(`lease of ${facts.holder}`, leaseSchema, { version: 1, ...facts });
}

/** @throws {Problem} SG606, SG607 */
export function decodeLease(text: string, holder: string): LeaseFacts {
  const { version: _, ...facts } = decode(`lease of ${holder}`, leaseSchema, text);
  if (facts.holder !== holder) throw damaged(`lease of ${holder}`, `it is that of ${facts.holder}`);
  return facts;
}

export function encodePool(pool: PoolDocument): string {
  return encode(`pool ${pool.pool}`, poolSchema, pool);
}

/**
 * A pool, whichever it is.
 *
 * @throws {Problem} SG606, SG607
 */
export function peekPool(text: string): PoolDocument {
  return decode('pool', poolSchema, text);
}

/** @throws {Problem} SG606, SG607 */
export function decodePool(text: string, environment: string, name: string): PoolDocument {
  const pool = decode(`pool ${name}`, poolSchema, text);
  if (pool.pool !== name || pool.environment !== environment) {
    throw damaged(`pool ${name}`, `it is about ${pool.pool} in ${pool.environment}`);
  }
  return pool;
}

/** @param boot Tells this start of the machine from all others: spans of time count only within one. */
export function encodeWatched(boot: string, leases: ReadonlyMap<string, Watched>): string {
  const entries = [...leases].map(([holder, { moved, ...lease }]) => [holder, { ...lease, moved: moved ? 1 : 0 }]);
  return encode('memory of leases', watchedSchema, { version: 1, boot, leases: Object.fromEntries(entries) });
}

/** @throws {Problem} SG606, SG607 */
export function decodeWatched(text: string, boot: string): ReadonlyMap<string, Watched> {
  const known = decode('memory of leases', watchedSchema, text);
  if (known.boot !== boot) return new Map();
  return new Map(
    Object.entries(known.leases).map(([holder, lease]) => [holder, { ...lease, moved: lease.moved === 1 }]),
  );
}
