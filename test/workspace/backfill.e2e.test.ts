import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { liveClock } from '../../src/process/clock.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { type Place, placeWith } from '../support/cli-place.ts';

const daily = `description: d
owner: o
on: { schedule: [{ cron: "0 5 * * *" }] }
params: { country: { default: FR, enum: [FR, DE] } }
tasks:
  load:
    run: 'test ! -f "broken-$(echo $SEGUE_INTERVAL_START | cut -c1-10)"; echo "$SEGUE_INTERVAL_START $SEGUE_PARAM_COUNTRY" >> .git/done'
    artifacts: none
`;

/** The middle of January: not all of its intervals are complete. */
let at = Date.parse('2026-01-15T12:00:00.000Z');
const now = () => {
  at += 1;
  return at;
};
const clock = { ...liveClock(), now };
const days = (from: number, to: number) => [`--from=2026-01-${pad(from)}`, `--to=2026-01-${pad(to)}`];
const pad = (day: number) => String(day).padStart(2, '0');

interface Planned {
  readonly id?: string;
  readonly generation: number;
  readonly todo: readonly { readonly start: string }[];
  readonly done: readonly { readonly start: string }[];
  readonly ahead: readonly { readonly start: string }[];
  readonly expected: { readonly billedMinutes?: number; readonly unknown: readonly string[] };
}

function place(): Place {
  return placeWith({ crm: daily }, { clock });
}

/** Days whose interval was processed, in order, with the params. */
function done(here: Place): readonly string[] {
  const file = join(here.root, '.git/done');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text.split('\n').flatMap((line) => (line === '' ? [] : [`${line.slice(8, 10)}${line.slice(24)}`]));
}

