import { expect, test } from 'vitest';
import type { PushUpdate } from '../../src/store/git/git-remote.ts';
import { PushQueue } from '../../src/store/push/push-queue.ts';
import type { PushVerdict } from '../../src/store/push/push-report.ts';
import { ManualClock } from '../support/manual-clock.ts';

function queueWith(verdicts: readonly PushVerdict['kind'][] = []) {
  const clock = new ManualClock('2026-05-01T05:00:00.000Z');
  const pushes: string[][] = [];
  const answers = [...verdicts];
  let hold: Promise<void> = Promise.resolve();
  const remote = {
    async push(updates: readonly PushUpdate[]) {
      pushes.push(updates.map(({ ref, version }) => `${ref}=${version}`));
      await hold;
      const kind = answers.shift() ?? 'done';
      const verdict: PushVerdict = kind === 'refused' ? { kind, reason: 'no' } : { kind };
      return new Map(updates.map(({ ref }) => [ref, verdict]));
    },
  };
  const queue = new PushQueue({ clock, remote });
  async function pass(ms: number): Promise<void> {
    clock.advance(ms);
    await new Promise((resolve) => setImmediate(resolve));
  }
  /** Makes pushes hang until the result is called. */
  function block(): () => void {
    let go: () => void = () => undefined;
    hold = new Promise((resolve) => (go = resolve));
    return go;
  }
  const push = (ref: string, urgency: 'soon' | 'now' | 'beat' = 'now', version = '1') =>
    queue.push(ref, urgency, async () => ({ ref, version }));
  return { clock, queue, pushes, pass, block, push };
}

test('what is asked for at once goes out in one push, sorted', async () => {
  const { pushes, pass, push } = queueWith();
  const all = Promise.all(['c', 'a', 'b'].map((ref) => push(ref)));
  await pass(0);
  expect(pushes).toEqual([['a=1', 'b=1', 'c=1']]);
  expect(await all).toEqual([{ kind: 'done' }, { kind: 'done' }, { kind: 'done' }]);
});

test('one push at a time, and all that came meanwhile in the next', async () => {
  const { pushes, pass, push, block } = queueWith();
  const go = block();
  const all = [push('a')];
  await pass(0);
  all.push(push('b'), push('a', 'now', '2'), push('c', 'soon'));
  await pass(0);
  expect(pushes).toEqual([['a=1']]);
  go();
  await pass(0);
  await pass(0);
  expect(pushes).toEqual([['a=1'], ['a=2', 'b=1', 'c=1']]);
  await Promise.all(all);
});

test('the same ref twice goes in two pushes, in order', async () => {
  const { pushes, pass, push } = queueWith();
  void push('a');
  void push('a', 'now', '2');
  await pass(0);
  await pass(0);
  expect(pushes).toEqual([['a=1'], ['a=2']]);
});

test('of one ref that goes first for which somebody waits: it holds what would go in the background', async () => {
  const { queue, pushes, pass, push } = queueWith();
  await Promise.all([push('a'), pass(0)]);
  let newest: string | undefined = '2';
  const background = queue.push('a', 'soon', async () =>
    newest === undefined ? undefined : { ref: 'a', version: newest },
  );
  const claim = push('a', 'now', '3').then(() => {
    newest = undefined;
  });
  await pass(0);
  await claim;
  await pass(60_000);
  expect(await background).toEqual({ kind: 'done' });
  expect(pushes).toEqual([['a=1'], ['a=3']]);
});

test('a push waits for claims that are being prepared', async () => {
  const { queue, pushes, pass, push } = queueWith();
  let prepared: () => void = () => undefined;
  void queue.join(async () => {
    await new Promise<void>((resolve) => (prepared = resolve));
    void push('b');
  });
  void push('a');
  await pass(0);
  expect(pushes).toEqual([]);
  prepared();
  await pass(0);
  expect(pushes).toEqual([['a=1', 'b=1']]);
});

test('a preparation that fails holds nothing back', async () => {
  const { queue, pushes, pass, push } = queueWith();
  const failed = queue.join(() => Promise.reject(new Error('full disk')));
  void push('a');
  await expect(failed).rejects.toThrow('full disk');
  await pass(0);
  expect(pushes).toEqual([['a=1']]);
});

test('what can wait goes along with what cannot', async () => {
  const { pushes, pass, push } = queueWith();
  void push('a', 'soon');
  await pass(0);
  void push('b', 'soon');
  await pass(1_000);
  expect(pushes).toHaveLength(1);
  void push('lease', 'beat');
  await pass(0);
  expect(pushes).toEqual([['a=1'], ['b=1', 'lease=1']]);
});

test('in a hurry nothing waits for its time', async () => {
  const { queue, pushes, pass, push } = queueWith();
  void push('a', 'soon');
  await pass(0);
  const last = queue.hurry(() => push('b', 'soon'));
  await pass(0);
  expect(await last).toEqual({ kind: 'done' });
  expect(pushes).toEqual([['a=1'], ['b=1']]);
});

test('what has nothing to push is done, and costs no push', async () => {
  const { queue, pushes, pass } = queueWith();
  const nothing = queue.push('a', 'now', async () => undefined);
  await pass(0);
  expect(await nothing).toEqual({ kind: 'done' });
  expect(pushes).toEqual([]);
});

test('each learns what became of its own ref', async () => {
  const { pass, push } = queueWith(['moved']);
  const moved = push('a');
  await pass(0);
  expect(await moved).toEqual({ kind: 'moved' });
  const done = push('a');
  await pass(0);
  expect(await done).toEqual({ kind: 'done' });
});
