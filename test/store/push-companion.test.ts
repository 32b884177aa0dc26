import { describe, expect, test } from 'vitest';
import fc from '../support/seeded-fast-check.ts';
import { lease, pushWorld, type Way } from './push-world.ts';

const minute = 60_000;

describe('the lease of a process', () => {
  test('comes with the first claims, goes along with what follows, and leaves with the last push', async () => {
    const { arrivals, claim, write, end, pass } = pushWorld();
    expect(await pass(Promise.all(['a', 'b'].map(claim)))).toEqual(['done', 'done']);
    write('a');
    await pass(15_000);
    write('a');
    await pass(end());
    expect(arrivals.map(({ moved }) => moved)).toEqual([
      ['claim-a', 'claim-b', lease],
      ['a', lease],
      ['a', lease],
    ]);
    expect(arrivals.map(({ refs }) => refs.has(lease))).toEqual([true, true, false]);
  });

  test('is not needed by a process that claims nothing', async () => {
    const { arrivals, write, end, pass } = pushWorld();
    write('a');
    await pass(end());
    expect(arrivals.map(({ moved }) => moved)).toEqual([['a']]);
  });

  test('does not come while a claim cannot go with it, and holds nobody else up', async () => {
    const { arrivals, claim, pass, set } = pushWorld();
    set('hitched');
    expect(await pass(Promise.all(['a', 'b'].map(claim)))).toEqual(['moved', 'done']);
    expect(arrivals.map(({ moved }) => moved)).toEqual([[], ['claim-b', lease]]);
  });

  test('stays while the last state cannot go with it', async () => {
    const { arrivals, claim, write, end, pass, set } = pushWorld();
    await pass(claim('a'));
    for (const ref of ['a', 'b']) write(ref);
    set('hitched');
    await pass(end());
    expect(arrivals.slice(1).map(({ moved }) => moved)).toEqual([[], ['b', lease], ['a', lease], [lease]]);
    expect(arrivals.map(({ refs }) => refs.has(lease))).toEqual([true, true, true, true, false]);
  });

  test('stays while something is on its way that is not in the last push', async () => {
    const { arrivals, claim, write, end, pass, set } = pushWorld();
    await pass(claim('a'));
    write('a');
    await pass(9_900);
    set('hitched');
    // The answer comes after three tenths of a second, and is worked off in five.
    await pass(500);
    write('b');
    await pass(end());
    const down = arrivals.findIndex(({ refs }) => !refs.has(lease));
    expect(arrivals[down]?.refs.has('a')).toBe(true);
    expect(down).toBe(arrivals.length - 1);
  });

  test('beats by itself only when nothing else was pushed for so long', async () => {
    const { arrivals, claim, write, pass } = pushWorld();
    await pass(claim('a'));
    await pass(40_000);
    write('a');
    await pass(minute + 5_000);
    const [first = 0, ...rest] = arrivals.map(({ at }) => at);
    expect(rest.map((at) => Math.round((at - first) / 1_000))).toEqual([40, 100]);
  });

  test('comes first and leaves last where a remote does not know all or nothing', async () => {
    const { arrivals, claim, write, end, pass } = pushWorld({ atomic: false });
    expect(await pass(claim('a'))).toBe('done');
    write('a');
    await pass(end());
    expect(arrivals.map(({ moved }) => moved)).toEqual([[lease], ['claim-a', lease], ['a'], [lease]]);
  });

  test('that a remote refuses lets no claim through, with or without all or nothing', async () => {
    for (const atomic of [true, false]) {
      const { refs, claim, pass, set, announced } = pushWorld({ atomic });
      // The first push of all or nothing finds out that there is no such thing.
      set(...(atomic ? [] : ['open' as const]), 'leaseless');
      expect(await pass(Promise.all(['a', 'b'].map(claim)))).toEqual(['refused', 'refused']);
      expect([[...refs], announced.isUp]).toEqual([[], false]);
      expect(await pass(claim('a'))).toBe('done');
      expect([...refs.keys()].sort()).toEqual(['claim-a', lease]);
    }
  });

  test('that was taken down by others lets nothing be claimed any more', async () => {
    const { refs, claim, pass, announced } = pushWorld();
    await pass(claim('a'));
    refs.delete(lease);
    expect(await pass(announced.beat())).toBe('gone');
    expect(await pass(claim('b'))).toBe('unknown');
    expect(refs.has('claim-b')).toBe(false);
  });
});

const action = fc.oneof(
  fc.record({ do: fc.constant('claim' as const), name: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ do: fc.constant('write' as const), name: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.nat({ max: 90_000 }) }),
);
const way = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Way>('open') },
  { weight: 1, arbitrary: fc.constantFrom<Way>('lost', 'mute', 'hooked', 'leaseless', 'hitched') },
);

test('whatever a process does, and its remote: six pushes a minute, no claim without its lease, nothing lost', async () => {
  const settings = fc.record({ leaseMs: fc.constantFrom(60_000, 100_000, 300_000), atomic: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(
      fc.array(action, { maxLength: 25, size: 'max' }),
      fc.array(way, { maxLength: 12, size: 'max' }),
      settings,
      async (actions, ways, options) => {
        const w = pushWorld(options);
        w.set(...ways);
        const claims = [];
        for (const each of actions) {
          if (each.do === 'claim') claims.push(w.claim(each.name));
          else if (each.do === 'write') w.write(each.name);
          else await w.pass(each.ms);
        }
        await w.pass(Promise.all(claims));
        await w.pass(w.end());
        const all = w.arrivals;
        for (const [index, { at }] of all.entries()) {
          expect((all[index + 6]?.at ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(minute);
        }
        for (const { moved, refs } of all) {
          if (moved.some((ref) => ref.startsWith('claim'))) expect(refs.has(lease)).toBe(true);
        }
        for (const [ref, version] of w.newest) expect(w.refs.get(ref)).toBe(version);
        // What cannot be taken down runs out.
        if (w.isAnswered()) expect(w.refs.has(lease)).toBe(false);
        // It went no sooner than the rest was there.
        const down = all.findLast(({ moved, refs }) => moved.includes(lease) && !refs.has(lease));
        if (down !== undefined) for (const [ref, version] of w.newest) expect(down.refs.get(ref)).toBe(version);
      },
    ),
    { numRuns: 150 },
  );
}, 60_000);

test('a lease whose remote answers is never in danger, whatever else is pushed', async () => {
  const leases = fc.constantFrom(60_000, 100_000, 300_000);
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 25, size: 'max' }), leases, async (actions, leaseMs) => {
      const w = pushWorld({ leaseMs });
      await w.pass(w.claim('first'));
      for (const each of actions) {
        if (each.do === 'claim') void w.claim(each.name);
        else if (each.do === 'write') w.write(each.name);
        else await w.pass(each.ms);
      }
      await w.pass(2 * leaseMs);
      const beats = w.arrivals.filter(({ moved }) => moved.includes(lease)).map(({ at }) => at);
      const gaps = beats.slice(1).map((at, index) => at - (beats[index] ?? at));
      // A fifth of it, and up to a second and a push until somebody looks.
      expect(Math.max(...gaps)).toBeLessThanOrEqual(leaseMs / 5 + 1_500);
      expect(w.phases).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);
