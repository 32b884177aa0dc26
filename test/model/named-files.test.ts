import { describe, expect, test } from 'vitest';
import { filesNamedBy, mostNamedFiles } from '../../src/model/named-files.ts';
import type { Task } from '../../src/model/pipeline.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';
import fc from '../support/seeded-fast-check.ts';

describe('files that a pipeline names', () => {
  test.each([
    ['uv run extract.py --from "$SEGUE_INTERVAL_START"', ['extract.py']],
    ['./publish.sh', ['publish.sh']],
    ["python 'load it.py' && node scripts/x.mjs|tee out.log", ['it.py', 'out.log', 'scripts/x.mjs']],
    ['dbt build --project-dir transform/ --profiles-dir=./conf', ['conf', 'transform']],
    ['psql < sql/load.sql; sh -c "./a/../b.sh"', ['b.sh', 'sql/load.sql']],
    ['duckdb data.db < größe/ü.sql', ['data.db', 'größe/ü.sql']],
    ['curl -d @body.json https://example.com/a/b.json', ['body.json']],
  ])('%s', (run, expected) => {
    expect(namedBy({ run })).toEqual(expected);
  });

  test.each([
    'dbt build',
    'sleep 0.5 1e3 3.14/2',
    'cat /etc/passwd ~/x.txt',
    'echo $HOME/x.txt *.csv data/?.txt',
    'cat ../outside.txt ../../x',
    'git log --format=%H.%an .git/config',
    `echo ${expression('needs.a.outputs.b')} ${expression("format('{0}/x.csv', 1)")}`,
    'curl https://example.com/data.csv',
  ])('none in: %s', (run) => {
    expect(namedBy({ run })).toEqual([]);
  });

  test('are looked for from the root and from the working directory', () => {
    expect(namedBy({ run: 'sh run.sh ../b.sh', workingDirectory: 'jobs/daily' })).toEqual([
      'jobs/b.sh',
      'jobs/daily/run.sh',
      'run.sh',
    ]);
    expect(namedBy({ run: 'sh run.sh', workingDirectory: expression('vars.dir') })).toEqual(['run.sh']);
  });

  test('stand in environments too', () => {
    expect(namedBy({ env: { CONFIG: 'conf/app.yml', LEVEL: 'debug' } })).toEqual(['conf/app.yml']);
  });

  test('begin with its own file, once each and sorted', () => {
    const tasks = [taskOf('a', { run: './z.sh ./b.sh' }), taskOf('b', { run: './b.sh' })];
    expect(filesNamedBy(pipelineOf(tasks))).toEqual(['b.sh', 'pipelines/test.yml', 'z.sh']);
  });

  test('are bounded', () => {
    const run = Array.from({ length: mostNamedFiles * 2 }, (_, index) => `f${index}.sh`).join(' ');
    expect(filesNamedBy(pipelineOf([taskOf('a', { run })]))).toHaveLength(mostNamedFiles);
  });

  test('never leave the repository, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('.', '/', 'a', ' ', '\\', '-', '$', '\0', '\n') }), (run) => {
        for (const path of namedBy({ run, workingDirectory: 'deep' })) {
          expect(path.startsWith('/')).toBe(false);
          expect(path.split('/')).not.toContain('..');
          expect(path).not.toContain('\0');
        }
      }),
      { numRuns: 500 },
    );
  });
});

function expression(text: string): string {
  return `\${{ ${text} }}`;
}

function namedBy(task: Partial<Task>): readonly string[] {
  return filesNamedBy(pipelineOf([taskOf('a', task)])).filter((path) => path !== 'pipelines/test.yml');
}
