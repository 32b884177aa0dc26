import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { type Place, placeWith, statesOf } from '../support/cli-place.ts';

/** `extract` hands on an output and a file, both from the file `rows`; `load` shows what has arrived. */
const etl = `description: d
owner: o
tasks:
  extract:
    run: 'mkdir -p out; cp rows out/data; echo "rows=$(cat rows)" >> "$SEGUE_OUTPUT"; test "$(cat rows)" != 0'
    artifacts: [out/data]
  transform: { needs: extract, run: 'echo "$ROWS of $(cat out/data)" > out/seen', env: { ROWS: '\${{ needs.extract.outputs.rows }}' } }
  load: { needs: transform, run: 'cp out/seen loaded' }
  other: { run: 'touch other' }
`;
const excluded = { extract: 'excluded', transform: 'excluded', load: 'excluded', other: 'excluded' };

let place: Place;
const seen = () => readFileSync(join(place.root, 'out/seen'), 'utf8').trim();

beforeEach(() => {
  place = placeWith({ etl });
  place.write('.gitignore', 'out/\nrows\nloaded\nother\n');
  place.commit();
});

/** A run with this many rows; 0 makes `extract` fail. Nothing of it but what Segue keeps is left. */
async function earlierRun(rows: number): Promise<string> {
  place.write('rows', `${rows}`);
  await place.segue('run', 'etl', '--quiet');
  for (const path of ['out', 'loaded', 'other']) rmSync(join(place.root, path), { recursive: true, force: true });
  return (await place.status()).run;
}

describe('a part of a pipeline', () => {
  test('takes outputs and files of the rest from its newest success, and says from which run', async () => {
    const first = await earlierRun(1);
    const second = await earlierRun(2);
    const failed = await earlierRun(0);
    const only = await place.segue('run', 'etl', '--only', 'transform');
    expect(only).toMatchObject({ code: 0, stderr: '' });
    expect([seen(), existsSync(join(place.root, 'loaded'))]).toEqual(['2 of 2', false]);
    expect(only.stdout).toContain(second);
    expect(only.stdout).toContain('out/data');
    expect(only.stdout).not.toContain(failed);
    const document = await place.status();
    expect(statesOf(document)).toEqual({ ...excluded, transform: 'success' });
    expect(document.tasks.extract).toMatchObject({ reused: second, outputs: { rows: '2' }, attempts: [] });

    const using = await place.segue('run', 'etl', '--only', 'transform', '--using', first);
    expect([using.code, seen(), using.stdout.includes(first)]).toEqual([0, '1 of 1', true]);
    const given = await place.segue('run', 'etl', '--only', 'transform', '--output', 'extract.rows=9');
    expect([given.code, seen()]).toEqual([0, '9 of 2']);
  });

  test('does not start where an output is read that nobody has, unless it is given', async () => {
    const refused = await place.segue('run', 'etl', '--from', 'transform');
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('SG707') });
    expect(refused.stderr).toContain('--output extract.rows=');
    const failed = await earlierRun(0);
    const unhelpful = await place.segue('run', 'etl', '--only', 'transform', '--using', failed);
    expect(unhelpful).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('SG707') });
    place.write('out/data', 'mine');
    const given = await place.segue('run', 'etl', '--only', 'transform', '--output', 'extract.rows=9');
    expect(given).toMatchObject({ code: 0, stderr: '' });
    expect(seen()).toBe('9 of mine');
    const pointless = await place.segue('run', 'etl', '--output', 'extract.rows=9');
    expect(pointless).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('gives its own outputs') });
  });

  test('is what lies downstream, upstream, or between', async () => {
    await earlierRun(1);
    const chosen: readonly (readonly [string[], object])[] = [
      [['--from', 'transform'], { transform: 'success', load: 'success' }],
      [['--until', 'transform'], { extract: 'success', transform: 'success' }],
      [['--from', 'transform', '--until', 'transform'], { transform: 'success' }],
      [['--only', 'extract,other'], { extract: 'success', other: 'success' }],
    ];
    for (const [options, states] of chosen) {
      expect([options, (await place.segue('run', 'etl', ...options)).code]).toEqual([options, 0]);
      expect(statesOf(await place.status())).toEqual({ ...excluded, ...states });
    }
  });

  test.each([
    [['--only', 'transfrom'], 'SG703', 'Did you mean transform?'],
    [['--from', 'nowhere'], 'SG703', 'extract, transform, load, other'],
    [['--only', 'load', '--output', 'nowhere.rows=1'], 'SG703', '--output TASK.NAME=VALUE'],
    [['--only', 'load', '--using', 'r-nowhere1'], 'SG709', 'no run'],
    [['--only', 'load', '--output', 'rows'], '--output', 'name=value'],
  ])('is refused for %j', async (options, code, words) => {
    const refused = await place.segue('run', 'etl', ...options);
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(code) });
    expect(refused.stderr).toContain(words);
    expect((await place.segue('status')).stderr).toContain('SG709');
  });

  test('is only shown by --dry-run, with a reason for each task', async () => {
    const run = await earlierRun(1);
    const before = place.git('for-each-ref');
    const dry = await place.segue('run', 'etl', '--from', 'transform', '--dry-run');
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(dry.stdout).toContain(run);
    const { plan } = await place.json<{ plan: { tasks: { task: { id: string }; inclusion: object }[] } }>(
      ...['run', 'etl', '--from', 'transform', '--dry-run'],
    );
    expect(plan.tasks.map(({ task, inclusion }) => [task.id, inclusion])).toMatchObject([
      ['extract', { in: false, why: expect.any(String), reused: { run } }],
      ['transform', { in: true, why: expect.any(String) }],
      ['load', { in: true, why: 'downstream of transform' }],
      ['other', { in: false, why: expect.any(String) }],
    ]);
    expect([place.git('for-each-ref'), existsSync(join(place.root, 'out'))]).toEqual([before, false]);
  });
});
