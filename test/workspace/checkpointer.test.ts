import { expect, test } from 'vitest';
import type { RunState } from '../../src/run/run-state.ts';
import { Checkpointer, checkpointMs, type Saved } from '../../src/workspace/run/checkpointer.ts';
import { planOf, taskOf } from '../support/builders.ts';
import { EngineWorld, succeeds } from '../support/engine-world.ts';
import { ManualClock } from '../support/manual-clock.ts';

const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

/** Three states of a run, oldest first, and a checkpointer whose saves end when the test says so. */
function saving() {
  const clock = new ManualClock('2026-03-02T05:00:00Z');
  const world = new EngineWorld(planOf([taskOf('a'), taskOf('b', { needs: ['a'] })]));
  const states = [world.state];
  for (const task of ['a', 'b']) {
    world.finish(task, succeeds);
    states.push(world.state);
  }
  const ends: ((failure?: Error) => void)[] = [];
  const saved: number[] = [];
  const failures: unknown[] = [];
  const save = (state: RunState) =>
    new Promise<Saved>((resolve, reject) => {
      saved.push(states.indexOf(state));
      ends.push((failure) => (failure === undefined ? resolve('ours') : reject(failure)));
    });
  const checkpointer = new Checkpointer({ clock, save, failed: (error) => failures.push(error) });
  const at = (index: number): RunState => states[index] ?? world.state;
  async function end(failure?: Error): Promise<void> {
    ends.shift()?.(failure);
    await settled();
  }
  async function pass(): Promise<void> {
    clock.advance(checkpointMs);
    await settled();
  }
  return { checkpointer, at, saved, failures, end, pass };
}

test('changes are stored together after two seconds, and nothing is stored twice', async () => {
  const { checkpointer, at, saved, end, pass } = saving();
  checkpointer.changed(at(0));
  checkpointer.changed(at(1));
  await pass();
  await end();
  await pass();
  expect(saved).toEqual([1]);
});

test('what somebody waits for is stored after what is being stored, as it is by then, and never an older state after it', async () => {
  const { checkpointer, at, saved, end, pass } = saving();
  let newest = at(0);
  checkpointer.changed(newest);
  await pass();
  const asked = checkpointer.now(() => newest);
  newest = at(1);
  checkpointer.changed(newest);
  await pass();
  newest = at(2);
  checkpointer.changed(newest);
  await end();
  expect(saved).toEqual([0, 2]);
  await end();
  expect(await asked).toBe('ours');
  await pass();
  await pass();
  expect(saved).toEqual([0, 2]);
});

test('who waits learns of a failure; what comes later is stored all the same', async () => {
  const { checkpointer, at, saved, failures, end, pass } = saving();
  const asked = checkpointer.now(() => at(0));
  await settled();
  const outcome = expect(asked).rejects.toThrow('no room');
  await end(new Error('no room'));
  await outcome;
  checkpointer.changed(at(1));
  await pass();
  await end();
  expect([saved, failures]).toEqual([[0, 1], []]);
});
