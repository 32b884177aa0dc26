import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import type { Observer } from '../../src/run/leases.ts';
import { CommandRemote, type StateRemote } from '../../src/store/git/git-remote.ts';
import { gitDocuments } from '../../src/store/git/git-state.ts';
import { RemoteSwapRefs } from '../../src/store/git/git-swap-refs.ts';
import { PushQueue } from '../../src/store/push/push-queue.ts';
import type { PushVerdict } from '../../src/store/push/push-report.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { LeaseWatch } from '../../src/store/shared/lease-watch.ts';
import { MemorySwapRefs } from '../../src/store/shared/memory-swap-refs.ts';
import { epoch } from '../support/builders.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { type ScratchRepository, scratchFolder } from '../support/scratch-repository.ts';
import { leaseBoardOn, leaseContract, leaseFacts } from './lease-contract.ts';
import { live, noBudget, sharedRemote } from './state-fixture.ts';
import { swapWorlds } from './swap-worlds.ts';

const ref = 'refs/segue-lease/production/h-one';

type Push = () => Promise<ReadonlyMap<string, PushVerdict>>;

/** Refs of a remote whose pushes can be tampered with, one by one. */
async function remoteRefs(clone: ScratchRepository, tampered: ((real: Push) => ReturnType<Push>)[] = []) {
  const { home: repository } = await openRepository(clone.place);
  const local = gitDocuments({ ...live, repository });
  onTestFinished(() => local.close());
  const git = new CommandRemote(repository, 'origin');
  const remote: StateRemote = {
    fetch: (names) => git.fetch(names),
    bring: (version) => git.bring(version),
    commonVersion: (a, b) => git.commonVersion(a, b),
    firstVersion: (version) => git.firstVersion(version),
    push: (updates) => (tampered.shift() ?? ((real) => real()))(() => git.push(updates)),
  };
  return new RemoteSwapRefs({ local, remote, queue: new PushQueue({ clock: live.clock, remote, budget: noBudget }) });
}

const lost = async () => new Map([[ref, { kind: 'unknown' as const }]]);

for (const world of swapWorlds) leaseContract(world);

describe('a beat at a remote', () => {
  test('whose answer is lost is looked up', async () => {
    const { clone } = sharedRemote();
    const lease = await leaseBoardOn(
      await remoteRefs(clone('one'), [(real) => real(), (real) => real().then(lost)]),
    ).put(leaseFacts);
    expect(await lease.beat()).toBe('shown');
  });

  test('that never arrived is not taken for shown, and the next one is', async () => {
    const { bare, clone } = sharedRemote();
    const lease = await leaseBoardOn(await remoteRefs(clone('one'), [(real) => real(), lost])).put(leaseFacts);
    expect(await lease.beat()).toBe('unknown');
    expect(await lease.beat()).toBe('shown');
    expect(bare.git('rev-list', '--count', ref)).toBe('2');
  });

  test('that arrives after its answer was given up is built on', async () => {
    const { bare, clone } = sharedRemote();
    let arrive: Push | undefined;
    const late = (real: Push) => {
      arrive = real;
      return lost();
    };
    const lease = await leaseBoardOn(await remoteRefs(clone('one'), [(real) => real(), late])).put(leaseFacts);
    expect(await lease.beat()).toBe('unknown');
    await arrive?.();
    expect(await lease.beat()).toBe('shown');
    expect(bare.git('rev-list', '--count', ref)).toBe('3');
  });

  test('is unknown while the remote is away', async () => {
    const { clone } = sharedRemote();
    const one = clone('one');
    const lease = await leaseBoardOn(await remoteRefs(one)).put(leaseFacts);
    const url = one.git('remote', 'get-url', 'origin');
    one.git('remote', 'set-url', 'origin', '/nonexistent/remote.git');
    expect(await lease.beat()).toBe('unknown');
    one.git('remote', 'set-url', 'origin', url);
    expect(await lease.beat()).toBe('shown');
  });

  test('costs one object', async () => {
    const { bare, clone } = sharedRemote();
    const lease = await leaseBoardOn(await remoteRefs(clone('one'))).put(leaseFacts);
    const objects = () => Number(bare.git('count-objects').split(' ')[0]);
    const before = objects();
    for (let beat = 0; beat < 5; beat++) await lease.beat();
    expect(objects() - before).toBe(5);
  });
});

