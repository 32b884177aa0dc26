import { expect, test } from 'vitest';
import type { LeaseVerdict } from '../../src/run/leases.ts';
import type { Clock } from '../../src/run/ports.ts';
import { MemorySwapRefs } from '../../src/store/shared/memory-swap-refs.ts';
import { PoolBoard } from '../../src/store/shared/pool-board.ts';
import type { SwapRefs } from '../../src/store/shared/swap-refs.ts';
import { RunSlots } from '../../src/workspace/run/run-slots.ts';
import { countedChance } from '../store/state-fixture.ts';
import fc from '../support/seeded-fast-check.ts';

const slots = 2;

/** Every step of a contender waits until the scheduler lets it go; a swap's answer may get lost. */
function slowRefs(refs: SwapRefs, scheduler: fc.Scheduler, who: string, losesAnswer: () => boolean): SwapRefs {
  const step = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
    await scheduler.schedule(Promise.resolve(), `${who}: ${what}`);
    return work();
  };
  return {
    list: (name) => step('list', () => refs.list(name)),
    read: (version, path) => step('read', () => refs.read(version, path)),
    make: (parent, edits, message) => refs.make(parent, edits, message),
    swap: (ref, from, to, urgency) =>
      step('swap', async () => {
        const outcome = await refs.swap(ref, from, to, urgency);
        return losesAnswer() ? 'unknown' : outcome;
      }),
  };
}

/** Timers fire when the scheduler says so; each lets the time pass that it waited. */
function slowClock(scheduler: fc.Scheduler): Clock {
  let time = 0;
  return {
    now: () => time,
    steady: () => time,
    after(ms, callback) {
      let isCancelled = false;
      void scheduler.schedule(Promise.resolve(), 'timer').then(() => {
        if (isCancelled) return;
        time += ms;
        callback();
      });
      return () => {
        isCancelled = true;
      };
    },
  };
}

test('contenders for a pool fill no more slots than there are, each gets one, and the dead keep none', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.record({ tasks: fc.integer({ min: 1, max: 4 }), dies: fc.boolean() }), {
        minLength: 2,
        maxLength: 5,
      }),
      fc.infiniteStream(fc.nat({ max: 9 })),
      async (scheduler, contenders, losses) => {
        const refs = new MemorySwapRefs();
        const dead = new Set<string>();
        let most = 0;
        const filled = new Map<string, number>();
        const judge = async (holders: readonly string[]) =>
          new Map(
            holders.map((holder): [string, LeaseVerdict] => [
              holder,
              dead.has(holder) ? { kind: 'dead', why: 'gone' } : { kind: 'alive' },
            ]),
          );
        const finished = contenders.map(({ tasks, dies }, index) => {
          const holder = `h-${index}`;
          const slow = slowRefs(refs, scheduler, holder, () => (losses.next().value ?? 0) === 0);
          return new Promise<void>((resolve) => {
            let left = tasks;
            let used = 0;
            let granted = 0;
            const run = new RunSlots({
              board: new PoolBoard(slow, 'production', countedChance(holder)),
              clock: slowClock(scheduler),
              chance: countedChance(),
              holder,
              run: `r-${index}`,
              judge,
              lookMs: 8_000,
              failed: (_pool, problem) => expect.fail(problem.message),
              granted: (_pool, count) => {
                granted = Math.min(count, wanted());
                fill();
              },
            });
            const wanted = () => Math.min(slots, used + left);
            function tell(): void {
              granted = Math.min(granted, wanted());
              run.need('crm', slots, { used, wanted: wanted() });
            }
            function fill(): void {
              if (dead.has(holder)) return;
              const before = used;
              for (; used < granted && left > 0; left--) {
                used++;
                void scheduler.schedule(Promise.resolve(), `${holder}: task ends`).then(end);
              }
              filled.set(holder, used);
              most = Math.max(
                most,
                [...filled.values()].reduce((sum, each) => sum + each, 0),
              );
              if (used !== before) tell();
            }
            function end(): void {
              used--;
              filled.set(holder, used);
              if (dies && !dead.has(holder)) {
                // It does nothing any more; its lease is gone.
                dead.add(holder);
                filled.delete(holder);
                resolve();
              }
              if (dead.has(holder)) return;
              fill();
              tell();
              if (used === 0 && left === 0) void run.close().then(resolve);
            }
            tell();
          });
        });
        await scheduler.waitFor(Promise.all(finished));
        expect(most).toBeLessThanOrEqual(slots);
        const claims = await new PoolBoard(refs, 'production', countedChance()).claims('crm');
        for (const { holder } of claims) expect(dead).toContain(holder);
      },
    ),
    { numRuns: 60 },
  );
});
