import { describe, expect, test } from 'vitest';
import { diffPipelines } from '../../src/diff/diff-pipelines.ts';
import type { Side } from '../../src/diff/side.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';
import { sideOf } from './sides.ts';

describe('names', () => {
  const text =
    'on: { schedule: [{ cron: "0 5 * * *" }] }\ntasks:\n  extract: { run: python extract.py --all }\n  load: { run: ./load.sh now, needs: extract }\n';

  test('a pipeline that says where it was', () => {
    const head = sideOf({ 'team/new': `renamed-from: old\n${text.replace('extract.py', 'other.py')}` });
    const [change] = diffPipelines(sideOf({ old: text }), head).pipelines;
    expect(change).toMatchObject({
      kind: 'pipeline-changed',
      id: 'team/new',
      renamed: { how: 'declared', from: 'old' },
    });
    expect(change).toMatchObject({ tasks: [{ task: 'extract', edits: [{ kind: 'command' }] }] });
  });

  test('a pipeline that only has moved is found, with what follows it', () => {
    const follower = 'on: { after: ID }\ntasks: { a: { run: echo } }\n';
    const base = sideOf({ old: text, follower: follower.replace('ID', 'old') });
    const head = sideOf({ fresh: text, follower: follower.replace('ID', 'fresh') });
    expect(diffPipelines(base, head).pipelines).toEqual([
      {
        ...{ kind: 'pipeline-changed', id: 'fresh', file: 'pipelines/fresh.yml', edits: [], tasks: [] },
        renamed: { how: 'alike', from: 'old', likeness: 1 },
      },
    ]);
  });

  test('another pipeline in the place of one is no rename', () => {
    const { pipelines: found } = diffPipelines(
      sideOf({ old: text }),
      sideOf({ fresh: 'tasks: { x: { run: make all } }' }),
    );
    expect(found.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['pipeline-added fresh', 'pipeline-removed old']);
  });

  test('a task with a new name keeps its edges', () => {
    const head = sideOf({ a: text.replaceAll('extract:', 'fetch:').replace('needs: extract', 'needs: fetch') });
    expect(diffPipelines(sideOf({ a: text }), head).pipelines).toMatchObject([
      { edits: [], tasks: [{ kind: 'task-changed', task: 'fetch', edits: [{ kind: 'renamed', from: 'extract' }] }] },
    ]);
  });

  test('of too many only those that are wholly the same are found', () => {
    const many = (name: string, more: string) =>
      Object.fromEntries(
        Array.from({ length: 101 }, (_, n) => [
          `${name}${n}`,
          `tasks: { a: { run: "echo ${n}${n % 2 === 0 ? more : ''}" } }`,
        ]),
      );
    const found = diffPipelines(sideOf(many('old', '')), sideOf(many('new', ' x y'))).pipelines;
    expect(found.filter(({ kind }) => kind === 'pipeline-changed')).toHaveLength(50);
  });
});

