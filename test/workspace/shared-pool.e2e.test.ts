import { expect, onTestFinished, test } from 'vitest';
import { type Place, placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { ControlledTasks } from '../support/controlled-task.ts';

/** Two pipelines with tasks of the same pool, which has one slot for all processes. */
async function twoPipelines(): Promise<{ readonly tasks: ControlledTasks; readonly place: Place }> {
  const tasks = await ControlledTasks.listen();
  onTestFinished(() => tasks.close());
  const task = (name: string) => `{ pool: crm, run: ${JSON.stringify(tasks.command(name))} }`;
  const place = placeWith({
    a: `tasks:\n  first: ${task('a.first')}\n  second: ${task('a.second')}\n`,
    b: `tasks:\n  only: ${task('b.only')}\n`,
  });
  place.write(
    '.github/segue.yml',
    'lease: 10s\npools: { crm: { slots: 1, scope: repository } }\nenvironments: { production: {} }\n',
  );
  place.commit();
  return { tasks, place };
}

test('a slot is one across processes of a clone, and handed on inside of a run first', async () => {
  const { tasks, place } = await twoPipelines();
  const a = place.start('run', 'a');
  const first = await tasks.task('a.first');
  const b = place.start('run', 'b');
  await b.told(({ event }) => event === 'run-started');
  await first.exit(0);
  const second = await tasks.task('a.second');
  expect(tasks.unclaimed).toEqual([]);
  await second.exit(0);
  await (await tasks.task('b.only')).exit(0);
  expect([(await a.ended).code, (await b.ended).code]).toEqual([0, 0]);
  const pool = place.git('for-each-ref', '--format=%(refname)', 'refs/segue-pool');
  expect(JSON.parse(place.git('show', `${pool}:pool.json`))).toMatchObject({ pool: 'crm', claims: [] });
  expect(place.git('for-each-ref', 'refs/segue-lease')).toBe('');
});

test('the slot of a process that was killed is free for others of its clone', async () => {
  const { tasks, place } = await twoPipelines();
  const a = place.start('run', 'a');
  const first = await tasks.task('a.first');
  a.kill('SIGKILL');
  await a.ended;
  await first.exit(0);
  const b = place.start('run', 'b');
  await (await tasks.task('b.only')).exit(0);
  expect((await b.ended).code).toBe(0);
});

test('a slot is one across clones of a remote', async () => {
  const { tasks, place } = await twoPipelines();
  const { bare, clone } = sharedRemoteOf(place);
  const a = clone().start('run', 'a', '--env', 'production');
  const first = await tasks.task('a.first');
  const b = clone().start('run', 'b', '--env', 'production');
  await b.told(({ event }) => event === 'run-started');
  expect(tasks.unclaimed).toEqual([]);
  await first.exit(0);
  await (await tasks.task('a.second')).exit(0);
  await (await tasks.task('b.only')).exit(0);
  expect([(await a.ended).code, (await b.ended).code]).toEqual([0, 0]);
  expect(bare.git('for-each-ref', 'refs/segue-lease')).toBe('');
});
