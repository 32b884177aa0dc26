import { Problem } from '../../src/diagnostic/problem.ts';
import { type HeldLease, keepLease } from '../../src/run/hold-lease.ts';
import type { LeaseFacts } from '../../src/run/leases.ts';
import type { PushOptions, PushUpdate } from '../../src/store/git/git-remote.ts';
import { PushQueue } from '../../src/store/push/push-queue.ts';
import type { PushVerdict } from '../../src/store/push/push-report.ts';
import { Pusher } from '../../src/store/push/pusher.ts';
import { unreachableProblem } from '../../src/store/push/remote-problem.ts';
import { EscortedLease } from '../../src/store/shared/escorted-lease.ts';
import { epoch } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';

export const lease = 'refs/segue-lease/production/h-one';
/**
 * What happens to a push: `lost`, it never arrives; `mute`, its answer does not; `hooked` and `leaseless`, the remote refuses
 * claims or leases; `hitched`, one ref cannot go for the moment.
 */
export type Way = 'open' | 'lost' | 'mute' | 'hooked' | 'leaseless' | 'hitched';

interface Arrival {
  readonly at: number;
  readonly moved: readonly string[];
  /** All that the remote has after it. */
  readonly refs: ReadonlyMap<string, string>;
}

/** A process with a lease, and a remote that behaves as the test says. */
export function pushWorld({ leaseMs = 300_000, atomic = true } = {}) {
  const clock = new ManualClock(epoch);
  const refs = new Map<string, string>();
  const arrivals: Arrival[] = [];
  let ways: readonly Way[] = [];
  let lastWay: Way = 'open';
  const later = (ms: number) => new Promise<void>((resolve) => void clock.after(ms, resolve));

  const canMove = ({ ref, replaces }: PushUpdate) =>
    replaces === undefined || refs.get(ref) === (replaces === 'none' ? undefined : replaces);

  function refusal(way: Way, update: PushUpdate, index: number): PushVerdict | undefined {
    const isRefused = (way === 'hooked' && index === 0) || (way === 'leaseless' && update.ref === lease);
    if (isRefused) return { kind: 'refused', reason: 'hook declined' };
    return (way === 'hitched' && index === 0) || !canMove(update) ? { kind: 'moved' } : undefined;
  }

  function apply({ ref, version }: PushUpdate): PushVerdict {
    if (version === undefined) refs.delete(ref);
    else refs.set(ref, version);
    return { kind: 'done' };
  }

  async function push(updates: readonly PushUpdate[], options: PushOptions = {}) {
    const [way = 'open', ...rest] = ways;
    ways = rest;
    await later(200);
    const all = (kind: 'unknown' | 'blocked') =>
      new Map(updates.map(({ ref }): [string, PushVerdict] => [ref, { kind }]));
    if (options.atomic && !atomic) return all('blocked');
    lastWay = way;
    if (way === 'lost') return all('unknown');
    const refusals = updates.flatMap((update, index): readonly (readonly [string, PushVerdict])[] => {
      const verdict = refusal(way, update, index);
      return verdict === undefined ? [] : [[update.ref, verdict]];
    });
    const verdicts = new Map(refusals);
    const isHeldUp = options.atomic && verdicts.size > 0;
    const moved: string[] = [];
    for (const update of updates) {
      if (verdicts.has(update.ref)) continue;
      const verdict: PushVerdict = isHeldUp ? { kind: 'blocked' } : apply(update);
      if (verdict.kind === 'done') moved.push(update.ref);
      verdicts.set(update.ref, verdict);
    }
    arrivals.push({ at: clock.steady(), moved, refs: new Map(refs) });
    await later(100);
    return way === 'mute' ? all('unknown') : verdicts;
  }

  const queue = new PushQueue({ clock, remote: { push } });
  let versions = 0;
  const swapRefs = {
    escort: queue,
    list: async (ref: string) => new Map([...refs].filter(([each]) => each === ref)),
    read: async () => undefined,
    make: async () => `v${++versions}`,
    swap: () => Promise.reject(new Error('only the companion moves it')),
  };
  const facts: LeaseFacts = {
    holder: 'h-one',
    place: 'here',
    process: { pid: 4_711, started: 's', boot: 'b' },
    leaseMs,
    since: epoch,
  };
  const phases: string[] = [];
  let held: HeldLease | undefined;
  const announced = new EscortedLease({
    refs: swapRefs,
    ref: lease,
    first: 'first',
    beat: () => 'Beat',
    escort: queue,
    clock,
    everyMs: leaseMs / 5,
    shown: (began) => held?.shown(began),
  });
  void announced.risen.then((posted) => {
    const note = (phase: string) => () => void phases.push(phase);
    held = keepLease({ clock, facts, onEnding: note('ending'), onLost: note('lost') }, posted, announced.began);
  });

  const newest = new Map<string, string>();
  const pusher = new Pusher({
    async deliver(ref, pace, started) {
      for (let attempt = 0; attempt < 20; attempt++) {
        const verdict = await queue.push(ref, pace, async () => {
          started();
          return { ref, version: newest.get(ref) ?? '' };
        });
        if (verdict.kind === 'done') return undefined;
        // It is joined with what others have written.
        await later(500);
      }
      return unreachableProblem(ref, 20);
    },
    hurry: (work) => queue.hurry(work),
  });

  function write(ref: string): void {
    newest.set(ref, `v${++versions}`);
    pusher.request(ref);
  }

  async function claim(name: string): Promise<PushVerdict['kind']> {
    const update = { ref: `claim-${name}`, version: `v${++versions}` };
    try {
      return (await queue.push(update.ref, 'claim', async () => update)).kind;
    } catch (error) {
      if (error instanceof Problem) return 'unknown';
      throw error;
    }
  }

  async function end(): Promise<void> {
    const problems = await pusher.flush((undelivered) => void queue.escort('last', undelivered));
    await held?.release(problems.length === 0 ? 'remove' : 'leave');
  }

  /** Lets time pass until it is settled, or for so long. */
  async function pass<T>(work: Promise<T> | number): Promise<T | undefined> {
    let [isOver, result]: [boolean, T | undefined] = [false, undefined];
    if (typeof work === 'number') clock.after(work, () => (isOver = true));
    else void work.then((value) => ([isOver, result] = [true, value]));
    for (;;) {
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setImmediate(resolve));
      if (isOver) return result;
      if (clock.nextIn === undefined) throw new Error('nothing happens any more');
      clock.advance(clock.nextIn);
    }
  }

  const set = (...to: readonly Way[]) => (ways = to);
  const isAnswered = () => lastWay === 'open';
  return { isAnswered, refs, arrivals, announced, phases, newest, write, claim, end, pass, set };
}
