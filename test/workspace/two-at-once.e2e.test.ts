import { describe, expect, test } from 'vitest';
import type { RunSummary } from '../../src/run/ports.ts';
import { attemptsOf, type Place, placeWith, statesOf } from '../support/cli-place.ts';
import type { SegueProcess } from '../support/cli-process.ts';

/** `wait` ends once there is a file `go`; it looks for it as long as that takes. */
function pipeline(maxActiveRuns: number): string {
  return `description: d
owner: o
max-active-runs: ${maxActiveRuns}
tasks:
  first: { run: 'echo done' }
  wait: { needs: first, run: 'until test -f go; do sleep 0.05; done' }
  last: { needs: wait, run: 'echo done' }
`;
}

const waits = (segue: SegueProcess) => segue.told((event) => event.event === 'task-started' && event.task === 'wait');

async function runOf(segue: SegueProcess): Promise<string> {
  return (await waits(segue))[0]?.run ?? '';
}

/** A run whose process was killed while `wait` ran. */
async function killedRun(place: Place): Promise<string> {
  const segue = place.start('run', 'etl');
  const run = await runOf(segue);
  segue.kill('SIGKILL');
  await segue.ended;
  return run;
}

describe('a pipeline that is run by several processes at once', () => {
  test.each([2, 5])('%i of them, one run allowed: one runs, the others say why they do not', async (count) => {
    const place = placeWith({ etl: pipeline(1) });
    const all = Array.from({ length: count }, () => place.start('run', 'etl'));
    const others: SegueProcess[] = [];
    for (let index = 1; index < count; index += 1) {
      others.push(
        await Promise.race(all.filter((each) => !others.includes(each)).map((each) => each.ended.then(() => each))),
      );
    }
    const winner = all.find((each) => !others.includes(each));
    if (winner === undefined) throw new Error('nobody runs');
    const run = await runOf(winner);
    for (const other of others) {
      const { code, stderr, events } = await other.ended;
      expect({ code, events }).toEqual({ code: 1, events: [] });
      expect(stderr).toMatch(new RegExp(`SG708.*etl is running already: ${run} \\(process ${winner.pid} on `));
    }
    place.write('go', '');
    expect((await winner.ended).code).toBe(0);
    expect((await place.json<RunSummary[]>('status', '--all')).map((each) => each.run)).toEqual([run]);
    expect((await place.segue('run', 'etl')).code).toBe(0);
  });

  test('five of them, five runs allowed: all run, none is lost', async () => {
    const place = placeWith({ etl: pipeline(5) });
    const all = Array.from({ length: 5 }, () => place.start('run', 'etl'));
    const runs = await Promise.all(all.map(runOf));
    const sixth = await place.segue('run', 'etl');
    expect(sixth).toMatchObject({ code: 1, stderr: expect.stringContaining('SG708') });
    for (const run of runs) expect(sixth.stderr).toContain(run);
    place.write('go', '');
    expect((await Promise.all(all.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
    const listed = await place.json<RunSummary[]>('status', '--all');
    expect(listed.map(({ run, state }) => `${run} ${state}`).sort()).toEqual(
      runs.map((run) => `${run} success`).sort(),
    );
    expect(await place.segue('state', 'fsck')).toMatchObject({ code: 0 });
  });
});

describe('a run that is worked on', () => {
  test('is resumed by one of two; what the dead process left is not there twice', async () => {
    const place = placeWith({ etl: pipeline(1) });
    const run = await killedRun(place);
    const [one, two] = [place.start('resume', run), place.start('resume', run)];
    const [loser, winner] = await Promise.race([
      one.ended.then(() => [one, two] as const),
      two.ended.then(() => [two, one] as const),
    ]);
    expect(await loser.ended).toMatchObject({ code: 1, events: [], stderr: expect.stringContaining('SG711') });
    await waits(winner);
    place.write('go', '');
    expect((await winner.ended).code).toBe(0);
    const document = await place.status(run);
    expect(attemptsOf(document)).toEqual({ first: 1, wait: 2, last: 1 });
    expect(document.tasks.wait?.attempts[0]).toMatchObject({ state: 'lost' });
  });

  test('is neither resumed, retried nor marked meanwhile', async () => {
    const place = placeWith({ etl: pipeline(1) });
    const segue = place.start('run', 'etl');
    const run = await runOf(segue);
    for (const command of [
      ['resume', run],
      ['retry', run],
      ['retry', run, 'first'],
      ['mark', run, 'first', 'skipped', '--reason', 'r'],
    ]) {
      const answer = await place.segue(...command);
      expect([command, answer.code, answer.stderr]).toEqual([command, 1, expect.stringContaining('SG711')]);
    }
    place.write('go', '');
    expect((await segue.ended).code).toBe(0);
    expect((await place.status(run)).actions).toEqual([]);
  });

  test('ends when another process cancels it, and can then be retried but not resumed', async () => {
    const place = placeWith({ etl: pipeline(1) });
    const segue = place.start('run', 'etl');
    const run = await runOf(segue);
    const asked = await place.segue('cancel', run, '--reason', 'wrong day');
    expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining(`Asked ${run}`) });
    const { code, events } = await segue.ended;
    expect([code, events.at(-1)]).toMatchObject([1, { event: 'run-finished', state: 'cancelled' }]);
    const document = await place.status(run);
    expect(document).toMatchObject({ state: 'cancelled', cancelled: { why: 'request', reason: 'wrong day' } });
    expect(statesOf(document)).toEqual({ first: 'success', wait: 'cancelled', last: 'cancelled' });
    expect(await place.segue('resume', run)).toMatchObject({ code: 2, stderr: expect.stringContaining('SG713') });
    expect(await place.segue('cancel', run)).toMatchObject({ code: 2, stderr: expect.stringContaining('SG721') });
    place.write('go', '');
    expect((await place.segue('retry', run)).code).toBe(0);
    expect(attemptsOf(await place.status(run))).toEqual({ first: 1, wait: 2, last: 1 });
  });
});

describe('a run whose process died', () => {
  test('can be cancelled: what it left running ends, and the next run may start', async () => {
    const place = placeWith({ etl: pipeline(1) });
    const run = await killedRun(place);
    expect(await place.segue('cancel')).toMatchObject({ code: 0, stdout: expect.stringContaining(`Ended ${run}`) });
    const document = await place.status(run);
    expect(document).toMatchObject({
      state: 'cancelled',
      cancelled: { why: 'request' },
      actions: [{ kind: 'cancel' }],
    });
    expect(document.tasks.wait).toMatchObject({ state: 'cancelled', attempts: [{ state: 'lost' }] });
    place.write('go', '');
    expect((await place.segue('run', 'etl')).code).toBe(0);
    expect((await place.segue('retry', run)).code).toBe(0);
  });

  test('does not keep a new one from starting, and can still be resumed after it', async () => {
    const place = placeWith({ etl: pipeline(1) });
    const run = await killedRun(place);
    place.write('go', '');
    expect((await place.segue('run', 'etl')).code).toBe(0);
    expect((await place.segue('resume')).code).toBe(0);
    expect(await place.status(run)).toMatchObject({ state: 'success' });
  });
});