describe('a backfill by hand', () => {
  test('runs each interval once, oldest first, and is done when asked again', async () => {
    const here = place();
    const run = await here.segue('backfill', 'crm', ...days(3, 6), '--reason', 'wrong prices');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('All 3 runs succeeded.');
    expect(done(here)).toEqual(['03 FR', '04 FR', '05 FR']);
    const { trigger, interval, generation } = await here.status();
    expect(trigger).toMatchObject({ kind: 'backfill', reason: 'wrong prices' });
    expect([interval?.end, generation]).toEqual(['2026-01-06T05:00:00.000Z', 0]);
    expect(await here.segue('backfill', 'pipelines/crm.yml', ...days(3, 6))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Nothing is left to do.'),
    });
    expect((await here.segue('backfill', 'crm', ...days(2, 8), '--order', 'newest-first')).code).toBe(0);
    expect(done(here).slice(3)).toEqual(['07 FR', '06 FR', '02 FR']);
  });

  test('goes on after a failure, says which, and goes on with what is missing when asked again', async () => {
    const here = place();
    here.write('broken-2026-01-04', '');
    const run = await here.segue('backfill', 'crm', ...days(3, 6));
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(
      /2 of 3 intervals succeeded, 1 did not\.\n +2026-01-04 05:00 to .* failed +segue retry r-/,
    );
    expect(done(here)).toEqual(['03 FR', '05 FR']);
    rmSync(join(here.root, 'broken-2026-01-04'));
    expect((await here.segue('backfill', 'crm', ...days(3, 6))).code).toBe(0);
    expect(done(here)).toEqual(['03 FR', '05 FR', '04 FR']);
    const failing = place();
    failing.write('broken-2026-01-03', '');
    const strict = await failing.segue('backfill', 'crm', ...days(3, 6), '--fail-fast');
    expect([strict.code, done(failing)]).toEqual([1, []]);
  });

  test('all: runs what has succeeded once more, in a generation of its own, until all of it has', async () => {
    const here = place();
    await here.segue('backfill', 'crm', ...days(3, 6));
    here.write('broken-2026-01-04', '');
    const all = [...days(3, 6), '--reprocess', 'all', '--param', 'country=DE'];
    expect((await here.segue('backfill', 'crm', ...all)).code).toBe(1);
    expect(done(here).slice(3)).toEqual(['03 DE', '05 DE']);
    rmSync(join(here.root, 'broken-2026-01-04'));
    expect((await here.segue('backfill', 'crm', ...all)).code).toBe(0);
    expect(done(here).slice(5)).toEqual(['04 DE']);
    expect((await here.status()).generation).toBe(1);
    expect((await here.segue('backfill', 'crm', ...all)).code).toBe(0);
    expect(done(here).slice(6)).toEqual(['03 DE', '04 DE', '05 DE']);
    expect((await here.status()).generation).toBe(2);
  });

  test('several at once are all run, although the pipeline itself may run once', async () => {
    const here = place();
    const run = await here.segue('backfill', 'crm', ...days(1, 13), '--max-active', '4', '--quiet');
    expect(run).toMatchObject({ code: 0, stderr: '', stdout: '✓ All 12 runs succeeded.\n' });
    expect(done(here).toSorted()).toEqual(Array.from({ length: 12 }, (_, day) => `${pad(day + 1)} FR`));
    expect((await here.segue('state', 'fsck')).code).toBe(0);
  });

  test('leaves out what is not complete yet', async () => {
    const here = place();
    const run = await here.segue('backfill', 'crm', ...days(13, 20));
    expect([run.code, done(here)]).toEqual([0, ['13 FR', '14 FR']]);
    expect(run.stdout).toContain('5 not complete yet');
  });

  test('a run of some tasks leaves an interval missing, one of all tasks does not', async () => {
    const here = place();
    await here.segue('run', 'crm', '--interval', '2026-01-03', '--only', 'load');
    await here.segue('run', 'crm', '--interval', '2026-01-04');
    await here.segue('backfill', 'crm', ...days(3, 5));
    expect(done(here)).toEqual(['03 FR', '04 FR', '03 FR']);
  });

  test.each([
    [['crm'], 'SG740'],
    [['crm', ...days(6, 3)], 'SG740'],
    [['crm', '--from', 'yesterday', '--to', '2026-01-05'], 'SG740'],
    [['crm', '--from', '2026-01-03T06:00Z', '--to', '2026-01-03T07:00Z'], 'The next one starts at 2026-01-04T05:00'],
    [['crm', ...days(3, 6), '--param', 'country=IT'], 'SG704'],
    [['crm', ...days(3, 6), '--max-active', '101'], '100 are the most'],
    [['cmr', ...days(3, 6)], 'Did you mean crm?'],
    [['plan', 'crm', ...days(3, 6)], '--dry-run'],
    [['plan', 'january'], 'SG741'],
    [[], "missing required argument 'pipeline'"],
  ])('is refused before anything starts: %j', async (words, message) => {
    const here = place();
    const refused = await here.segue('backfill', ...words);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) });
    expect(here.git('for-each-ref', 'refs/segue')).toBe('');
  });

  test('a pipeline without a schedule has no intervals', async () => {
    const here = placeWith({ plain: 'tasks: { a: { run: echo } }\n' }, { clock });
    const refused = await here.segue('backfill', 'plain', ...days(3, 6));
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--interval 2026-01-03/2026-01-06') });
  });

  test('as JSON is a line for each event, and how it ended', async () => {
    const here = place();
    const { stdout } = await here.segue('backfill', 'crm', ...days(3, 5), '--json');
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ event: 'backfill-started', pipeline: 'crm', todo: [{}, {}] });
    expect(events.at(-1)).toMatchObject({ event: 'backfill-finished', left: [], interrupted: false });
    expect(events.at(-1).runs).toMatchObject([{ state: 'success' }, { state: 'success' }]);
    expect(events.filter(({ event }) => event === 'run-finished')).toHaveLength(2);
  });
});

