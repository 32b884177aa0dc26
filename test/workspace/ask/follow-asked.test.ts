import { expect, test } from 'vitest';
import { Problem } from '../../../src/diagnostic/problem.ts';
import type { CommandForge } from '../../../src/report/forge/forge.ts';
import type { RunDocument } from '../../../src/run/document.ts';
import type { ActiveRun } from '../../../src/run/ports.ts';
import { memoryState } from '../../../src/store/documents/memory.ts';
import { findAskedAction, findAskedRun } from '../../../src/workspace/ask/find-asked.ts';
import { followAsked } from '../../../src/workspace/ask/follow-asked.ts';
import type { OpenWorkspace } from '../../../src/workspace/open-workspace.ts';
import { runOf } from '../../store/state-documents.ts';
import { countedChance, putEntry, stoppedClock } from '../../store/state-fixture.ts';

type Job = Awaited<ReturnType<CommandForge['workflowRun']>>;

const run = 'r-8k2m4p6t';
const lookMs = 10_000;
const inputs = { command: 'run', pipeline: 'daily', params: 'country=DE\nrows=1.0' };
const asked = { trigger: { kind: 'manual', by: 'ana' }, params: { country: 'DE', rows: 1 } } as const;
const goesOn: Job = { kind: 'known', hasEnded: false };
const failed: Job = { kind: 'known', hasEnded: true, conclusion: 'failure' };

/** A laptop that waits; before each of its looks the world takes one of these steps, and stays as it is after the last. */
function waiting(steps: readonly (() => unknown)[], jobs: readonly Job[] = [goesOn]) {
  const state = memoryState({ clock: stoppedClock, chance: countedChance() });
  let [now, looks, pauses] = [0, 0, 0];
  let interrupt = () => {};
  const told: string[] = [];
  const clock = {
    now: () => now,
    steady: () => now,
    after: (ms: number, callback: () => void) => {
      expect(ms).toBe(lookMs);
      now += ms;
      pauses += 1;
      queueMicrotask(callback);
      return () => {};
    },
  };
  const refresh = async () => {
    await steps[looks++]?.();
    return [];
  };
  const workspace = { environment: 'production', state, clock, refresh } as unknown as OpenWorkspace;
  const forge = { workflowRun: async () => jobs[Math.min(looks, jobs.length - 1)] ?? goesOn };
  const follow = (find: () => Promise<RunDocument | undefined>, started: object = { started: { id: 1, url: 'job' } }) =>
    followAsked(
      workspace,
      forge,
      { page: 'https://github.example/job', find, ...started },
      {
        moved: (before, after) => told.push(`${before?.state ?? 'nothing'} → ${after.state}`),
        notice: (message) => told.push(message),
        interrupts: (callback) => {
          interrupt = callback;
        },
      },
    );
  const store = (document: RunDocument, active: readonly Partial<ActiveRun>[] = []) =>
    state.update('production', 'daily', putEntry, (view) => ({
      state: {
        ...view.state,
        active: active.map((each) => ({ run, claimedAt: document.createdAt, host: 'runner', pid: 1, ...each })),
      },
      runs: [document],
    }));
  return { workspace, follow, store, told, interrupt: () => interrupt(), looks: () => looks, pauses: () => pauses };
}

const document = (more: Partial<RunDocument>) => runOf('production', 'daily', run, { ...asked, ...more });

test('the run that comes is followed to its end, through a hand-over to the next job', async () => {
  const world = waiting([
    () => undefined,
    () => world.store(document({ state: 'running' }), [{ lease: 'h-1' }]),
    () => world.store(document({ state: 'cancelled' }), [{ interrupted: true }]),
    () => world.store(document({ state: 'running' }), [{ lease: 'h-2' }]),
    () => world.store(document({ state: 'success' })),
  ]);
  const find = await findAskedRun(world.workspace, inputs);
  expect(await world.follow(find)).toMatchObject({ run, state: 'success' });
  expect(world.told).toEqual(['nothing → running', 'running → cancelled', 'cancelled → running', 'running → success']);
});

test('runs that were there, that a schedule started, or that have other params are not the one', async () => {
  const world = waiting([
    () => world.store(document({ run: 'r-bbbbbbbb', trigger: { kind: 'schedule', by: 'ana' }, state: 'failed' })),
    () => world.store(document({ run: 'r-cccccccc', params: { country: 'FR', rows: 1 }, state: 'failed' })),
    () => world.store(document({ state: 'success' })),
  ]);
  await world.store(document({ run: 'r-aaaaaaaa', state: 'failed' }));
  const find = await findAskedRun(world.workspace, inputs);
  expect(await world.follow(find)).toMatchObject({ run, state: 'success' });
});

test('a retry has begun once it stands in the document', async () => {
  const before = document({ state: 'failed' });
  const actions = [{ kind: 'retry', by: 'ana', at: '2026-03-02T05:00:00.000Z' }] as const;
  const world = waiting([
    () => undefined,
    () => world.store(document({ state: 'running', actions }), [{ lease: 'h-1' }]),
    () => world.store(document({ state: 'failed', actions })),
  ]);
  await world.store(before);
  expect(await world.follow(findAskedAction(world.workspace, before))).toMatchObject({ state: 'failed', actions });
});

test('what a job stores in its last moment is found, though the job has ended', async () => {
  const world = waiting([() => undefined, () => world.store(document({ state: 'failed' }))], [goesOn, failed]);
  const find = await findAskedRun(world.workspace, inputs);
  expect(await world.follow(find)).toMatchObject({ state: 'failed' });
});

test('a job that ends without a run, and one that begins none, are told', async () => {
  const ended = waiting([], [goesOn, failed]);
  const none = await findAskedRun(ended.workspace, inputs);
  await expect(ended.follow(none)).rejects.toMatchObject({
    code: 'SG962',
    message: expect.stringContaining('failure'),
  });
  const silent = waiting([]);
  await expect(silent.follow(none, {})).rejects.toMatchObject({ code: 'SG962', help: expect.stringContaining('job') });
  expect(silent.looks()).toBe(122);
});

test('a remote that is away for a while ends no wait', async () => {
  const away = () => {
    throw new Problem('SG609', 'The remote is away.', '');
  };
  const world = waiting([away, away, () => world.store(document({ state: 'success' }))]);
  const find = await findAskedRun(world.workspace, inputs);
  expect(await world.follow(find)).toMatchObject({ state: 'success' });
  expect(world.told.slice(0, 2)).toEqual(Array(2).fill('The remote is away. Looking again.'));
});

test('the wait ends when it is interrupted, nothing else does, and no timer is left that would keep the process', async () => {
  const world = waiting([
    () => world.store(document({ state: 'running' }), [{ lease: 'h-1' }]),
    () => world.interrupt(),
  ]);
  const find = await findAskedRun(world.workspace, inputs);
  expect(await world.follow(find)).toBeUndefined();
  expect(world.looks()).toBe(2);
  expect(world.pauses()).toBe(1);
});
