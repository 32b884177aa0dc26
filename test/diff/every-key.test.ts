import { describe, expect, test } from 'vitest';
import type { Diff, PipelineChange, PipelineEdit, TaskChange, TaskEdit } from '../../src/diff/change.ts';
import { diffPipelines } from '../../src/diff/diff-pipelines.ts';
import { comparedPipelineKeys } from '../../src/diff/pipeline-edits.ts';
import { comparedSettingKeys } from '../../src/diff/setting-changes.ts';
import { comparedTaskKeys } from '../../src/diff/task-edits.ts';
import { pipelineSchema } from '../../src/model/schema/pipeline-schema.ts';
import { settingsSchema } from '../../src/model/schema/settings-schema.ts';
import { buildDefaultsSchema, buildTaskSchema } from '../../src/model/schema/task-schema.ts';
import { sideOf } from './sides.ts';

/** By key of the file: a line before, a line after, and what is told about it. */
type Cases = Readonly<Record<string, readonly [before: string, after: string, told: object]>>;

const value = (field: string, before?: unknown, after?: unknown) => ({
  kind: 'value',
  field,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

const pipelineCases: Cases = {
  name: ['name: A', 'name: B', value('name', 'A', 'B')],
  description: ['', 'description: D', value('description', undefined, 'D')],
  owner: ['owner: "@a"', '', value('owner', '@a')],
  tags: ['tags: [a]', 'tags: [a, b]', value('tags', ['a'], ['a', 'b'])],
  runbook: ['runbook: a.md', 'runbook: b.md', value('runbook', 'a.md', 'b.md')],
  'renamed-from': ['', 'renamed-from: [old]', value('renamedFrom', [], ['old'])],
  on: [
    'on: { schedule: [{ cron: "0 5 * * *" }] }',
    'on: { schedule: [{ cron: "0 6 * * *" }] }',
    { kind: 'schedule-changed', parts: ['cron'] },
  ],
  catchup: ['', 'catchup: all', value('catchup', 'latest', 'all')],
  'max-active-runs': ['', 'max-active-runs: 3', value('maxActiveRuns', 1, 3)],
  deadline: ['deadline: { after: 1h }', 'deadline: { after: 2h }', value('deadline')],
  params: ['params: { a: { default: x } }', 'params: { a: { default: y } }', { kind: 'param-changed', name: 'a' }],
  env: [
    'env: { A: x }',
    'env: { A: y }',
    { kind: 'env-changed', name: 'A', before: 'x', after: 'y', cause: 'pipeline' },
  ],
  secrets: ['', 'secrets: [A]', { kind: 'secret-added', name: 'A' }],
  lane: ['', 'lane: dbt', value('lane', 'default', 'dbt')],
  defaults: ['', 'defaults: { timeout: 5m }', { ...value('timeoutMs', 3_600_000, 300_000), cause: 'pipeline' }],
  tasks: ['', 'tasks: { more: { run: echo } }', { kind: 'task-added', task: 'more' }],
};

const taskCases: Cases = {
  name: ['name: A', 'name: B', value('name', 'A', 'B')],
  run: ['', 'run: echo more', { kind: 'command', before: 'echo one', after: 'echo more' }],
  needs: ['', 'needs: first', { kind: 'edge-added', need: 'first' }],
  if: [`if: "\${{ true }}"`, `if: "\${{ false }}"`, value('if', 'true', 'false')],
  foreach: ['', `foreach: '\${{ fromJSON("[1]") }}'`, value('foreach')],
  'trigger-rule': ['', 'trigger-rule: all_done', value('triggerRule', 'all_success', 'all_done')],
  shell: ['', 'shell: python', { ...value('shell', 'bash', 'python'), cause: 'task' }],
  env: ['env: { A: x }', '', { kind: 'env-removed', name: 'A', before: 'x', cause: 'task' }],
  retries: ['retries: 2', 'retries: 0', { kind: 'retries', part: 'limit', before: 2, after: 0, cause: 'task' }],
  timeout: ['', 'timeout: 5m', { ...value('timeoutMs', 3_600_000, 300_000), cause: 'task' }],
  pool: ['', 'pool: crm', { ...value('pool', undefined, 'crm'), cause: 'task' }],
  'continue-on-error': ['', 'continue-on-error: true', { ...value('continueOnError', false, true), cause: 'task' }],
  'working-directory': ['', 'working-directory: jobs', { ...value('workingDirectory', '.', 'jobs'), cause: 'task' }],
  artifacts: ['artifacts: none', 'artifacts: [a.csv]', { ...value('artifacts', 'none', ['a.csv']), cause: 'task' }],
};

const settingCases: Cases = {
  pipelines: ['', 'pipelines: ./pipelines', { kind: 'setting', key: 'pipelines' }],
  defaults: ['', 'defaults: { timeout: 5m }', { ...value('timeoutMs'), cause: 'settings' }],
  pools: ['pools: { crm: 2 }', 'pools: { crm: 1 }', { key: 'pools', name: 'crm', what: 'changed', parts: ['slots'] }],
  lanes: ['', 'lanes: { dbt: { runs-on: x } }', { key: 'lanes', name: 'dbt', what: 'added', parts: ['runsOn'] }],
  wake: ['', 'wake: { off-peak: true }', { kind: 'setting', key: 'wake' }],
  commands: ['', 'commands: app', { kind: 'setting', key: 'commands', after: 'app' }],
  'max-runtime': ['', 'max-runtime: 1h', { kind: 'setting', key: 'maxRuntimeMs', after: 3_600_000 }],
  artifacts: ['', 'artifacts: { store: git }', { kind: 'setting', key: 'artifacts' }],
  alerts: ['', 'alerts: { after: 3 }', { kind: 'setting', key: 'alerts' }],
  policy: ['', 'policy: { require: [owner] }', { kind: 'setting', key: 'policy' }],
  action: ['', 'action: seguehq/segue@v9', { kind: 'setting', key: 'action', after: 'seguehq/segue@v9' }],
  environments: [
    '',
    'environments: { local: { vars: { A: x } } }',
    { key: 'environments', name: 'local', parts: ['A'] },
  ],
  durability: ['', 'durability: strict', { kind: 'setting', key: 'durability' }],
  lease: ['', 'lease: 1m', { kind: 'setting', key: 'leaseMs' }],
  'max-parallel-runs': ['', 'max-parallel-runs: 9', { kind: 'setting', key: 'maxParallelRuns', after: 9 }],
};

const tasks = (second: string) =>
  `tasks:\n  first: { run: echo first, shell: sh }\n  second:\n    run: echo one\n${second}\n`;

function pipelineWith(line: string): string {
  return line.startsWith('tasks:') ? `${tasks('')}  more: { run: echo }\n` : `${line}\n${tasks('')}`;
}

function taskWith(line: string): string {
  return line.startsWith('run:') ? tasks('').replace('run: echo one', line) : tasks(line === '' ? '' : `    ${line}`);
}

type Told = PipelineChange | PipelineEdit | TaskChange | TaskEdit;

function told({ pipelines, settings }: Diff): readonly object[] {
  const own = pipelines.flatMap((each): readonly Told[] =>
    each.kind === 'pipeline-changed' ? [...each.edits, ...each.tasks] : [each],
  );
  const edits = own.flatMap((each) => (each.kind === 'task-changed' ? each.edits : []));
  return [...own, ...edits, ...settings];
}

function check([before, after, expected]: Cases[string], sideWith: (line: string) => Parameters<typeof sideOf>): void {
  const [base, head] = [sideOf(...sideWith(before)), sideOf(...sideWith(after))];
  expect(told(diffPipelines(base, head))).toContainEqual(expect.objectContaining(expected));
  expect(told(diffPipelines(head, base))).not.toEqual([]);
  expect(told(diffPipelines(base, base))).toEqual([]);
}

describe('every key of a file is compared', () => {
  test('the schemas have no key that is not tried here', () => {
    expect(Object.keys(pipelineCases).sort()).toEqual(Object.keys(pipelineSchema().shape).sort());
    expect(Object.keys(taskCases).sort()).toEqual(Object.keys(buildTaskSchema().shape).sort());
    expect(Object.keys(settingCases).sort()).toEqual(Object.keys(settingsSchema().shape).sort());
  });

  test.each(Object.entries(pipelineCases))('%s of a pipeline', (_, each) => {
    check(each, (line) => [{ a: pipelineWith(line) }, 'lanes: { dbt: {} }']);
  });

  test.each(Object.entries(taskCases))('%s of a task', (_, each) => {
    check(each, (line) => [{ a: taskWith(line) }, 'pools: { crm: 1 }']);
  });

  test.each(Object.entries(settingCases).filter(([key]) => key !== 'pipelines'))('%s of the settings', (_, each) => {
    check(each, (line) => [{ a: tasks('') }, line]);
  });

  test('the folder of the pipelines', () => {
    const [base, head] = [sideOf({ a: tasks('') }), sideOf({ a: tasks('') }, 'pipelines: flows')];
    expect(diffPipelines(base, head).settings).toEqual([
      { kind: 'setting', key: 'pipelines', before: 'pipelines', after: 'flows' },
    ]);
  });

  test.each(Object.keys(buildDefaultsSchema().shape))('%s in the defaults of the settings names them', (key) => {
    const line = (taskCases[key] ?? ['', ''])[0] || (taskCases[key]?.[1] ?? '');
    const text = 'tasks: { a: { run: echo } }';
    const [base, head] = [
      sideOf({ a: text }, 'pools: { crm: 1 }'),
      sideOf({ a: text }, `pools: { crm: 1 }\ndefaults: { ${line} }`),
    ];
    const edits = diffPipelines(base, head).pipelines.flatMap((each) =>
      each.kind === 'pipeline-changed'
        ? each.tasks.flatMap((task) => (task.kind === 'task-changed' ? task.edits : []))
        : [],
    );
    expect(edits).toEqual([expect.objectContaining({ cause: 'settings' })]);
  });
});

test('every key of the normalised values has a comparison of its own', () => {
  const side = sideOf(
    {
      a: `${Object.values(pipelineCases)
        .map(([before, after]) => before || after)
        .filter((line) => !/^(tasks|renamed)/.test(line))
        .join('\n')}\n${tasks('')}`,
    },
    'lanes: { dbt: {} }',
  );
  const [pipeline] = side.pipelines;
  expect(pipeline).toBeDefined();
  expect(comparedPipelineKeys).toEqual(expect.arrayContaining(Object.keys(pipeline ?? {})));
  expect(comparedTaskKeys).toEqual(expect.arrayContaining(Object.keys(pipeline?.tasks[0] ?? {})));
  expect(comparedSettingKeys).toEqual(expect.arrayContaining(Object.keys(side.settings)));
});
