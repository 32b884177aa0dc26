import { describe, expect, test } from 'vitest';
import { holdLease } from '../../src/run/hold-lease.ts';
import {
  type LeaseBoard,
  type LeaseFacts,
  leaseTimes,
  leaseVerdict,
  type Observer,
  type PostedLease,
  type Watched,
  watch,
} from '../../src/run/leases.ts';
import { epoch } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';
import fc from '../support/seeded-fast-check.ts';

const process = { pid: 4_711, started: 's', boot: 'b' };
const factsOf = (leaseMs: number): LeaseFacts => ({ holder: 'h-1', place: 'there', process, leaseMs, since: epoch });
const stranger: Observer = { place: 'here', boot: 'b', isAlive: () => true };

/** How the way to the board behaves: `lost` requests never arrive, of `mute` ones the answer does not, `late` ones arrive later. */
type Way = 'open' | 'lost' | 'mute' | 'late';

/** A board behind a way that the test opens and closes. An answer takes a moment. */
function boardBehind(clock: ManualClock) {
  let beat: string | undefined;
  let count = 0;
  let way: Way = 'open';
  const later = (ms: number) => new Promise<void>((resolve) => clock.after(ms, resolve));
  const posted: PostedLease = {
    async beat() {
      const [from, to] = [beat, `b${++count}`];
      const mine = way;
      await later(mine === 'open' ? 20 : 500);
      if (mine === 'lost') return 'unknown';
      if (mine === 'late') clock.after(7_000, () => (beat = beat === from && beat !== undefined ? to : beat));
      if (mine === 'late') return 'unknown';
      if (beat === undefined) return 'gone';
      beat = to;
      return mine === 'mute' ? 'unknown' : 'shown';
    },
    async remove() {
      beat = undefined;
    },
  };
  const board: LeaseBoard = {
    async put() {
      beat = 'b0';
      return posted;
    },
    announce: () => Promise.reject(new Error('nobody claims anything here')),
    beats: async () => new Map(beat === undefined ? [] : [['h-1', beat]]),
    facts: async () => undefined,
    remove: async () => false,
  };
  return {
    board,
    beat: () => beat,
    takeDown: () => (beat = undefined),
    set: (to: Way) => (way = to),
  };
}

