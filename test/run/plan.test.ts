import { expect, test } from 'vitest';
import { planOf, taskOf } from '../support/builders.ts';

const tasks = [
  taskOf('load', { needs: ['extract'] }),
  taskOf('extract'),
  taskOf('report', { needs: ['load', 'extract'] }),
];

test('keeps the order of the file and knows both directions of every need', () => {
  const { tasks: planned } = planOf(tasks);
  expect(planned.map(({ task }) => task.id)).toEqual(['load', 'extract', 'report']);
  expect(planned.map(({ needs }) => needs)).toEqual([[1], [], [0, 1]]);
  expect(planned.map(({ dependents }) => dependents)).toEqual([[2], [0, 2], []]);
});

test('gives the longest remaining path as priority: durations from history, else 1', () => {
  const { tasks: planned } = planOf(tasks, { expectedMs: { extract: 500, load: 40 } });
  expect(planned.map(({ priority }) => priority)).toEqual([41, 541, 1]);
  expect(planned.map(({ expectedMs }) => expectedMs)).toEqual([40, 500, undefined]);
});

test('says of every task why it is in or out', () => {
  const { tasks: planned } = planOf(tasks, {
    selection: { from: ['load'] },
    reuse: { extract: { run: 'r-earlier0', outputs: { rows: '3' } } },
  });
  expect(planned.map(({ inclusion }) => inclusion)).toEqual([
    { in: true, why: 'named' },
    { in: false, why: 'not downstream of load', reused: { run: 'r-earlier0', outputs: { rows: '3' } } },
    { in: true, why: 'downstream of load' },
  ]);
});

test('a definition is what a task does, not how often it is tried or what it is called', () => {
  const definition = (more: Parameters<typeof taskOf>[1]) => planOf([taskOf('a', more)]).tasks[0]?.definition;
  const same = [{ timeoutMs: 1 }, { name: 'Other' }, { pool: 'p' }, { continueOnError: true }];
  for (const more of same) expect(definition(more)).toBe(definition({}));
  const other = [{ run: 'false' }, { env: { A: '1' } }, { shell: 'bash' }, { if: 'true' }, { workingDirectory: 'x' }];
  for (const more of other) expect(definition(more)).not.toBe(definition({}));
});

test('the order of env in the file is no difference', () => {
  const definition = (env: Record<string, string>) => planOf([taskOf('a', { env })]).tasks[0]?.definition;
  expect(definition({ A: '1', B: '2' })).toBe(definition({ B: '2', A: '1' }));
});

test('plans a chain of 50,000 tasks without overflowing a stack', () => {
  const chain = Array.from({ length: 50_000 }, (_, n) => taskOf(`t${n}`, { needs: n === 0 ? [] : [`t${n - 1}`] }));
  const planned = planOf(chain, { digest: () => 'd' });
  expect(planned.tasks[0]?.priority).toBe(50_000);
});
