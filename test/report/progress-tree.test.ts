import { describe, expect, it } from 'vitest';
import { ProgressState } from '../../src/report/progress/progress-state.ts';
import { ProgressTree } from '../../src/report/progress/progress-tree.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { displayWidth } from '../../src/report/text/ansi-width.ts';
import type { ProgressEvent } from '../../src/run/progress.ts';
import { begins, fails, retries, run, started, succeeds, waitedInVain } from './progress-events.ts';
import { at } from './run-documents.ts';

const screen = { columns: 100, rows: 40 };

function frame(events: readonly ProgressEvent[], seconds: number, size = screen, color = false): string[] {
  const progress = new ProgressState();
  for (const event of events) progress.apply(event);
  const [first] = events;
  if (first?.event !== 'run-started') throw new Error('a run starts with run-started');
  return new ProgressTree(first, createStyle(color)).frame(progress, Date.parse(at(seconds)), size);
}

const diamond = started([
  ['extract', [], 40],
  ['users', ['extract'], 10],
  ['orders', ['extract'], 20],
  ['join', ['users', 'orders'], 5],
  ['publish', ['join'], 1],
]);

describe('the live tree', () => {
  it('shows durations, tries and an estimate', async () => {
    const frames = [
      frame([diamond, begins('extract', 0)], 12),
      frame(
        [
          diamond,
          begins('extract', 0),
          succeeds('extract', 0, 41),
          begins('users', 41, 1, 3),
          retries('users', 43, 53, 1, 3),
        ],
        45,
      ),
      frame(
        [
          diamond,
          succeeds('extract', 0, 41),
          begins('users', 41, 2, 3),
          succeeds('orders', 41, 60),
          fails('users', 41, 61, 3, 3),
          waitedInVain('join', 61, 'users'),
          waitedInVain('publish', 61, 'users'),
        ],
        61,
      ),
    ];
    await expect(frames.map((lines) => `${lines.join('\n')}\n`).join('---\n')).toMatchFileSnapshot(
      'golden/progress-tree.txt',
    );
  });

  it('tells a failure that is tolerated from one that is not', () => {
    const head = started([
      ['lint', []],
      ['load', []],
    ]);
    const lines = frame([head, { ...fails('lint', 0, 1), tolerated: true } as ProgressEvent, begins('load', 0)], 2);
    expect(lines[0]).toBe('✗ lint  tolerated · exit 1 · 1 s');
    expect(lines.at(-1)).toBe('1 of 2 done · 1 running · 2 s');
  });

  it('folds the instances of a foreach task', async () => {
    const head = started([
      ['list', []],
      ['load', ['list']],
      ['report', ['load']],
    ]);
    const instances = Array.from({ length: 12 }, (_, index) => `load[${index}]`);
    const events: readonly ProgressEvent[] = [
      head,
      succeeds('list', 0, 1),
      { event: 'task-expanded', at: at(1), run, task: 'load', instances },
      succeeds('load[0]', 1, 2),
      succeeds('load[1]', 1, 3),
      fails('load[2]', 1, 4),
      begins('load[3]', 4),
      begins('load[4]', 4),
    ];
    await expect(`${frame(events, 6).join('\n')}\n`).toMatchFileSnapshot('golden/progress-foreach.txt');
  });

  it('never outgrows the screen, and shows first what runs', () => {
    const many = started(Array.from({ length: 500 }, (_, index) => [`task-${index}`, []] as const));
    const lines = frame([many, begins('task-77', 0), begins('task-404', 0)], 3, { columns: 30, rows: 10 }, true);
    expect(lines.length).toBeLessThanOrEqual(9);
    expect(lines.join('\n')).toContain('task-77');
    expect(lines.join('\n')).toContain('task-404');
    expect(lines.join('\n')).toMatch(/… and 49\d more/);
    expect(Math.max(...lines.map(displayWidth))).toBeLessThan(30);
  });

  it('leaves room for what it tells of tasks with long names where the terminal is narrow', () => {
    const head = started([['extract-the-users-from-the-customer-relationship-management-system', []]]);
    const [line] = frame([head, begins(head.tasks[0]?.task ?? '', 0, 2, 3)], 12, { columns: 50, rows: 9 });
    expect(line).toContain(' extract-the-users-from-th…  12 s · attempt 2');
  });

  it('gives no estimate for what it has never seen', () => {
    const head = started([['new', []]]);
    expect(frame([head, begins('new', 0)], 2).at(-1)).toBe('0 of 1 done · 1 running · 2 s');
  });

  it('gives a lower bound where some of what is still to come is new', () => {
    const head = started([
      ['load', [], 30],
      ['alarm', ['load']],
    ]);
    expect(frame([head, begins('load', 0)], 2).at(-1)).toBe('0 of 2 done · 1 running · 2 s · at least 28 s left');
  });

  it('expects of a foreach task that its last instance takes as long as one did', () => {
    const head = started([['load', [], 10]]);
    const expanded = {
      event: 'task-expanded',
      at: at(0),
      run,
      task: 'load',
      instances: ['load[0]', 'load[1]'],
    } as const;
    const events = [head, expanded, begins('load[0]', 0), begins('load[1]', 3), succeeds('load[0]', 0, 5)];
    expect(frame(events, 6).at(-1)).toBe('0 of 1 done · 1 running · 6 s · about 7 s left');
  });

  it('draws a chain of 10,000 tasks without a deep stack', () => {
    const chain = started(
      Array.from({ length: 10_000 }, (_, at) => [`t${at}`, at === 0 ? [] : [`t${at - 1}`]] as const),
    );
    expect(frame([chain], 0)).toHaveLength(38);
  });
});
