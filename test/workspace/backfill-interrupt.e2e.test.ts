import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PipelineState } from '../../src/run/ports.ts';
import type { RunList } from '../../src/store/codec/schema-past.ts';
import { attemptsOf, type Place, placeWith, sharedRemoteOf } from '../support/cli-place.ts';
import { scratchFolder } from '../support/scratch-repository.ts';
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

/** Each day is fetched, then loaded; the third one's load waits until it is asked to go, or to end. */
const twoSteps = (artifacts: string): string => `description: d
owner: o
on: { schedule: [{ cron: "0 0 * * *" }] }
params: { country: { type: string, default: FR } }
tasks:
  fetch: { run: 'echo $SEGUE_INTERVAL_START $SEGUE_RUN_ID >> $OUTSIDE/fetched', ${artifacts} }
  load:
    needs: fetch
    artifacts: none
    run: |
      case $SEGUE_INTERVAL_START in *-03T*) if ! test -f $OUTSIDE/go; then trap "exit 3" TERM; echo waiting; sleep 300 & wait; fi;; esac
      echo $SEGUE_INTERVAL_START >> $OUTSIDE/loaded
`;

const fourDays = ['--from', '2026-01-01', '--to', '2026-01-05'];
const third = '2026-01-03T00:00:00.000Z';

/** A backfill that was interrupted in its third interval, after that was fetched. */
async function interruptedAt(place: Place, signal: 'SIGINT' | 'SIGKILL', ...more: readonly string[]) {
  const segue = place.start('backfill', 'crm', ...fourDays, ...more);
  const run = (await segue.told(waits)).find(waits)?.run ?? '';
  segue.kill(signal);
  await segue.ended;
  return run;
}

/** Runs of the third day: how often it was fetched, and by which. */
const fetchedIn = (outside: string): readonly string[] =>
  linesOf(join(outside, 'fetched')).flatMap((line) => (line.startsWith(third) ? [line.slice(third.length + 1)] : []));
const linesOf = (file: string): readonly string[] => readFileSync(file, 'utf8').trim().split('\n');

function placeOutside(artifacts = 'artifacts: none'): { readonly place: Place; readonly outside: string } {
  const outside = scratchFolder();
  return { place: placeWith({ crm: twoSteps(artifacts) }, { variables: { OUTSIDE: outside } }), outside };
}

test.each([
  ['SIGINT', 'missing'],
  ['SIGKILL', 'missing'],
  ['SIGKILL', 'failed'],
  ['SIGKILL', 'all'],
] as const)('after %s the interval that was interrupted goes on in its run, with %s', async (signal, which) => {
  const { place, outside } = placeOutside();
  const run = await interruptedAt(place, signal, '--reprocess', which === 'failed' ? 'missing' : which);
  writeFileSync(join(outside, 'go'), '');
  const again = ['backfill', 'crm', ...fourDays, '--reprocess', which];
  const plan = await place.segue(...again, '--dry-run');
  expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining(`goes on with ${run}`) });
  const ended = await place.segue(...again);
  expect(ended).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining(`goes on with ${run}`) });
  expect(fetchedIn(outside)).toEqual([run]);
  const document = await place.status(run);
  expect(document).toMatchObject({ state: 'success', actions: [{ kind: 'resume' }] });
  expect(attemptsOf(document)).toEqual({ fetch: 1, load: 2 });
  const { runs, active } = await stateOf(place);
  expect(active).toEqual([]);
  expect(new Set(runs.map(({ generation }) => generation)).size).toBe(1);
  if (which !== 'failed') expect(linesOf(join(outside, 'loaded'))).toHaveLength(4);
});

test.each([
  ['other files', (place: Place) => place.write('pipelines/crm.yml', `${twoSteps('artifacts: none')}# other\n`), []],
  ['other code', (place: Place) => void place.commit('Another'), []],
  ['other params', () => undefined, ['--param', 'country=DE']],
])('with %s it begins afresh, and says why', async (what, change, more) => {
  const { place, outside } = placeOutside();
  const run = await interruptedAt(place, 'SIGKILL');
  writeFileSync(join(outside, 'go'), '');
  change(place);
  const ended = await place.segue('backfill', 'crm', ...fourDays, ...more);
  const why = what === 'other params' ? 'its params were others' : `segue resume ${run}`;
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout.replace(/\s+/g, ' ')).toMatch(new RegExp(`begins afresh, not on with ${run}: .*${why}`));
  expect(fetchedIn(outside)).toEqual([run, expect.not.stringMatching(run)]);
  expect((await stateOf(place)).active).toEqual([]);
  expect(await place.status(run)).toMatchObject({ state: 'failed', actions: [{ kind: 'lost' }] });
  expect(livingOf(run)).toEqual([]);
});

test.each([
  ['declares what it hands on', 'artifacts: none', true],
  ['does not', 'timeout: 1h', false],
])('in another clone it goes on if what has succeeded %s', async (_, artifacts, goesOn) => {
  const { place, outside } = placeOutside(artifacts);
  const shared = sharedRemoteOf(place);
  const [one, two] = [
    shared.clone({ variables: { OUTSIDE: outside } }),
    shared.clone({ variables: { OUTSIDE: outside } }),
  ];
  const run = await interruptedAt(one, 'SIGINT', '--env', 'production');
  writeFileSync(join(outside, 'go'), '');
  const ended = await two.segue('backfill', 'crm', ...fourDays, '--env', 'production', '--json');
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  const events = ended.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const afresh = events.filter(({ event }) => event === 'backfill-afresh');
  expect(afresh).toMatchObject(goesOn ? [] : [{ run, why: expect.stringContaining('does not say which files') }]);
  expect(events.at(-1).runs.map((each: { run: string }) => each.run === run)).toEqual([goesOn, false]);
  expect(fetchedIn(outside)).toHaveLength(goesOn ? 1 : 2);
});