describe('segue backfill plan', () => {
  const january = 'pipeline: crm\nfrom: 2026-01-10\nto: 2026-01-20\nreason: wrong prices\n';

  test('shows what files would do, by what has run, and what it will likely take', async () => {
    const here = place();
    here.write('pipelines/january.backfill.yml', january);
    here.write('pipelines/again.backfill.yml', january.replace('reason', 'reprocess: all\nreason'));
    const before = await here.json<readonly Planned[]>('backfill', 'plan', 'january');
    expect(before).toMatchObject([{ id: 'january', expected: { unknown: ['load'] } }]);
    expect(before[0]?.expected).not.toHaveProperty('billedMinutes');
    await here.segue('backfill', 'crm', ...days(10, 12));
    const [again, missing] = await here.json<readonly Planned[]>('backfill', 'plan');
    expect([again?.todo.length, again?.done.length, again?.generation]).toEqual([5, 0, 1]);
    expect([missing?.todo.length, missing?.done.length, missing?.ahead.length]).toEqual([3, 2, 5]);
    expect(missing?.expected).toMatchObject({ billedMinutes: 3, unknown: [] });
    const shown = await here.segue('backfill', 'plan', 'pipelines/january.backfill.yml');
    expect(shown.stdout.replaceAll(/[\d.]+ m?s\b/g, '1 ms')).toMatchInlineSnapshot(`
      "january: crm, 10 intervals: 3 to do, 2 done, 5 not complete yet
        missing, oldest-first, 1 run at a time
        wrong prices

        +  2026-01-12 05:00 to 2026-01-13 05:00 UTC
        +  2026-01-13 05:00 to 2026-01-14 05:00 UTC
        +  2026-01-14 05:00 to 2026-01-15 05:00 UTC
        –  2026-01-10 05:00 to 2026-01-11 05:00 UTC  has succeeded
        –  2026-01-11 05:00 to 2026-01-12 05:00 UTC  has succeeded
        –  2026-01-15 05:00 to 2026-01-16 05:00 UTC  not complete yet
        –  2026-01-16 05:00 to 2026-01-17 05:00 UTC  not complete yet
        –  2026-01-17 05:00 to 2026-01-18 05:00 UTC  not complete yet
        –  2026-01-18 05:00 to 2026-01-19 05:00 UTC  not complete yet
        –  2026-01-19 05:00 to 2026-01-20 05:00 UTC  not complete yet

      A run usually takes 1 ms, 3 runs one after the other 1 ms, or 3 billed minutes (the time of all tasks, rounded up for
      each run).
      "
    `);
    expect(done(here)).toEqual(['10 FR', '11 FR']);
  });

  test('shows what is wrong with one, and the others all the same', async () => {
    const here = place();
    here.write('pipelines/january.backfill.yml', january);
    here.write('pipelines/other.backfill.yml', january.replace('crm', 'cmr'));
    const plan = await here.segue('backfill', 'plan');
    expect([plan.code, plan.stdout.includes('january: crm')]).toEqual([2, true]);
    expect(plan.stderr).toContain('SG801');
  });

  test('says that there is none', async () => {
    expect((await place().segue('backfill', 'plan')).stdout).toContain('There are no backfills.');
  });

  test('the same for one by hand, with --dry-run', async () => {
    const here = place();
    const plan = await here.json<Planned>('backfill', 'crm', ...days(3, 6), '--dry-run');
    expect(plan.todo.map(({ start }) => start.slice(8, 10))).toEqual(['03', '04', '05']);
    expect(here.git('for-each-ref', 'refs/segue')).toBe('');
  });
});

describe('segue validate', () => {
  test('judges backfills with the pipelines, by name, by folder, and without any', async () => {
    const here = place();
    here.write('pipelines/january.backfill.yml', 'pipeline: crm\nfrom: 2026-01-10\nto: 2026-01-20\nreason: r\n');
    expect((await here.segue('validate')).stdout).toContain('1 pipeline and 1 backfill checked');
    expect((await here.segue('validate', 'pipelines/january.backfill.yml')).stdout).toContain('✓ 1 backfill checked');
    here.write('pipelines/january.backfill.yml', 'pipeline: crm\nfrom: 2026-01-20\nto: 2026-01-10\nreason: r\n');
    for (const words of [[], ['january'], ['pipelines']]) {
      expect(await here.segue('validate', ...words)).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('SG803'),
      });
    }
    expect((await here.segue('validate', 'crm')).code).toBe(0);
  });
});

test('a whole run with an interval is remembered as served, one that fails is not', async () => {
  const here = place();
  here.write('broken-2026-01-05', '');
  for (const day of ['03', '04', '05', '07']) await here.segue('run', 'crm', '--interval', `2026-01-${day}`);
  const { stdout } = await here.segue('state', 'export');
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string; document: RunDocument });
  expect(lines.find(({ kind }) => kind === 'pipeline')?.document).toMatchObject({
    served: [
      { start: '2026-01-03T05:00:00.000Z', end: '2026-01-05T05:00:00.000Z' },
      { start: '2026-01-07T05:00:00.000Z', end: '2026-01-08T05:00:00.000Z' },
    ],
  });
});
