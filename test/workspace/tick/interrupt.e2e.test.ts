import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { liveClock } from '../../../src/process/clock.ts';
import type { PipelineState } from '../../../src/run/ports.ts';
import { openWorkspace } from '../../../src/workspace/open-workspace.ts';
import { type Place, placeAt, placeWith, sharedRemoteOf } from '../../support/cli-place.ts';
import { ControlledTasks } from '../../support/controlled-task.ts';
import { plainEnvironment, scratchFolder } from '../../support/scratch-repository.ts';
import { startTick, type TickProcess } from '../../support/tick-process.ts';

const environment = 'production';

/** Two clones at a time when one interval of their pipeline is due: a task that declares what it hands on, and one after it. */
async function twoClones() {
  const tasks = await ControlledTasks.listen();
  onTestFinished(() => tasks.close());
  const place = placeWith({
    etl: `on: { schedule: [{ cron: "* * * * *" }] }
catchup: all
defaults: { artifacts: none }
tasks:
  first: { run: ${JSON.stringify(tasks.command('first'))} }
  second: { needs: first, run: ${JSON.stringify(tasks.command('second'))} }
`,
  });
  place.write('.github/segue.yml', 'lease: 10s\nenvironments: { production: {} }\n');
  place.commit();
  const shared = sharedRemoteOf(place);
  const clones = [shared.clone(), shared.clone()] as const;
  const tickAt =
    (time: string) =>
    ({ root }: Place): TickProcess =>
      startTick({
        root,
        variables: plainEnvironment,
        time: { wall: Date.parse(time), steady: 0, speed: 0, offsetMs: 0 },
      });
  expect((await tickAt('2026-03-02T09:00:30Z')(clones[0]).ended).code).toBe(0);
  return { tasks, clones, bare: shared.bare, tick: tickAt('2026-03-02T09:01:30Z') };
}

async function stateAt({ root }: Place): Promise<PipelineState> {
  const options = { cwd: root, environment, clock: liveClock(), variables: plainEnvironment, pid: process.pid };
  const workspace = await openWorkspace(options);
  try {
    return await workspace.state.state(environment, 'etl');
  } finally {
    await workspace.close();
  }
}

test('a run of a tick that was interrupted goes on with the next tick, in whatever clone, as often as it takes', async () => {
  const { tasks, clones, bare, tick } = await twoClones();
  const begun = tick(clones[0]);
  await (await tasks.task('first')).exit(0);
  await tasks.task('second');
  begun.interrupt();
  expect((await begun.ended).code).toBe(130);
  expect(bare.git('for-each-ref', 'refs/segue-lease')).toBe('');
  // More often than a run is taken over from the dead.
  for (const clone of [clones[1], clones[1], clones[0], clones[1]]) {
    const again = tick(clone);
    const { gone } = await tasks.task('second');
    again.interrupt();
    await gone;
    expect((await again.ended).code).toBe(130);
    expect((await stateAt(clones[0])).active).toMatchObject([{ tick: true, interrupted: true }]);
  }
  const last = tick(clones[0]);
  await (await tasks.task('second')).exit(0);
  expect((await last.ended).code).toBe(0);
  expect(await stateAt(clones[1])).toMatchObject({
    active: [],
    latest: [{ state: 'success' }],
    successes: { count: 1 },
  });
  expect(tasks.unclaimed).toEqual([]);
});

test('a run goes on in a clone that does not have its commit yet, and is given up only if the remote has not either', async () => {
  const { tasks, clones, bare, tick } = await twoClones();
  clones[0].write('pipelines/other.yml', 'tasks: { a: { run: "true" } }\n');
  clones[0].commit('Newer');
  clones[0].git('push', '--quiet', 'origin', 'main');
  const begun = tick(clones[0]);
  await tasks.task('first');
  begun.interrupt();
  await begun.ended;
  const again = tick(clones[1]);
  await tasks.task('first');
  again.interrupt();
  await again.ended;
  bare.git('update-ref', 'refs/heads/main', 'main~1');
  const fresh = join(scratchFolder(), 'fresh');
  bare.git('clone', '--quiet', bare.root, fresh);
  expect((await tick(placeAt(fresh)).ended).code).toBe(1);
  expect(await stateAt(clones[1])).toMatchObject({ active: [], latest: [{ state: 'failed' }] });
  expect(tasks.unclaimed).toEqual([]);
});

test('a run that waits for the next tick is ended for good by segue cancel', async () => {
  const { tasks, clones, tick } = await twoClones();
  const begun = tick(clones[0]);
  await tasks.task('first');
  begun.interrupt();
  await begun.ended;
  const [{ run } = { run: '' }] = (await stateAt(clones[0])).active;
  expect(await clones[1].segue('cancel', run, '--env', environment)).toMatchObject({ code: 0, stderr: '' });
  expect(await stateAt(clones[0])).toMatchObject({ active: [], latest: [{ run, state: 'cancelled' }] });
  expect((await tick(clones[1]).ended).code).toBe(0);
  expect(tasks.unclaimed).toEqual([]);
});