test('a first beat whose answer is lost is recognised; a remote that refuses or is away is named', async () => {
  const { bare, clone } = sharedRemote();
  const one = clone('one');
  expect(await (await leaseBoardOn(await remoteRefs(one, [(real) => real().then(lost)])).put(leaseFacts)).beat()).toBe(
    'shown',
  );
  bare.write('hooks/pre-receive', '#!/bin/sh\nexit 1\n', 0o755);
  const again = { ...leaseFacts, holder: 'h-two' };
  await expect(leaseBoardOn(await remoteRefs(one)).put(again)).rejects.toMatchObject({ code: 'SG608' });
  one.git('remote', 'set-url', 'origin', '/nonexistent/remote.git');
  await expect(leaseBoardOn(await remoteRefs(one)).put(again)).rejects.toMatchObject({ code: 'SG609' });
});

describe('a watch of leases', () => {
  const observer: Observer = { place: 'elsewhere', boot: 'mine', isAlive: () => true };

  function world(more: Partial<Observer> = {}) {
    const clock = new ManualClock(epoch);
    const refs = new MemorySwapRefs();
    const file = join(scratchFolder(), 'leases', 'production.json');
    /** Another process on this machine. */
    const look = (boot = 'mine') =>
      new LeaseWatch({
        board: leaseBoardOn(refs),
        clock,
        chance: live.chance,
        observer: { ...observer, ...more, boot },
        file,
      });
    return { clock, refs, look, board: leaseBoardOn(refs) };
  }

  test('is continued by the next process on the machine, and begins anew when the machine has started again', async () => {
    const { clock, look, board } = world();
    await board.put(leaseFacts);
    expect((await look().judge(['h-one'])).get('h-one')).toEqual({ kind: 'unknown', watchMs: 64_000 });
    clock.advance(63_999);
    clock.jump(-3_600_000);
    expect((await look().judge(['h-one'])).get('h-one')).toEqual({ kind: 'unknown', watchMs: 1, silent: true });
    clock.advance(1);
    clock.jump(7_200_000);
    expect((await look().judge(['h-one'])).get('h-one')).toEqual({ kind: 'dead', why: 'silent' });
    expect((await look('next').judge(['h-one'])).get('h-one')).toEqual({ kind: 'unknown', watchMs: 64_000 });
  });

  test('begins anew with each beat, and forgets who is gone', async () => {
    const { clock, look, board } = world();
    const lease = await board.put(leaseFacts);
    await look().judge([]);
    clock.advance(60_000);
    await lease.beat();
    expect((await look().judge(['h-one'])).get('h-one')).toEqual({ kind: 'alive' });
    await lease.remove();
    expect((await look().judge(['h-one', 'h-never'])).get('h-one')).toEqual({ kind: 'dead', why: 'gone' });
  });

  test('looks twice for a lease whose claim was seen a moment before it', async () => {
    const { look, board, refs } = world();
    const real = refs.list.bind(refs);
    let looks = 0;
    refs.list = async (name) => (++looks === 1 ? new Map() : real(name));
    await board.put(leaseFacts);
    expect((await look().judge(['h-one'])).get('h-one')?.kind).toBe('unknown');
    expect(looks).toBe(2);
  });

  test('takes down what is dead, and nothing else', async () => {
    const { clock, look, board } = world();
    const [, lives] = [await board.put(leaseFacts), await board.put({ ...leaseFacts, holder: 'h-two' })];
    await look().judge([]);
    clock.advance(64_000);
    await lives.beat();
    expect(await look().sweep()).toEqual(['h-one']);
    expect([...(await board.beats()).keys()]).toEqual(['h-two']);
  });

  test('takes down at first sight what was silent for a day by its own clock, and nothing younger', async () => {
    const { clock, look, refs, board } = world();
    const dayMs = 24 * 60 * 60 * 1_000;
    await board.put(leaseFacts);
    Object.assign(refs, { madeAt: async () => clock.now() - dayMs });
    expect(await look().sweep()).toEqual([]);
    Object.assign(refs, { madeAt: async () => clock.now() - dayMs - 1 });
    expect(await look().sweep()).toEqual(['h-one']);
    expect([...(await board.beats()).keys()]).toEqual([]);
  });

  test('waits the longest for a lease that makes no sense', async () => {
    const { clock, look, refs } = world();
    const made = await refs.make(undefined, new Map([['lease.json', '{"version":1,"leaseMs":0}']]));
    await refs.swap(ref, undefined, made);
    await look().judge([]);
    clock.advance(3_600_000);
    expect((await look().judge(['h-one'])).get('h-one')?.kind).toBe('unknown');
  });
});

test('a lease longer than an hour, or of somebody else’s name, is not believed', async () => {
  const board = leaseBoardOn(new MemorySwapRefs());
  await expect(board.put({ ...leaseFacts, leaseMs: 3_600_001 })).rejects.toThrow(Problem);
  await expect(board.put({ ...leaseFacts, holder: '../heads/main' })).rejects.toThrow(Problem);
});
