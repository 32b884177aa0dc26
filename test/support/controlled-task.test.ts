import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ControlledTasks } from './controlled-task.ts';

test('a controlled task prints, forks and exits as it is told', async () => {
  const tasks = await ControlledTasks.listen();
  const child = spawn('sh', ['-c', tasks.command("it's")], { env: { ...process.env, SEGUE_ATTEMPT: 'r/t/1' } });
  const task = await tasks.task("it's");
  expect(task).toMatchObject({ pid: child.pid, attempt: 'r/t/1' });
  const printed = once(child.stdout, 'data');
  await task.print('hello');
  expect(String((await printed)[0])).toBe('hello');
  const forked = await task.fork({ ignoreTerm: true });
  process.kill(forked, 'SIGKILL');
  const { terminated } = await task.catchTerm();
  child.kill('SIGTERM');
  await terminated;
  const exited = once(child, 'exit');
  await task.exit(7);
  expect((await exited)[0]).toBe(7);
  expect(tasks.unclaimed).toEqual([]);
  await tasks.close();
});

test('closing the rig ends the tasks that still live', async () => {
  const tasks = await ControlledTasks.listen();
  const child = spawn('sh', ['-c', tasks.command('a')]);
  await tasks.task('a');
  const exited = once(child, 'exit');
  await tasks.close();
  expect((await exited)[0]).toBe(71);
});