async function pass(clock: ManualClock, ms: number, stepMs: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(Math.min(stepMs, ms - passed));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function held(leaseMs: number) {
  const clock = new ManualClock(epoch);
  const world = boardBehind(clock);
  const events: [string, number][] = [];
  const note = (what: string) => () => void events.push([what, clock.steady()]);
  const lease = await holdLease({
    clock,
    board: world.board,
    facts: factsOf(leaseMs),
    onEnding: note('ending'),
    onLost: note('lost'),
  });
  return { ...world, clock, events, lease, begun: clock.steady() };
}

describe('a lease that is held', () => {
  test('beats five times in its length, for ever', async () => {
    const { clock, beat, lease, events } = await held(60_000);
    await pass(clock, 600_000, 1_000);
    expect(Number(beat()?.slice(1))).toBeGreaterThanOrEqual(45);
    expect(Number(beat()?.slice(1))).toBeLessThanOrEqual(50);
    expect([lease.phase, events]).toEqual(['held', []]);
  });

  test('that cannot be renewed ends its work, then kills it, before it has run out', async () => {
    const { clock, set, events, begun, lease } = await held(60_000);
    set('lost');
    await pass(clock, 120_000, 100);
    expect(events.map(([what]) => what)).toEqual(['ending', 'lost']);
    expect(events[0]?.[1]).toBeLessThan(begun + 45_000);
    expect(events[1]?.[1]).toBeLessThan(begun + 60_000);
    expect(lease.phase).toBe('lost');
  });

  test('outlives a way that is closed for less than that', async () => {
    const { clock, set, events, lease } = await held(60_000);
    await pass(clock, 13_000, 100);
    set('lost');
    await pass(clock, 20_000, 100);
    set('open');
    await pass(clock, 60_000, 100);
    expect([lease.phase, events]).toEqual(['held', []]);
  });

  test('ends its work at once when somebody took it down', async () => {
    const { clock, takeDown, events } = await held(60_000);
    takeDown();
    const from = clock.steady();
    await pass(clock, 20_000, 100);
    expect(events.map(([what]) => what)).toEqual(['ending', 'lost']);
    expect((events[1]?.[1] ?? 0) - from).toBeLessThan(16_000);
  });

  test('notices that the machine has slept', async () => {
    const { clock, events } = await held(60_000);
    clock.advance(1);
    // Timers stand still in sleep; time does not.
    const timers = clock.nextIn ?? 0;
    clock.sleep(3_600_000);
    expect(events).toEqual([]);
    clock.advance(timers);
    expect(events.map(([what]) => what)).toEqual(['ending', 'lost']);
  });

  test('is silent after its release', async () => {
    const { clock, beat, lease, events } = await held(60_000);
    await lease.release();
    await pass(clock, 300_000, 1_000);
    expect([beat(), events, clock.nextIn]).toEqual([undefined, [], undefined]);
  });

  test('does not care how often the wall clock is set', async () => {
    const { clock, lease, events } = await held(60_000);
    for (const jump of [3_600_000, -7_200_000, 3_600_000]) {
      clock.jump(jump);
      await pass(clock, 30_000, 1_000);
    }
    expect([lease.phase, events]).toEqual(['held', []]);
  });
});

const outage = fc.record({
  way: fc.constantFrom<Way>('open', 'lost', 'mute', 'late'),
  forMs: fc.integer({ min: 100, max: 40_000 }),
  lookEveryMs: fc.integer({ min: 100, max: 5_000 }),
});

test('nobody is taken for dead before all its work is over, however the way to it behaves', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 10_000, max: 60_000 }),
      fc.array(outage, { maxLength: 12 }),
      async (leaseMs, outages) => {
        const { clock, board, set, lease } = await held(leaseMs);
        let known: ReadonlyMap<string, Watched> = new Map();
        for (const { way, forMs, lookEveryMs } of [
          ...outages,
          { way: 'lost' as const, forMs: 70_000, lookEveryMs: 300 },
        ]) {
          set(way);
          for (let passed = 0; passed < forMs; passed += lookEveryMs) {
            await pass(clock, lookEveryMs, 250);
            const asked = clock.steady();
            known = watch(known, await board.beats(), clock.steady(), () => factsOf(leaseMs));
            const verdict = leaseVerdict(known.get('h-1'), asked, stranger);
            if (verdict.kind === 'dead') expect(lease.phase).toBe('lost');
          }
        }
        expect(leaseVerdict(known.get('h-1'), clock.steady() + leaseMs, stranger).kind).toBe('dead');
        await lease.release();
      },
    ),
    { numRuns: 60 },
  );
});

describe('an observer', () => {
  const leaseMs = 60_000;
  const { deadMs } = leaseTimes(leaseMs);
  const facts = { place: 'there', process, leaseMs };
  const look = (known: ReadonlyMap<string, Watched>, beat: string, now: number) =>
    watch(known, new Map([['h-1', beat]]), now, () => facts);

  test('cannot tell at first sight, and says how long it has to watch', () => {
    const seen = look(new Map(), 'b1', 1_000).get('h-1');
    expect(leaseVerdict(seen, 1_000, stranger)).toEqual({ kind: 'unknown', watchMs: deadMs });
    expect(leaseVerdict(seen, 1_000 + deadMs - 1, stranger)).toEqual({ kind: 'unknown', watchMs: 1, silent: true });
    expect(leaseVerdict(seen, 1_000 + deadMs, stranger)).toEqual({ kind: 'dead', why: 'silent' });
  });

  test('believes in a holder that has moved', () => {
    const seen = look(look(new Map(), 'b1', 1_000), 'b2', 2_000).get('h-1');
    expect(leaseVerdict(seen, 3_000, stranger)).toEqual({ kind: 'alive' });
    expect(leaseVerdict(seen, 2_000 + leaseMs / 2, stranger).kind).toBe('unknown');
  });

  test('takes a lease that is not there for dead, and looks at processes of its own place', () => {
    const seen = look(new Map(), 'b1', 0).get('h-1');
    const atHome = { ...stranger, place: 'there' };
    expect(leaseVerdict(undefined, 0, stranger)).toEqual({ kind: 'dead', why: 'gone' });
    expect(leaseVerdict(seen, 0, atHome)).toEqual({ kind: 'alive' });
    expect(leaseVerdict(seen, 10 * deadMs, atHome)).toEqual({ kind: 'alive' });
    expect(leaseVerdict(seen, 0, { ...atHome, isAlive: () => false })).toEqual({ kind: 'dead', why: 'process' });
    expect(leaseVerdict(seen, 0, { ...atHome, boot: 'later' })).toEqual({ kind: 'dead', why: 'process' });
  });
});
