import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PipelineState } from '../../src/run/ports.ts';
import type { RunList } from '../../src/store/schema-past.ts';
import { type Place, placeWith } from '../support/cli-place.ts';
import { livingOf } from './ledger.ts';

/** The third day waits until it is asked to go, or to end; each day that is processed to its end is noted. */
const daily = `description: d
owner: o
on: { schedule: [{ cron: "0 0 * * *" }] }
tasks:
  load:
    artifacts: none
    run: |
      day=$(echo "$SEGUE_INTERVAL_START" | cut -c9-10)
      if test $day = 03 && ! test -f .git/go; then trap "exit 3" TERM; echo waiting; sleep 300 & wait; fi
      echo $day >> .git/done
`;

const range = ['--from', '2026-01-01', '--to', '2026-01-07'];
const waits = (event: { readonly event: string }) => event.event === 'task-output';

/** Days that a task has come to the end of; twice if it was asked to end right then. */
function done(place: Place): readonly string[] {
  const lines = readFileSync(join(place.root, '.git/done'), 'utf8').trim().split('\n');
  return [...new Set(lines)].toSorted();
}

async function stateOf(place: Place): Promise<PipelineState & Pick<RunList, 'runs'>> {
  const { stdout } = await place.segue('state', 'export');
  const lines = stdout.trimEnd().split('\n');
  const documents = new Map(lines.map((line) => JSON.parse(line)).map(({ kind, document }) => [kind, document]));
  return { ...documents.get('pipeline'), runs: documents.get('runs')?.runs ?? [] };
}

/** All days were processed, and each has one run that succeeded. */
async function expectAll(place: Place): Promise<void> {
  expect(done(place)).toEqual(['01', '02', '03', '04', '05', '06']);
  const { served, runs } = await stateOf(place);
  expect(served).toEqual(all);
  const succeeded = runs.filter(({ state }) => state === 'success').map(({ interval }) => interval?.start.slice(8, 10));
  expect(succeeded.toSorted()).toEqual(done(place));
}

const all = [{ start: '2026-01-01T00:00:00.000Z', end: '2026-01-07T00:00:00.000Z' }];

test.each([
  ['SIGINT', 'missing', '1'],
  ['SIGINT', 'missing', '2'],
  ['SIGTERM', 'all', '1'],
  ['SIGINT', 'all', '2'],
] as const)(
  '%s ends a backfill of %s, %s at once; asked again it does the rest, each once',
  async (signal, which, most) => {
    const place = placeWith({ crm: daily });
    const words = ['backfill', 'crm', ...range, '--reprocess', which, '--max-active', most];
    const segue = place.start(...words);
    const run = (await segue.told(waits)).find(waits)?.run ?? '';
    segue.kill(signal);
    const { code, stderr, events } = await segue.ended;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(events.at(-1)).toMatchObject({ event: 'backfill-finished', interrupted: true });
    expect(livingOf(run)).toEqual([]);
    expect(await place.status(run)).toMatchObject({ state: 'cancelled', cancelled: { why: 'interrupt' } });

    place.write('.git/go', '');
    expect(await place.segue(...words)).toMatchObject({ code: 0, stderr: '' });
    await expectAll(place);
  },
);

test('a killed one goes on where it was, too', async () => {
  const place = placeWith({ crm: daily });
  const words = ['backfill', 'crm', ...range];
  const segue = place.start(...words);
  await segue.told(waits);
  segue.kill('SIGKILL');
  await segue.ended;
  place.write('.git/go', '');
  expect(await place.segue(...words)).toMatchObject({ code: 0, stderr: '' });
  await expectAll(place);
});

test('runs of a backfill and of the pipeline itself are counted apart, two backfills by hand together', async () => {
  const place = placeWith({ crm: daily });
  const segue = place.start('backfill', 'crm', ...range);
  await segue.told(waits);
  expect(await place.segue('run', 'crm', '--interval', '2026-02-01')).toMatchObject({ code: 0, stderr: '' });
  const other = await place.segue('backfill', 'crm', '--from', '2026-02-02', '--to', '2026-02-04');
  expect(other).toMatchObject({ code: 1, stderr: expect.stringMatching(/SG708.*A backfill of crm goes on already/) });
  expect(other.stdout).toContain('0 of 2 intervals succeeded, 2 not begun');
  segue.kill('SIGTERM');
  expect((await segue.ended).code).toBe(130);
});
