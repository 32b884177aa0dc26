import { describe, expect, it } from 'vitest';
import { renderRunEnd } from '../../src/report/run/run-end.ts';
import { createStyle } from '../../src/report/text/ansi-style.ts';
import { displayWidth } from '../../src/report/text/ansi-width.ts';
import type { RunDocument } from '../../src/run/document.ts';
import { attempt, notRun, run, succeeded, task } from './run-documents.ts';

const artifact = (path: string) => ({ path, bytes: 1, sha256: 'a' });
const exit = (code: number) => ({ kind: 'exit', code }) as const;

const cases: Readonly<Record<string, RunDocument>> = {
  green: run('success', 84, {
    extract: succeeded(0, 41, { artifacts: [artifact('data/users.parquet')] }),
    transform: succeeded(41, 53),
    load: succeeded(53, 84, { artifacts: ['a', 'b', 'c', 'd'].map((name) => artifact(`out/${name}.csv`)) }),
  }),
  'green-foreach': run('success', 40, {
    list: succeeded(0, 1),
    load: task('success', { instances: 2, artifacts: [artifact('out/jan'), artifact('out/feb')] }),
    'load[0]': succeeded(1, 10, { artifacts: [artifact('out/jan')] }),
    'load[1]': succeeded(5, 39, { artifacts: [artifact('out/feb')] }),
  }),
  failed: run('failed', 724, {
    extract: succeeded(0, 41),
    transform: succeeded(41, 53),
    load: task('failed', {
      attempts: [
        attempt(1, 53, 60, exit(1)),
        attempt(2, 100, 120, exit(1)),
        attempt(3, 683, 724, exit(1), [
          'connecting',
          'sql/load.sql:42  Insufficient privileges on ANALYTICS.FX',
          '    at query (driver.js:3:1)',
          'done in 41 s',
        ]),
      ],
    }),
    publish: notRun('load'),
    'board-report': notRun('load'),
  }),
  'failed-at-several': run('failed', 12, {
    a: task('failed', { attempts: [attempt(1, 0, 3, { kind: 'timeout', afterMs: 3000 })] }),
    b: task('failed', { attempts: [attempt(1, 0, 1, { kind: 'signal', signal: 'SIGSEGV' }, ['last words'])] }),
    c: task('failed', { reason: { kind: 'expression', message: 'fromJSON: not JSON' } }),
    d: notRun('a', 'b'),
    e: notRun('c'),
    f: task('cancelled', { reason: { kind: 'cancelled', why: 'fail-fast', by: '' } }),
  }),
  skipped: run('success', 5, {
    check: succeeded(0, 2),
    load: task('skipped', { reason: { kind: 'condition', expression: "needs.check.outputs.changed == 'true'" } }),
    publish: task('skipped', { reason: { kind: 'rule', rule: 'all_success', tasks: ['load'] } }),
    alarm: task('skipped', { reason: { kind: 'rule', rule: 'one_failed', tasks: ['check', 'load'] } }),
  }),
  tolerated: run('success', 9, {
    lint: task('failed', { tolerated: true, attempts: [attempt(1, 0, 1, exit(2), ['3 warnings'])] }),
    load: succeeded(0, 9),
  }),
  'failed-beside-tolerated': run('failed', 9, {
    lint: task('failed', { tolerated: true, attempts: [attempt(1, 0, 1, exit(2), ['3 warnings'])] }),
    load: task('failed', { attempts: [attempt(1, 0, 9, exit(1), ['no space left'])] }),
    publish: notRun('load'),
  }),
  foreach: run('failed', 30, {
    list: succeeded(0, 1),
    load: task('failed', { instances: 3, reason: { kind: 'instances', tasks: ['load[1]'] } }),
    'load[0]': succeeded(1, 10, { item: '"jan"' }),
    'load[1]': task('failed', { item: '"feb"', attempts: [attempt(1, 1, 30, exit(3), ['february is missing'])] }),
    'load[2]': succeeded(10, 20, { item: '"mar"' }),
    join: notRun('load'),
  }),
  'many-instances': run('failed', 30, {
    load: task('failed', { instances: 9, reason: { kind: 'instances', tasks: ['load[0]'] } }),
    ...Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [
        `load[${index}]`,
        task('failed', { attempts: [attempt(1, 1, 30 - index, exit(3), [`no month ${index}`])] }),
      ]),
    ),
  }),
  retried: run(
    'success',
    7_230,
    { extract: succeeded(0, 30), load: succeeded(7_200, 7_230) },
    { actions: [{ kind: 'retry', by: 'Ana', at: '2026-03-02T07:00:00.000Z' }] },
  ),
  cancelled: run(
    'cancelled',
    60,
    {
      extract: succeeded(0, 30),
      load: task('cancelled', { attempts: [attempt(1, 30, 60, { kind: 'cancelled' })] }),
      publish: task('cancelled', { reason: { kind: 'cancelled', why: 'request', by: 'Ana' } }),
    },
    { cancelled: { why: 'request', by: 'Ana', reason: 'wrong day' } },
  ),
  interrupted: run(
    'cancelled',
    60,
    { extract: succeeded(0, 30), load: task('cancelled', { attempts: [attempt(1, 30, 60, { kind: 'cancelled' })] }) },
    { cancelled: { why: 'interrupt', by: '' } },
  ),
  'many-not-run': run('failed', 9, {
    root: task('failed', { attempts: [attempt(1, 0, 9, exit(127), ['bash: dbt: command not found'])] }),
    ...Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`child-${index}`, notRun('root')])),
  }),
  unicode: run(
    'failed',
    9,
    {
      注文取込: task('failed', { attempts: [attempt(1, 0, 9, exit(1), ['エラー: 表がない 🚫 \u001b[2J\u202Eevil'])] }),
    },
    { pipeline: 'データ/日次締め' },
  ),
};

