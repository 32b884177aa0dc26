import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Task } from '../../src/model/pipeline.ts';
import { liveClock } from '../../src/process/clock.ts';
import { liveEnvironment } from '../../src/process/environment.ts';
import { createMasker } from '../../src/process/mask.ts';
import { createTaskRunner, type ProcessTaskRunner } from '../../src/process/task-runner.ts';
import { type Change, type Execution, execute } from '../../src/run/execute.ts';
import type { JournalEntry } from '../../src/run/ports.ts';
import { initialState } from '../../src/run/restore.ts';
import { documentOf } from '../../src/run/run-state.ts';
import { epoch, planOf, taskOf } from '../support/builders.ts';
import { ControlledTasks } from '../support/controlled-task.ts';
import { ManualClock } from '../support/manual-clock.ts';

let rig: ControlledTasks;
let folder: string;
let runner: ProcessTaskRunner;
const clock = new ManualClock(epoch);

beforeAll(async () => {
  rig = await ControlledTasks.listen();
});
afterAll(() => rig.close());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segue-execute-'));
  runner = createTaskRunner({
    root: folder,
    logsDir: join(folder, 'logs'),
    environment: liveEnvironment(),
    masker: createMasker({}),
    clock: liveClock(),
    artifacts: { keep: async () => ({ ok: true, files: [] }) },
    graceMs: 5_000,
    drainMs: 100,
  });
});
afterEach(async () => {
  await runner.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly execution: Execution;
  readonly journal: JournalEntry[];
  readonly changes: Change[];
  /** Resolves when the condition holds after a change. */
  until(condition: () => boolean): Promise<void>;
}

function start(
  tasks: readonly Task[],
  more: { jobs?: number; failAppendOf?: string; failFast?: boolean } = {},
): Started {
  const journal: JournalEntry[] = [];
  const changes: Change[] = [];
  const waiters: { condition: () => boolean; resolve: () => void }[] = [];
  const append = (entry: JournalEntry) => {
    if (more.failAppendOf !== undefined && recorded([entry])[0] === more.failAppendOf) throw new Error('no space left');
    journal.push(entry);
  };
  const observe = (change: Change) => {
    changes.push(change);
    for (const { condition, resolve } of waiters) if (condition()) resolve();
  };
  const plan = planOf(tasks, { limits: { jobs: more.jobs ?? 2, pools: {}, failFast: more.failFast ?? false } });
  const port = { append, flush: async () => undefined, close: async () => undefined };
  const execution = execute(initialState(plan, epoch), { clock, runner, journal: port, observe });
  const until = (condition: () => boolean) =>
    condition() ? Promise.resolve() : new Promise<void>((resolve) => waiters.push({ condition, resolve }));
  return { execution, journal, changes, until };
}

function controlled(id: string, more: Partial<Task> = {}): Task {
  return taskOf(id, { run: rig.command(id), ...more });
}

const recorded = (journal: readonly JournalEntry[]) =>
  journal.flatMap((entry) => (entry.kind === 'task' ? [`${entry.task} ${entry.record.state}`] : []));

test('a success is in the journal before anything downstream of it starts', async () => {
  const { execution, journal } = start([controlled('a'), controlled('b', { needs: ['a'] })]);
  const a = await rig.task('a');
  expect(recorded(journal)).not.toContain('a success');
  await a.exit(0);
  const b = await rig.task('b');
  const lines = recorded(journal);
  expect(lines.indexOf('a success')).toBeLessThan(lines.indexOf('b running'));
  await b.exit(0);
  expect((await execution.finished).phase).toBe('success');
});

test('as many tasks run at once as there are jobs, the longest path first', async () => {
  const tasks = [controlled('x'), controlled('y'), controlled('head'), controlled('tail', { needs: ['head'] })];
  const { execution } = start(tasks, { jobs: 2 });
  const [head, x] = await Promise.all([rig.task('head'), rig.task('x')]);
  expect(rig.unclaimed).toEqual([]);
  await x.exit(0);
  const y = await rig.task('y');
  expect(rig.unclaimed).toEqual([]);
  await head.exit(0);
  await (await rig.task('tail')).exit(0);
  await y.exit(0);
  expect((await execution.finished).phase).toBe('success');
});

test('a retry waits on the clock for as long as its policy says', async () => {
  const retries = { limit: 1, delayMs: 60_000, backoff: 'constant', maxDelayMs: 60_000, jitter: 'none' } as const;
  const { execution, until } = start([controlled('a', { retries })]);
  await (await rig.task('a')).exit(1);
  await until(() => clock.nextIn !== undefined);
  expect(clock.nextIn).toBe(60_000);
  clock.advance(59_999);
  expect(clock.nextIn).toBe(1);
  clock.advance(1);
  const again = await rig.task('a');
  expect(again.attempt).toBe('r-test0000/a/2');
  await again.exit(0);
  const document = documentOf(await execution.finished);
  expect(document.tasks.a?.attempts.map(({ state }) => state)).toEqual(['failed', 'success']);
});

test('a cancelled run asks what runs to end, starts nothing more and forgets its timers', async () => {
  const retries = { limit: 1, delayMs: 60_000, backoff: 'constant', maxDelayMs: 60_000, jitter: 'none' } as const;
  const tasks = [controlled('a'), controlled('b', { needs: ['a'] }), controlled('c', { retries })];
  const { execution, until } = start(tasks);
  const a = await rig.task('a');
  await (await rig.task('c')).exit(1);
  await until(() => clock.nextIn !== undefined);
  execution.cancel({ why: 'interrupt', by: 'test' });
  expect(clock.nextIn).toBeUndefined();
  await a.gone;
  const document = documentOf(await execution.finished);
  expect(document.state).toBe('cancelled');
  expect(Object.values(document.tasks).map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
});

test('a second, forced cancel ends what ignores TERM', async () => {
  const { execution } = start([controlled('a')]);
  const a = await rig.task('a');
  const { terminated } = await a.catchTerm();
  execution.cancel({ why: 'interrupt', by: 'test' });
  await terminated;
  execution.cancel({ why: 'interrupt', by: 'test' }, true);
  await a.gone;
  expect((await execution.finished).phase).toBe('cancelled');
});

test('the first failure ends the others if fail-fast is asked for', async () => {
  const { execution } = start([controlled('a'), controlled('b'), controlled('c', { needs: ['b'] })], {
    failFast: true,
  });
  const [a, b] = await Promise.all([rig.task('a'), rig.task('b')]);
  await a.exit(1);
  await b.gone;
  const document = documentOf(await execution.finished);
  expect(document.state).toBe('failed');
  expect(document.tasks.c?.reason).toEqual({ kind: 'cancelled', why: 'fail-fast', by: 'a' });
});

test('what cannot be recorded stops the run: nothing more starts, and the error comes out when all has ended', async () => {
  const { execution, journal } = start([controlled('a'), controlled('b', { needs: ['a'] })], {
    failAppendOf: 'a success',
  });
  const failure = expect(execution.finished).rejects.toThrow('no space left');
  await (await rig.task('a')).exit(0);
  await failure;
  expect(rig.unclaimed).toEqual([]);
  expect(new Set(recorded(journal))).toEqual(new Set(['a running']));
});

test('an expression that fails at run time is the outcome of its attempt', async () => {
  const env = { ROWS: '$' + '{{ fromJSON(needs.a.outputs.rows) }}' };
  const { execution } = start([controlled('a'), taskOf('b', { needs: ['a'], env })]);
  const a = await rig.task('a');
  await a.output('rows={not json\n');
  await a.exit(0);
  const document = documentOf(await execution.finished);
  expect(document.tasks.b?.attempts[0]?.outcome).toMatchObject({ kind: 'expression' });
  expect(document.state).toBe('failed');
});
