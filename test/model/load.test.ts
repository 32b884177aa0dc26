import { describe, expect, it } from 'vitest';
import { loadPipeline } from '../../src/model/load.ts';
import { defaultSettings } from '../../src/model/settings.ts';

const full = `
name: User data
description: Loads users.
owner: "@acme/data"
tags: [crm, daily]
runbook: https://wiki.acme.dev/users
renamed-from: users
on:
  schedule:
    - cron: "0 5 * * *"
      timezone: Europe/Paris
      start: 2026-01-31
    - cron: "0 17 * * *"
      start: 2026-01-31T05:00Z
      end: 2026-12-31T23:59:59.999-05:00
  after: [ingest/crm, ingest/shop, ingest/crm]
catchup: all
max-active-runs: 2
deadline: { by: "07:00" }
params:
  country: { type: string, default: FR, enum: [FR, DE], description: Which }
  size: { default: 3 }
  dry: {}
env: { VERSION: 1.10, DEBUG: false, MODE: slow }
secrets: [CRM_TOKEN]
lane: big
defaults: { timeout: 20m, retries: { limit: 1, delay: 1s }, env: { MODE: fast }, artifacts: none }
tasks:
  extract:
    run: ./extract.sh
    retries: 3
    pool: crm
    env: { VERSION: 0x10 }
    artifacts: data/*.csv
    working-directory: ./etl/
  load:
    name: Load it
    needs: [extract, extract]
    run: ./load.sh
    shell: python
    if: \${{ needs.extract.result == 'success' }}
    foreach: fromJSON(needs.extract.outputs.files)
    trigger-rule: all_done
    timeout: 1h30m
    continue-on-error: true
`;

