import { expect, test } from 'vitest';
import { peekReady, popReady, pushReady, type Ready, type ReadyQueue } from '../../src/run/ready-queue.ts';
import fc from '../support/seeded-fast-check.ts';

test('gives the longest path first, ties in file order, whatever was pushed when', () => {
  const priorities = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 60 });
  fc.assert(
    fc.property(priorities, (values) => {
      const items = values.map((priority, node): Ready => ({ node, priority }));
      const sorted = [...items].sort((a, b) => b.priority - a.priority || a.node - b.node);
      expect(drain(items.reduce<ReadyQueue>(pushReady, undefined))).toEqual(sorted);
    }),
  );
});

test('an old queue stays what it was when a newer one is popped', () => {
  const queue = pushReady(pushReady(undefined, { node: 0, priority: 1 }), { node: 1, priority: 2 });
  popReady(queue);
  expect(peekReady(queue)).toEqual({ node: 1, priority: 2 });
});

test('an empty queue has no first and stays empty', () => {
  expect(peekReady(undefined)).toBeUndefined();
  expect(popReady(undefined)).toBeUndefined();
});

test('pops 100,000 equal tasks without overflowing the stack', () => {
  let queue: ReadyQueue;
  for (let node = 0; node < 100_000; node++) queue = pushReady(queue, { node, priority: 1 });
  expect(drain(queue)).toHaveLength(100_000);
});

function drain(queue: ReadyQueue): readonly Ready[] {
  const popped: Ready[] = [];
  let rest = queue;
  for (let first = peekReady(rest); first !== undefined; first = peekReady(rest)) {
    popped.push(first);
    rest = popReady(rest);
  }
  return popped;
}
