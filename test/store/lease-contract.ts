import { describe, expect, test } from 'vitest';
import type { LeaseFacts } from '../../src/run/leases.ts';
import { RefLeaseBoard } from '../../src/store/shared/lease-board.ts';
import type { SwapRefs } from '../../src/store/shared/swap-refs.ts';
import { epoch } from '../support/builders.ts';
import { live } from './state-fixture.ts';
import type { SwapWorld } from './swap-worlds.ts';

export const leaseFacts: LeaseFacts = {
  holder: 'h-one',
  place: 'machine:clone',
  process: { pid: 4_711, started: 's', boot: 'b' },
  leaseMs: 60_000,
  since: epoch,
};

export function leaseBoardOn(refs: SwapRefs): RefLeaseBoard {
  return new RefLeaseBoard(refs, 'production', live);
}

/** What leases do wherever their refs are. */
export function leaseContract({ name, open }: SwapWorld): void {
  describe(`leases in ${name}`, () => {
    test('are seen by others, move with each beat, and are gone when they are removed', async () => {
      const [mine, other] = await open();
      const lease = await leaseBoardOn(mine).put(leaseFacts);
      const seen = new Set<string | undefined>();
      for (let beat = 0; beat < 3; beat++) {
        const beats = await leaseBoardOn(other).beats();
        expect([...beats.keys()]).toEqual(['h-one']);
        seen.add(beats.get('h-one'));
        expect(await leaseBoardOn(other).facts('h-one', beats.get('h-one') ?? '')).toEqual(leaseFacts);
        expect(await lease.beat()).toBe('shown');
      }
      expect(seen.size).toBe(3);
      await lease.remove();
      expect(await leaseBoardOn(other).beats()).toEqual(new Map());
      await lease.remove();
    });

    test('are taken down only if they have not moved, and their holders learn of it', async () => {
      const [mine, other] = await open();
      const lease = await leaseBoardOn(mine).put(leaseFacts);
      const old = (await leaseBoardOn(other).beats()).get('h-one') ?? '';
      expect(await lease.beat()).toBe('shown');
      expect(await leaseBoardOn(other).remove('h-one', old)).toBe(false);
      const newest = (await leaseBoardOn(other).beats()).get('h-one') ?? '';
      expect(await leaseBoardOn(other).remove('h-one', newest)).toBe(true);
      expect(await lease.beat()).toBe('gone');
      expect(await lease.beat()).toBe('gone');
      expect(await leaseBoardOn(other).beats()).toEqual(new Map());
    });
  });
}