describe('the end of a run', () => {
  it.each(Object.entries(cases))('%s', async (name, document) => {
    const lines = renderRunEnd(document, { style: createStyle(false), width: 100, logs: '.git/segue/logs/r-8k2m4p6t' });
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(`golden/run-end-${name}.txt`);
  });

  it('puts what the last tasks have made first, each path once', () => {
    const document = run('success', 9, {
      list: succeeded(0, 1, { artifacts: [artifact('out/list.json')] }),
      load: task('success', { instances: 2 }),
      'load[0]': succeeded(1, 2, { artifacts: [artifact('out/jan'), artifact('out/log.txt')] }),
      'load[1]': succeeded(1, 2, { artifacts: [artifact('out/feb'), artifact('out/log.txt')] }),
      report: succeeded(2, 3, { artifacts: [artifact('out/report.md')] }),
      draw: succeeded(2, 3, { artifacts: [artifact('out/chart.svg'), artifact('out/list.json')] }),
      alarm: task('skipped', { reason: { kind: 'rule', rule: 'one_failed', tasks: [] } }),
    });
    const needs = [
      { task: 'list', needs: [] },
      { task: 'load', needs: ['list'] },
      { task: 'report', needs: ['load'] },
      { task: 'draw', needs: ['load'] },
      { task: 'alarm', needs: ['report', 'draw'] },
    ];
    const pathTo = (path: string) => `../${path}`;
    const lines = renderRunEnd(document, { style: createStyle(false), width: 100, needs, pathTo });
    expect(lines).toContain('  Results      ../out/report.md, ../out/chart.svg, ../out/list.json');
    expect(lines).toContain('  Artifacts    ../out/jan, ../out/log.txt, ../out/feb');
  });

  it('paints only with colours on', () => {
    const document = cases.failed as RunDocument;
    expect(renderRunEnd(document, { style: createStyle(true), width: 100 }).join('\n')).toContain('\u001b[31mfailed');
    expect(renderRunEnd(document, { style: createStyle(false), width: 100 }).join('\n')).not.toContain('\u001b');
  });

  it('stays within the width of the terminal', () => {
    for (const document of Object.values(cases)) {
      const lines = renderRunEnd(document, { style: createStyle(true), width: 40 });
      expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(40);
    }
  });
});