describe('loadPipeline', () => {
  it('normalises everything that a pipeline can say', () => {
    const { pipeline, diagnostics } = loadPipeline('pipelines/crm/users.yml', full);
    expect(diagnostics).toEqual([]);
    const { tasks, ...rest } = pipeline ?? { tasks: [] };
    expect(rest).toEqual({
      id: 'crm/users',
      file: 'pipelines/crm/users.yml',
      name: 'User data',
      description: 'Loads users.',
      owner: '@acme/data',
      tags: ['crm', 'daily'],
      runbook: 'https://wiki.acme.dev/users',
      renamedFrom: ['users'],
      on: {
        schedule: [
          { cron: '0 5 * * *', timezone: 'Europe/Paris', start: '2026-01-31' },
          {
            cron: '0 17 * * *',
            timezone: 'UTC',
            start: '2026-01-31T05:00Z',
            end: '2026-12-31T23:59:59.999-05:00',
          },
        ],
        after: ['ingest/crm', 'ingest/shop'],
      },
      catchup: 'all',
      maxActiveRuns: 2,
      deadline: { by: '07:00', timezone: 'Europe/Paris' },
      params: {
        country: { type: 'string', default: 'FR', enum: ['FR', 'DE'], description: 'Which' },
        size: { type: 'number', default: 3 },
        dry: { type: 'string' },
      },
      secrets: ['CRM_TOKEN'],
      lane: 'big',
    });
    expect(tasks).toEqual([
      {
        id: 'extract',
        needs: [],
        run: './extract.sh',
        shell: 'bash',
        env: { VERSION: '0x10', DEBUG: 'false', MODE: 'fast' },
        retries: { limit: 3, delayMs: 1_000, backoff: 'exponential', maxDelayMs: 300_000, jitter: 'full' },
        timeoutMs: 1_200_000,
        pool: 'crm',
        continueOnError: false,
        workingDirectory: 'etl',
        artifacts: ['data/*.csv'],
        triggerRule: 'all_success',
      },
      {
        id: 'load',
        name: 'Load it',
        needs: ['extract'],
        run: './load.sh',
        shell: 'python',
        env: { VERSION: '1.10', DEBUG: 'false', MODE: 'fast' },
        if: "needs.extract.result == 'success'",
        foreach: 'fromJSON(needs.extract.outputs.files)',
        retries: { limit: 1, delayMs: 1_000, backoff: 'exponential', maxDelayMs: 300_000, jitter: 'full' },
        timeoutMs: 5_400_000,
        continueOnError: true,
        workingDirectory: '.',
        artifacts: 'none',
        triggerRule: 'all_done',
      },
    ]);
  });

  it('applies the documented defaults', () => {
    const { pipeline } = loadPipeline('pipelines/a.yaml', 'tasks: { a: { run: x } }');
    expect(pipeline).toEqual({
      id: 'a',
      file: 'pipelines/a.yaml',
      tags: [],
      renamedFrom: [],
      on: { schedule: [], after: [] },
      catchup: 'latest',
      maxActiveRuns: 1,
      params: {},
      secrets: [],
      lane: 'default',
      tasks: [
        {
          id: 'a',
          needs: [],
          run: 'x',
          shell: 'bash',
          env: {},
          triggerRule: 'all_success',
          retries: { limit: 0, delayMs: 10_000, backoff: 'exponential', maxDelayMs: 300_000, jitter: 'full' },
          timeoutMs: 3_600_000,
          continueOnError: false,
          workingDirectory: '.',
        },
      ],
    });
  });

  it('puts the defaults of the repository below those of the pipeline', () => {
    const settings = {
      ...defaultSettings,
      pipelines: 'flows',
      defaults: { timeout: '5m', pool: 'shared', env: { A: 'settings', B: 'settings', C: 'settings' } },
    };
    const text =
      'env: { B: pipeline, C: pipeline }\ndefaults: { env: { C: defaults }, timeout: 6m }\ntasks: { a: { run: x } }';
    const { pipeline } = loadPipeline('flows/x.yml', text, settings);
    expect(pipeline?.id).toBe('x');
    expect(pipeline?.tasks[0]).toMatchObject({
      timeoutMs: 360_000,
      pool: 'shared',
      env: { A: 'settings', B: 'pipeline', C: 'defaults' },
    });
  });

  it('gives a pipeline that cannot be changed', () => {
    const { pipeline } = loadPipeline('pipelines/crm/users.yml', full);
    const thaw = (value: unknown): unknown[] =>
      typeof value !== 'object' || value === null ? [] : [value, ...Object.values(value).flatMap(thaw)];
    expect(thaw(pipeline).filter((value) => !Object.isFrozen(value))).toEqual([]);
  });

  it('reads `on` and `yes` as YAML 1.2 does, also after a directive', () => {
    const { pipeline, diagnostics } = loadPipeline(
      'pipelines/a.yml',
      '%YAML 1.1\n---\non: {}\ntasks: { no: { run: yes } }\n',
    );
    expect(diagnostics).toEqual([]);
    expect(pipeline?.tasks[0]).toMatchObject({ id: 'no', run: 'yes' });
  });

  it('follows aliases', () => {
    const text = 'tasks:\n  a: &task { run: x, env: &env { A: 1.0 } }\n  b: *task\n  c: { run: y, env: *env }';
    const { pipeline, diagnostics } = loadPipeline('pipelines/a.yml', text);
    expect(diagnostics).toEqual([]);
    expect(pipeline?.tasks.map(({ run, env }) => [run, env])).toEqual([
      ['x', { A: '1.0' }],
      ['x', { A: '1.0' }],
      ['y', { A: '1.0' }],
    ]);
  });

  it('removes a byte order mark, and counts from after it', () => {
    const { source, diagnostics } = loadPipeline('pipelines/a.yml', new TextEncoder().encode('\uFEFFtusks: {}'));
    expect(source.text).toBe('tusks: {}');
    expect(diagnostics.map(({ code, range }) => [code, range.start])).toContainEqual(['SG101', 0]);
  });

  it('keeps what is right beside what is wrong', () => {
    const text =
      'retires: 1\ndeadline: { by: 7 }\ntasks: { a: { run: x, timeout: soon }, b: ./b.sh, c: { needs: [a, b] } }';
    const { pipeline, diagnostics } = loadPipeline('pipelines/a.yml', text);
    expect(diagnostics.map(({ code }) => code)).toEqual(['SG101', 'SG108', 'SG108', 'SG103', 'SG105']);
    expect(pipeline?.tasks.map(({ id, needs }) => [id, needs])).toEqual([
      ['a', []],
      ['b', []],
      ['c', ['a', 'b']],
    ]);
  });

  it('has no pipeline where the text itself is broken', () => {
    const { pipeline, diagnostics } = loadPipeline(
      'pipelines/a.yml',
      'catchup: some\ntasks:\n  a: { run: x }\n bad\nlane: 5\n',
    );
    expect(pipeline).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['SG103', 'SG001']);
  });

  it('refuses more than ten thousand tasks', () => {
    const tasks = Array.from({ length: 10_001 }, (_, n) => `  t${n}: { run: x }\n`).join('');
    expect(loadPipeline('pipelines/a.yml', `tasks:\n${tasks}`).diagnostics).toMatchObject([{ code: 'SG109' }]);
  });
});
