import { describe, expect, test } from 'vitest';
import { decideSlots, type SlotClaim, type SlotQuestion } from '../../src/run/slots.ts';
import { epoch } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

const at = epoch;

function question(run: string, wanted: number, more: Partial<SlotQuestion> = {}): SlotQuestion {
  const need = { used: 0, wanted };
  return { holder: `h-${run}`, run: `r-${run}`, need, granted: 0, slots: 3, isTurnOver: false, at, ...more };
}

const claim = (run: string, slots: number, waiting = false): SlotClaim => ({
  holder: `h-${run}`,
  run: `r-${run}`,
  slots,
  ...(waiting ? { waiting } : {}),
  at,
});

describe('a run that shares a pool', () => {
  test('takes what is free, waits for the rest, and is not written again while nothing changes', () => {
    const first = decideSlots([claim('b', 1)], question('a', 4));
    expect(first).toEqual({ claims: [claim('b', 1), claim('a', 2, true)], granted: 2 });
    const again = decideSlots(first.claims, question('a', 4, { granted: 2, need: { used: 2, wanted: 4 } }));
    expect(again.claims).toBe(first.claims);
    expect(again.granted).toBe(2);
  });

  test('gives back what it has no use for, and vanishes with the last', () => {
    const claims = [claim('a', 3), claim('b', 0, true)];
    const less = decideSlots(claims, question('a', 1, { granted: 3, need: { used: 1, wanted: 1 } }));
    expect(less).toEqual({ claims: [claim('b', 0, true), claim('a', 1)], granted: 1 });
    expect(decideSlots(less.claims, question('a', 0))).toEqual({ claims: [claim('b', 0, true)], granted: 0 });
  });

  test('gives back at once what it has no use for, also after its turn: nothing would make it ask again', () => {
    const claims = [claim('a', 1), claim('b', 0, true)];
    const done = question('a', 0, { slots: 1, granted: 1, isTurnOver: true });
    expect(decideSlots(claims, done)).toEqual({ claims: [claim('b', 0, true)], granted: 0 });
  });

  test('leaves a free slot to who has fewer, and to who came first', () => {
    const claims = [claim('b', 0, true), claim('a', 2, true)];
    expect(decideSlots(claims, question('a', 3)).granted).toBe(2);
    expect(decideSlots(claims, question('b', 3)).granted).toBe(1);
    expect(decideSlots([claim('b', 0, true)], question('c', 1, { slots: 1 })).granted).toBe(0);
  });

  test('lets others have a turn: it is told first, and gives back what it does not fill any more', () => {
    const claims = [claim('a', 1), claim('b', 0, true)];
    const busy = question('a', 5, { slots: 1, granted: 1, need: { used: 1, wanted: 5 } });
    expect(decideSlots(claims, busy).granted).toBe(1);
    const told = decideSlots(claims, { ...busy, isTurnOver: true });
    expect(told).toEqual({ claims: [claim('a', 1, true), claim('b', 0, true)], granted: 0 });
    const ended = { ...busy, isTurnOver: true, granted: 0, need: { used: 0, wanted: 5 } };
    const given = decideSlots(told.claims, ended);
    expect(given).toEqual({ claims: [claim('b', 0, true), claim('a', 0, true)], granted: 0 });
    expect(decideSlots(given.claims, ended)).toEqual({ claims: given.claims, granted: 0 });
    expect(decideSlots(given.claims, question('b', 1, { slots: 1 })).granted).toBe(1);
  });
});

/** Three runs of three holders, whose needs change as they like; each asks when it comes to its turn. */
const steps = fc.array(
  fc.record({
    who: fc.nat({ max: 2 }),
    wanted: fc.nat({ max: 5 }),
    ends: fc.nat({ max: 2 }),
    isTurnOver: fc.boolean(),
    starts: fc.constantFrom('before', 'meanwhile', 'never'),
  }),
  { maxLength: 60, size: 'max' },
);

test('no more slots are ever filled than there are, and who holds one has written it', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 4 }), (all, slots) => {
      let claims: readonly SlotClaim[] = [];
      const runs = [0, 1, 2].map((index) => ({ name: String(index), used: 0, wanted: 0, granted: 0 }));
      for (const { who, wanted, ends, isTurnOver, starts } of all) {
        const run = runs[who];
        if (run === undefined) continue;
        run.used = Math.max(0, run.used - ends);
        run.wanted = Math.max(wanted, run.used);
        run.granted = Math.min(run.granted, run.wanted);
        if (starts === 'before') run.used = Math.max(run.used, run.granted);
        const need = { used: run.used, wanted: run.wanted };
        const decision = decideSlots(claims, question(run.name, 0, { need, granted: run.granted, slots, isTurnOver }));
        // Until it is told the run goes by what it was told last.
        if (starts === 'meanwhile') run.used = Math.max(run.used, run.granted);
        claims = decision.claims;
        run.granted = decision.granted;
        const taken = new Map(claims.map((each) => [each.run, each.slots]));
        expect([...taken.values()].reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(slots);
        for (const { name, used, granted } of runs) {
          const own = taken.get(`r-${name}`) ?? 0;
          expect(used).toBeLessThanOrEqual(own);
          expect(granted).toBeLessThanOrEqual(own);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('who waits gets a slot, however much others want', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 6 }), (slots, count) => {
      let claims: readonly SlotClaim[] = [];
      const runs = Array.from({ length: count }, (_, index) => ({ name: String(index), used: 0, granted: 0, had: 0 }));
      for (let round = 0; round < 40; round++) {
        for (const run of runs) {
          run.used = 0;
          const need = { used: 0, wanted: 10 };
          const asked = question(run.name, 0, { need, granted: run.granted, slots, isTurnOver: true });
          const decision = decideSlots(claims, asked);
          claims = decision.claims;
          run.granted = decision.granted;
          run.had += decision.granted;
        }
      }
      for (const { had } of runs) expect(had).toBeGreaterThan(0);
    }),
  );
});
