import { describe, expect, test } from 'vitest';
import { historyWanted } from '../../src/review/history-wanted.ts';
import type { CommitFiles } from '../../src/review/pull-change.ts';

type Texts = Readonly<Record<string, string>>;

const files: Texts = {
  'pipelines/a.yml': 'tasks: { x: { run: psql -f sql/load.sql } }',
  'pipelines/team/b.yml': 'tasks: { x: { run: ./b.sh } }',
  'pipelines/c.yaml': 'tasks: { x: { run: ls } }',
  'pipelines/c.test.yml': 'pipeline: a\ncases: []',
  'pipelines/march.backfill.yml': 'reason: x\npipeline: "team/b"\n',
};

function wanted(changes: Readonly<Record<string, string | undefined>>): readonly string[] {
  const head = Object.fromEntries(Object.entries({ ...files, ...changes }).filter(([, text]) => text !== undefined));
  const before = Object.keys(changes).flatMap((path) => (path in files ? [[path, files[path] ?? '']] : []));
  return historyWanted(
    commit(files, Object.fromEntries(before)),
    commit(
      head as Texts,
      Object.fromEntries(Object.entries(changes).filter(([, text]) => text !== undefined)) as Texts,
    ),
    'pipelines',
  );
}

function commit(texts: Texts, differing: Texts): CommitFiles {
  return {
    name: 'x',
    commit: '1',
    files: Object.entries(texts)
      .filter(([path]) => path.startsWith('pipelines/'))
      .map(([file, content]) => ({ file, content })),
    digests: new Map(Object.entries(differing)),
  };
}

describe('the pipelines whose history is read', () => {
  test.each<[string, Readonly<Record<string, string | undefined>>, readonly string[]]>([
    ['nothing', {}, []],
    ['a pipeline', { 'pipelines/a.yml': 'tasks: {}' }, ['a']],
    ['a new one', { 'pipelines/team/new.yml': 'tasks: {}' }, ['team/new']],
    ['one that is gone', { 'pipelines/c.yaml': undefined }, ['c']],
    ['one under another name', { 'pipelines/c.yaml': undefined, 'pipelines/d.yml': 'tasks: {}' }, ['c', 'd']],
    ['a file that a task runs', { 'sql/load.sql': 'select 2' }, ['a']],
    ['a file with a blank in its name', { 'sql/more load.sql': 'x' }, ['a']],
    ['a folder of a file', { 'sql/deep/er.csv': 'x' }, ['a']],
    ['a file that nobody names', { 'README.txt': 'x' }, []],
    ['a test', { 'pipelines/c.test.yml': 'pipeline: b' }, []],
    ['a backfill', { 'pipelines/march.backfill.yml': 'reason: y\npipeline: team/b\n' }, ['team/b']],
    ['the settings', { '.github/segue.yml': 'lease: 1m' }, ['a', 'c', 'team/b']],
    ['YAML that means nothing', { 'pipelines/a.yml': '&a [*a, {{{' }, ['a']],
  ])('%s', (_, changes, ids) => {
    expect(wanted(changes)).toEqual(ids);
  });

  test('are those of a folder that moves, and of one that is all there is', () => {
    const side = (file: string, folder: string): CommitFiles => ({
      ...commit({}, { [file]: '1' }),
      files: [{ file, content: 'tasks: {}' }],
      folder,
    });
    expect(historyWanted(side('old/a.yml', 'old'), side('new/b.yml', 'new'), 'new')).toEqual(['a', 'b']);
    expect(historyWanted(side('a.yml', '.'), side('team/b.yml', '.'), '.')).toEqual(['a', 'team/b']);
  });

  test('are found however many files differ', () => {
    const many = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`data/part-${n}.sql`, 'x']));
    expect(wanted({ ...many, 'b.sh': 'x' })).toEqual(['team/b']);
  });

  test('are not more than a token may be asked for', () => {
    const many = Object.fromEntries(Array.from({ length: 2_400 }, (_, n) => [`pipelines/p${n}.yml`, 'tasks: {}']));
    expect(wanted(many)).toHaveLength(2_000);
  });
});
