import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import type { LeaseVerdict } from '../../src/run/leases.ts';
import { openWorkspace } from '../../src/workspace/open-workspace.ts';
import { type Place, placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { ControlledTasks } from '../support/controlled-task.ts';
import { plainEnvironment, scratchFolder } from '../support/scratch-repository.ts';

const hour = 3_600_000;
const clock = liveClock();

/** A runner whose way to the remote can be cut, and another clone; leases are as short as they may be. */
async function twoClones() {
  const tasks = await ControlledTasks.listen();
  onTestFinished(() => tasks.close());
  const place = placeWith({ etl: `tasks:\n  load: { run: ${JSON.stringify(tasks.command('load'))} }\n` });
  place.write('.github/segue.yml', 'lease: 10s\nenvironments: { production: {} }\n');
  place.commit();
  const shared = sharedRemoteOf(place);
  const [runner, other] = [shared.clone(), shared.clone()];
  const way = join(scratchFolder(), 'origin.git');
  symlinkSync(shared.bare.root, way);
  runner.git('remote', 'set-url', 'origin', way);
  return { tasks, runner, other, bare: shared.bare, cut: () => rmSync(way) };
}

/** What a process at a place sees of the holder that the pipeline's only claim names. */
async function look(
  { root }: Place,
  skewMs = 0,
): Promise<{ readonly verdict?: LeaseVerdict; readonly active: number }> {
  const skewed = { ...clock, now: () => clock.now() + skewMs };
  const options = {
    cwd: root,
    environment: 'production',
    clock: skewed,
    variables: plainEnvironment,
    pid: process.pid,
  };
  const workspace = await openWorkspace(options);
  try {
    const { active } = await workspace.state.state('production', 'etl');
    const lease = active[0]?.lease;
    if (lease === undefined) return { active: active.length };
    const verdict = (await workspace.lease.judge([lease])).get(lease);
    return { active: active.length, ...(verdict === undefined ? {} : { verdict }) };
  } finally {
    await workspace.close();
  }
}

/** Looks, by a new process each time, until the holder is dead; gives all that was seen before, and when it was seen. */
async function lookUntilDead(place: Place, skewMs: () => number = () => 0) {
  const before: (string | undefined)[] = [];
  for (;;) {
    const { verdict } = await look(place, skewMs());
    if (verdict?.kind === 'dead') return { before, verdict, at: clock.steady() };
    before.push(verdict?.kind);
    await new Promise<void>((resolve) => void clock.after(300, resolve));
  }
}

test('a holder that was killed is dead at once where it ran, and elsewhere when its lease has run out', async () => {
  const { tasks, runner, other } = await twoClones();
  const run = runner.start('run', 'etl', '--env', 'production');
  await tasks.task('load');
  expect((await look(other)).verdict?.kind).toBe('unknown');
  expect((await look(runner)).verdict).toEqual({ kind: 'alive' });
  run.kill('SIGKILL');
  await run.ended;
  const killed = clock.steady();
  expect((await look(runner)).verdict).toEqual({ kind: 'dead', why: 'process' });
  let looks = 0;
  const { verdict, before, at } = await lookUntilDead(other, () => (looks++ % 2 === 0 ? hour : -hour));
  expect(verdict).toEqual({ kind: 'dead', why: 'silent' });
  expect(new Set(before)).toEqual(new Set(before.includes('alive') ? ['alive', 'unknown'] : ['unknown']));
  expect(at - killed).toBeGreaterThanOrEqual(7_000);
});

test('a holder that is cut off ends its tasks, stubborn ones too, before anybody takes it for dead', async () => {
  const { tasks, runner, other, cut } = await twoClones();
  const run = runner.start('run', 'etl', '--env', 'production');
  const task = await tasks.task('load');
  const { terminated } = await task.catchTerm();
  const seen: string[] = [];
  const note = (what: string) => () => void seen.push(what);
  void terminated.then(note('asked to end'));
  const over = task.gone.then(note('over'));
  cut();
  await lookUntilDead(other).then(note('dead'));
  await over;
  expect(seen).toEqual(['asked to end', 'over', 'dead']);
  await run.ended;
});

test('a lease is renewed as long as its run goes on, and gone with its end', async () => {
  const { tasks, runner, other, bare } = await twoClones();
  const run = runner.start('run', 'etl', '--env', 'production');
  const task = await tasks.task('load');
  const until = clock.steady() + 15_000;
  const kinds = new Set<string | undefined>();
  while (clock.steady() < until) kinds.add((await look(other)).verdict?.kind);
  expect(kinds).toEqual(new Set(['unknown', 'alive']));
  await task.exit(0);
  expect((await run.ended).code).toBe(0);
  expect(bare.git('for-each-ref', 'refs/segue-lease')).toBe('');
  expect((await look(other)).active).toBe(0);
});
