import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { attemptsOf, placeWith, statesOf } from '../support/cli-place.ts';
import type { SegueProcess } from '../support/cli-process.ts';
import { livingOf } from './ledger.ts';

const printed = (segue: SegueProcess, line: string) =>
  segue.told((event) => event.event === 'task-output' && event.line === line);

/** `polite` does as it is asked; `other` is ready, and waits for its slot. */
const polite = `description: d
owner: o
tasks:
  first: { run: 'echo done' }
  polite:
    needs: first
    run: 'test -f go && exit; trap "echo asked > asked; exit 3" TERM; echo ready; sleep 300 & wait'
  after: { needs: polite, run: 'touch after' }
  other: { needs: first, run: 'touch other' }
`;

/** Neither it nor what it starts, in its group and out of it, ends when it is asked to. */
const stubborn = `description: d
owner: o
tasks:
  stubborn:
    run: |
      test -f go && exit
      (trap "" TERM; exec setsid sleep 300) &
      (trap "" TERM; exec sleep 300) &
      trap "echo no" TERM
      echo ready
      while true; do wait || true; done
`;

/** Fails, and is then to wait for an hour. */
const failing = `description: d
owner: o
tasks:
  failing: { run: test -f go, retries: { limit: 1, delay: 1h, jitter: none } }
`;

describe('told to end', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s: starts nothing, asks what runs, can be resumed',
    async (signal) => {
      const place = placeWith({ etl: polite });
      const segue = place.start('run', 'etl', '--jobs', '1');
      const run = (await printed(segue, 'ready'))[0]?.run ?? '';
      segue.kill(signal);
      const { code, stderr, events } = await segue.ended;
      expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
      expect(events.at(-1)).toMatchObject({ event: 'run-finished', run, state: 'cancelled' });
      expect([existsSync(join(place.root, 'asked')), existsSync(join(place.root, 'other'))]).toEqual([true, false]);
      const document = await place.status(run);
      expect(document).toMatchObject({ state: 'cancelled', cancelled: { why: 'interrupt' } });
      expect(statesOf(document)).toEqual({
        first: 'success',
        polite: 'cancelled',
        after: 'cancelled',
        other: 'cancelled',
      });
      expect(livingOf(run)).toEqual([]);

      place.write('go', '');
      expect(await place.segue('resume')).toMatchObject({ code: 0, stderr: '' });
      expect(attemptsOf(await place.status(run))).toEqual({ first: 1, polite: 2, after: 1, other: 1 });
    },
  );

  test('twice: what does not want to end is killed', async () => {
    const place = placeWith({ etl: stubborn });
    const segue = place.start('run', 'etl');
    const run = (await printed(segue, 'ready'))[0]?.run ?? '';
    segue.kill('SIGINT');
    await printed(segue, 'no');
    expect(livingOf(run).length).toBeGreaterThan(0);
    segue.kill('SIGINT');
    expect(await segue.ended).toMatchObject({ code: 130, stderr: '' });
    expect(livingOf(run)).toEqual([]);
    expect(await place.status(run)).toMatchObject({
      state: 'cancelled',
      cancelled: { why: 'interrupt' },
      tasks: { stubborn: { state: 'cancelled', attempts: [{ state: 'cancelled' }] } },
    });
    place.write('go', '');
    expect((await place.segue('resume', run)).code).toBe(0);
  });

  test('while a task waits for its next try: it does not wait, and a resume tries at once', async () => {
    const place = placeWith({ etl: failing });
    const segue = place.start('run', 'etl');
    const run = (await segue.told(({ event }) => event === 'task-retrying'))[0]?.run ?? '';
    segue.kill('SIGINT');
    expect(await segue.ended).toMatchObject({ code: 130, stderr: '' });
    expect(statesOf(await place.status(run))).toEqual({ failing: 'cancelled' });
    place.write('go', '');
    expect((await place.segue('resume', run)).code).toBe(0);
    expect((await place.status(run)).tasks.failing?.attempts.map(({ state }) => state)).toEqual(['failed', 'success']);
  });

  test('between two pipelines: the second one does not start', async () => {
    const place = placeWith({ a: polite, b: polite });
    const segue = place.start('run', 'a', 'b');
    await printed(segue, 'ready');
    segue.kill('SIGINT');
    const { code, events } = await segue.ended;
    expect([code, events.filter(({ event }) => event === 'run-started')]).toMatchObject([130, [{ pipeline: 'a' }]]);
  });
});