describe('edits', () => {
  function edits(
    before: string,
    after: string,
    settings: readonly [string, string] = ['', ''],
    files: readonly Record<string, string>[] = [{}, {}],
  ) {
    const diff = diffPipelines(
      sideOf({ a: before }, settings[0], files[0]),
      sideOf({ a: after }, settings[1], files[1]),
    );
    return diff.pipelines.flatMap((each) =>
      each.kind === 'pipeline-changed'
        ? [
            ...each.edits,
            ...each.tasks.flatMap((task): readonly object[] => (task.kind === 'task-changed' ? task.edits : [task])),
          ]
        : [each],
    );
  }

  test('files that tasks name', () => {
    const text = 'tasks: { a: { run: python jobs/extract.py --config=conf/a.yml gone.sh } }';
    expect(
      edits(
        text,
        text,
        ['', ''],
        [
          { 'jobs/extract.py': '1', 'conf/a.yml': '1', 'gone.sh': '1' },
          { 'jobs/extract.py': '2', 'conf/a.yml': '1' },
        ],
      ),
    ).toEqual([
      { kind: 'file', path: 'gone.sh', before: '1' },
      { kind: 'file', path: 'jobs/extract.py', before: '1', after: '2' },
    ]);
  });

  test('files of a long list, and those whose place is said by the folder of the task', () => {
    const text = 'tasks: { a: { run: "./f7.sh ../lib/b.py", working-directory: jobs }, b: { run: ./f7.sh } }';
    const files = (digest: string, count: number) => ({
      ...Object.fromEntries(Array.from({ length: count }, (_, n) => [`jobs/f${n}.sh`, digest])),
      'lib/b.py': digest,
    });
    for (const count of [10, 600]) {
      const found = edits(text, text, ['', ''], [files('1', count), files('2', count)]);
      expect(found.map((edit) => ('path' in edit ? edit.path : edit))).toEqual(['jobs/f7.sh', 'lib/b.py']);
    }
  });

  test('files of a folder or a pattern, if they are code', () => {
    const text =
      'tasks: { a: { run: "dbt run --project-dir dbt/ && for f in sql/*.sql; do psql -f $f; done", working-directory: jobs } }';
    const [old, now] = ['1', '2'].map((digest) => ({
      ...{ 'dbt/models/a.sql': digest, 'dbt/target/run.csv': digest, 'jobs/sql/x.sql': digest, 'sql/y.sql': digest },
      ...{ 'sql/deep/z.sql': digest, 'sql/notes.md': digest, 'other/x.sql': digest },
    }));
    const found = edits(text, text, ['', ''], [old ?? {}, now ?? {}]);
    expect(found.map((edit) => ('path' in edit ? edit.path : edit))).toEqual([
      'dbt/models/a.sql',
      'jobs/sql/x.sql',
      'sql/y.sql',
    ]);
  });

  test('a value that a task took over from the settings is its own doing', () => {
    expect(
      edits('tasks: { a: { run: e, timeout: 5m } }', 'tasks: { a: { run: e } }', [
        'defaults: { timeout: 9m }',
        'defaults: { timeout: 9m }',
      ]),
    ).toEqual([{ kind: 'value', field: 'timeoutMs', before: 300_000, after: 540_000, cause: 'task' }]);
    expect(
      edits('tasks: { a: { run: e, retries: 2 } }', 'tasks: { a: { run: e, retries: 2 } }', [
        'defaults: { retries: { limit: 1, delay: 5s } }',
        'defaults: { retries: { limit: 1, delay: 9s } }',
      ]),
    ).toEqual([{ kind: 'retries', part: 'delayMs', before: 5_000, after: 9_000, cause: 'settings' }]);
  });

  test('values that may be secrets are not told', () => {
    const token = `ghp_${'a1'.repeat(20)}`;
    expect(
      edits('tasks: { a: { run: e } }', `tasks: { a: { run: e, env: { X: ${token}, API_KEY: short, DAY: monday } } }`),
    ).toEqual([
      { kind: 'env-added', name: 'API_KEY', hidden: true, cause: 'task' },
      { kind: 'env-added', name: 'DAY', after: 'monday', cause: 'task' },
      { kind: 'env-added', name: 'X', hidden: true, cause: 'task' },
    ]);
  });

  test('lines of a schedule', () => {
    const on = (...lines: string[]) => `on: { schedule: [${lines.join(', ')}] }\ntasks: { a: { run: e } }`;
    expect(
      edits(
        on('{ cron: "0 5 * * *" }', '{ cron: "0 9 * * *" }'),
        on(
          '{ cron: "0 9 * * *" }',
          '{ cron: "0 5 * * *", timezone: Asia/Tokyo }',
          '{ cron: "1 1 1 1 *", start: 2030-01-01 }',
        ),
      ),
    ).toMatchObject([
      { kind: 'schedule-changed', parts: ['timezone'] },
      { kind: 'schedule-added', fire: { cron: '1 1 1 1 *' } },
    ]);
  });

  test('only what moved has moved', () => {
    expect(
      edits(
        'tasks: { a: { run: e }, b: { run: f }, c: { run: g } }',
        'tasks: { c: { run: g }, a: { run: e }, b: { run: f } }',
      ),
    ).toEqual([{ kind: 'moved', before: 2, after: 0 }]);
  });

  test('a file that cannot be read is not compared, and not removed', () => {
    const diff = diffPipelines(sideOf({ a: 'tasks: { a: { run: e } }' }), sideOf({ a: 'tasks: [' }));
    expect(diff).toEqual({ pipelines: [], settings: [], notCompared: ['a'] });
  });
});

test('a task that is rewritten under its id is the same task', () => {
  const before = pipelineOf([taskOf('a', { run: 'one two three' })]);
  const after = pipelineOf([taskOf('a', { run: 'quite another thing' })]);
  const side = (pipeline: typeof before): Side => ({ pipelines: [pipeline], settings: defaultSettings });
  expect(diffPipelines(side(before), side(after)).pipelines).toMatchObject([
    { tasks: [{ kind: 'task-changed', edits: [{ kind: 'command' }] }] },
  ]);
});
