import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { logPath } from '../../src/process/log-paths.ts';
import { ControlledTasks } from '../support/controlled-task.ts';
import { RunnerRig } from './runner-rig.ts';
import { taskRunnerContract } from './task-runner-contract.ts';

taskRunnerContract(async (environment) => {
  const rig = await RunnerRig.open({ secrets: { TOKEN: 'open sesame' } }, environment);
  const tasks = await ControlledTasks.listen();
  afterAll(async () => {
    await tasks.close();
    await rig.close();
  });

  test('without output there is no log', async () => {
    const attempt = rig.start('true');
    expect(await attempt.result).toEqual({ outcome: { kind: 'success' } });
    expect(attempt.log()).toBeUndefined();
  });

  test('both streams stand in the log; a last line without an end counts', async () => {
    const attempt = rig.start('echo out; echo err >&2; printf last');
    const { log } = await attempt.result;
    expect(new Set(attempt.lines)).toEqual(new Set(['out', '! err', 'last']));
    expect(attempt.log()?.split('\n').sort()).toEqual(['err', 'last', 'out']);
    expect(log).toEqual({ bytes: 12, dropped: 0 });
  });

  test('lines come while the task runs', async () => {
    const attempt = rig.start(tasks.command('live'));
    const task = await tasks.task('live');
    await task.print('first\nsec');
    await attempt.seen('first');
    expect(attempt.lines).toEqual(['first']);
    await task.print('ond\n');
    await attempt.seen('second');
    await task.exit(0);
    await attempt.result;
    expect(attempt.log()).toBe('first\nsecond\n');
  });

  test('a secret that arrives in two chunks is masked in lines, log and tail', async () => {
    const attempt = rig.start(tasks.command('split'));
    const task = await tasks.task('split');
    await task.print('>open\n');
    await task.print('it is open se');
    await attempt.seen('>open');
    await task.print('same\n');
    await task.print('\u001b[1mopen\u001b[0m sesame\n', 'stderr');
    await attempt.seen('***');
    await task.exit(1);
    const { log } = await attempt.result;
    expect([...attempt.lines].sort()).toEqual(['! ***', '>open', 'it is ***']);
    expect(attempt.log()).not.toContain('sesame');
    expect(log?.tail).toEqual(expect.arrayContaining(['it is ***', '***']));
  });

  test('a failed attempt keeps its last 40 lines, plain and bounded', async () => {
    const { log } = await rig.run(
      'seq 100; printf "\\033[31mred\\033[0m\\n10%%\\r100%%\\n"; printf "x%.0s" {1..900}; exit 1',
    );
    expect(log?.tail).toHaveLength(40);
    expect(log?.tail?.slice(-4, -1)).toEqual(['100', 'red', '100%']);
    expect(log?.tail?.at(-1)).toBe(`${'x'.repeat(400)} … (line cut)`);
  });

  test('colours stay in the log', async () => {
    const attempt = rig.start('printf "\\033[31mred\\033[0m\\n\\033[2Jx\\n"');
    await attempt.result;
    expect(attempt.log()).toBe('\u001b[31mred\u001b[0m\n\u001b[2Jx\n');
    expect(attempt.lines).toEqual(['\u001b[31mred\u001b[0m', 'x']);
  });

  test('binary output is kept as it is, and shown as text', async () => {
    const attempt = rig.start('head -c 100000 /dev/urandom');
    const { log } = await attempt.result;
    expect(log?.bytes).toBe(100_000);
    expect(statSync(logPath(rig.logsDir, 'r-test', 'task', attempt.number)).size).toBe(100_000);
  });

  test('a line without end is bounded for people and whole in the log', async () => {
    const attempt = rig.start('head -c 300000 /dev/zero | tr "\\0" x; echo; echo next');
    await attempt.result;
    expect(attempt.lines).toHaveLength(2);
    expect(attempt.lines[0]).toBe(`${'x'.repeat(16_384)} … (line cut)`);
    expect(attempt.lines[1]).toBe('next');
    expect(attempt.log()).toBe(`${'x'.repeat(300_000)}\nnext\n`);
  });

  test('a bounded log keeps the head and the tail and says what is missing', async () => {
    const small = await RunnerRig.open({ limits: { headBytes: 1000, tailBytes: 500 } }, environment);
    const attempt = small.start('seq 100000');
    const { log } = await attempt.result;
    const text = attempt.log() ?? '';
    const [, gap] = /\[segue: (\d+) bytes of output are left out here\]\n/.exec(text) ?? [];
    expect(log).toEqual({ bytes: 588_895, dropped: Number(gap) });
    expect(text.startsWith('1\n2\n3\n')).toBe(true);
    expect(text.endsWith('\n99999\n100000\n')).toBe(true);
    expect(text.length).toBeLessThan(1600);
    expect(attempt.lines).toHaveLength(100_000);
    await small.close();
  });

  test('a hundred megabytes pass in bounded memory', async () => {
    const before = process.memoryUsage().rss;
    const attempt = rig.start(
      'yes "a line of some sixty characters, as tools print them all day" | head -c 100000000',
      {
        task: 'much',
      },
    );
    attempt.lines.push = () => 0;
    const { log } = await attempt.result;
    expect(log?.bytes).toBe(100_000_000);
    expect(attempt.log()?.length).toBeLessThanOrEqual(8 * 1024 * 1024 + 100);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  }, 60_000);

  test('a log that cannot be written is told, and the task goes on', async () => {
    const path = dirname(logPath(rig.logsDir, 'r-test', 'blocked', 1));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'a file where the folder should be');
    const attempt = rig.start('echo a; echo b', { task: 'blocked', attempt: 1 });
    const { outcome, log } = await attempt.result;
    expect(outcome).toEqual({ kind: 'success' });
    expect(log).toEqual({ bytes: 4, dropped: 4 });
    expect(attempt.lines.filter((line) => line.includes('log is incomplete'))).toHaveLength(1);
  });

  test('odd task ids have logs of their own', () => {
    const ids = ['load', 'Load', 'load[0]', 'load[1]', 'load-0', '../x', 'a/b', 'ä', '.', 'x'.repeat(300)];
    const paths = ids.map((id) => logPath('/logs', 'r-1', id, 1).toLowerCase());
    expect(new Set(paths).size).toBe(ids.length);
    for (const path of paths) expect(path).toMatch(/^\/logs\/r-1\/[a-z0-9_~-][a-z0-9_~.-]{0,80}\/1\.log$/);
  });
});
