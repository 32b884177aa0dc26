import { describe, expect, it } from 'vitest';
import { renderPipelines } from '../../src/report/command/list-pipelines.ts';
import { renderDoctor } from '../../src/report/findings/doctor-findings.ts';
import { renderRuns } from '../../src/report/run/list-runs.ts';
import { renderStatus } from '../../src/report/run/status-run.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { at, attempt, notRun, run, succeeded, task } from './run-documents.ts';

const style = createStyle(false);

describe('what is printed about runs and pipelines', () => {
  it('shows a run with its tasks', async () => {
    const document = run(
      'failed',
      70,
      {
        extract: succeeded(0, 41, { reused: 'r-7a7a7a7a' }),
        load: task('failed', { instances: 2, reason: { kind: 'instances', tasks: ['load[1]'] } }),
        'load[0]': succeeded(41, 50),
        'load[1]': task('failed', {
          attempts: [
            attempt(1, 41, 50, { kind: 'exit', code: 1 }),
            attempt(2, 60, 70, { kind: 'timeout', afterMs: 10_000 }),
          ],
        }),
        mended: task('success', { mark: { state: 'success', by: 'Ana', at: at(80), reason: 'loaded by hand' } }),
        publish: notRun('load'),
      },
      {
        interval: { start: '2026-03-01T04:00:00.000Z', end: '2026-03-02T05:00:00.000Z' },
        params: { country: 'FR', dry: false },
        snapshotOf: 'b'.repeat(40),
        actions: [{ kind: 'mark', by: 'Ana', at: at(80), tasks: ['mended'], reason: 'loaded by hand' }],
      },
    );
    const lines = renderStatus(document, { style, width: 100, now: 0 });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/status-run.txt');
  });

  it('tells a failure that is tolerated from one that is not', () => {
    const attempts = [attempt(1, 0, 1, { kind: 'exit', code: 1 })];
    const document = run('success', 1, { lint: task('failed', { tolerated: true, attempts }) });
    const lines = renderStatus(document, { style, width: 100, now: 0 });
    expect(lines).toContainEqual(expect.stringMatching(/✗ lint +failed, tolerated +1 s +exit 1 after 1 s/));
  });

  it('shows how long a running task has run', () => {
    const document = run('running', 0, {
      load: task('running', { attempts: [{ ...attempt(1, 0, undefined, { kind: 'lost' }), state: 'running' }] }),
    });
    const lines = renderStatus(document, { style, width: 100, now: Date.parse(at(12)) });
    expect(lines).toContainEqual(expect.stringMatching(/● load +running +12 s/));
  });

  it('says how late a scheduled run started, and whether it was woken late', () => {
    const due = (woken: number, started: number) => {
      const trigger = { kind: 'schedule', by: 'Ana', wokenAt: at(woken) } as const;
      const interval = { start: at(-86_400), end: at(0) };
      const document = run('success', 9_000, {}, { trigger, interval, startedAt: at(started) });
      return renderStatus(document, { style, width: 100, now: 0 }).join('\n');
    };
    expect(due(720, 780)).toContain('started 13 min after it was due; it was woken 12 min late');
    expect(due(-600, 780)).toContain('started 13 min after it was due; it was woken in time');
    expect(due(20, 30)).not.toContain('due');
  });

  it('says what to do about a run whose process is gone', () => {
    const document = run('running', 0, { load: task('running') });
    const lines = renderStatus(document, { style, width: 100, now: 0, interrupted: true }).join('\n');
    expect(lines).toContain('finance/daily-close interrupted');
    expect(lines).toContain('segue resume r-8k2m4p6t');
    expect(lines).toMatch(/■ load +cancelled +interrupted/);
  });

  it('tells many tasks that did not run for the same reason once', () => {
    const children = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`child-${index}`, notRun('root')]));
    const root = task('failed', { attempts: [attempt(1, 0, 9, { kind: 'exit', code: 1 })] });
    const lines = renderStatus(run('failed', 9, { root, ...children, last: notRun('child-0') }), {
      style,
      width: 100,
      now: 0,
    });
    expect(lines.slice(4, 7).map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual([
      '  ✗ root  failed  9 s  exit 1 after 9 s',
      '  ⊘ child-0 and 399 more tasks  not run  upstream root failed',
      '  ⊘ last  not run  upstream child-0 failed',
    ]);
  });

  it('lists runs', async () => {
    const base = { generation: 0, pipeline: 'etl', createdAt: at(0) } as const;
    const lines = renderRuns(
      [
        { ...base, run: 'r-11111111', state: 'running' },
        { ...base, run: 'r-22222222', state: 'success', finishedAt: at(65), interval: { start: at(-60), end: at(0) } },
        { ...base, run: 'r-33333333', pipeline: 'データ/日次', state: 'failed', finishedAt: at(2) },
      ],
      style,
      100,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/list-runs.txt');
    expect(renderRuns([], style, 80)).toEqual(['No runs yet. Start one: segue run <pipeline>']);
    const late = { ...base, run: 'r-1', state: 'success', late: { startMs: 754_000, wakeMs: 0 } } as const;
    expect(renderRuns([late, { ...late, late: { startMs: 59_000, wakeMs: 0 } }], style, 100)).toEqual([
      '   run  pipeline  started                  took     late',
      '✓  r-1  etl       2026-03-02 05:00:00 UTC  success  13 min',
      '✓  r-1  etl       2026-03-02 05:00:00 UTC  success',
    ]);
  });

  it('cuts no id that one may want to copy, and leaves out what finds no room', () => {
    const summary = {
      run: 'r-11111111',
      state: 'success',
      createdAt: at(0),
      finishedAt: at(9),
      generation: 0,
    } as const;
    const lines = renderRuns([{ ...summary, pipeline: 'finance/daily-close-of-all-books' }], style, 34);
    expect(lines).toEqual(['   run         pipeline  started', '✓  r-11111111  finance…  2026-03…']);
  });

  it('lists pipelines, also such as have errors', async () => {
    const newest = { run: 'r-1', state: 'success', createdAt: at(0), generation: 0 } as const;
    const lines = renderPipelines(
      [
        {
          id: 'etl',
          file: 'pipelines/etl.yml',
          schedule: [],
          after: [],
          tasks: 3,
          errors: 0,
          description: 'The smallest.',
        },
        {
          id: 'finance/daily-close',
          file: 'pipelines/finance/daily-close.yml',
          schedule: [
            { cron: '0 5 * * *', timezone: 'Europe/Paris' },
            { cron: '0 9 * * *', timezone: 'UTC' },
          ],
          after: ['etl'],
          tasks: 12,
          errors: 0,
          newest,
        },
        {
          id: 'report',
          file: 'pipelines/report.yml',
          schedule: [],
          after: ['etl', 'shop', 'crm'],
          tasks: 1,
          errors: 0,
        },
        { id: 'broken', file: 'pipelines/broken.yml', schedule: [], after: [], tasks: 0, errors: 2 },
      ],
      style,
      110,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/list-pipelines.txt');
  });

  it('says what a machine lacks', async () => {
    const lines = renderDoctor(
      [
        { about: 'git', state: 'ok', message: 'git 2.45.0' },
        {
          about: 'tool',
          state: 'error',
          message: 'uv is not installed; etl calls it',
          help: 'Install uv, or change etl.',
        },
        { about: 'secret', state: 'warning', message: 'CRM_TOKEN is not set', help: 'export CRM_TOKEN=…' },
      ],
      style,
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/doctor.txt');
    expect(renderDoctor([{ about: 'git', state: 'ok', message: 'git 2.45.0' }], style).at(-1)).toBe('All is well.');
  });
});
