import { describe, expect, test } from 'vitest';
import { type RepositoryFiles, repositoryPath } from '../../src/report/issue/repository-path.ts';
import { tracedLine } from '../../src/report/issue/trace-lines.ts';
import fc from '../support/seeded-fast-check.ts';
import { loggedFailures } from './failures-table.ts';
import { hostileText } from './hostile-text.ts';

const paths = [
  'etl/extract.py',
  'extract.py',
  'src/load.mjs',
  'src/main.rs',
  'src/load.ts',
  'cmd/load/main.go',
  'sql/load.sql',
  'models/staging/fx_rates.sql',
  'models/fx.sql',
  'load.sh',
  'bin/load.sh',
  'src/main/java/dev/acme/Load.java',
  'load.pl',
];
const files: RepositoryFiles = { has: (path) => paths.includes(path) };
const runner = '/home/runner/work/etl/etl';

describe('a log names the line that failed', () => {
  test.each<readonly [string, readonly string[], string]>([
    [
      'Python, innermost frame in the repository',
      [
        'Traceback (most recent call last):',
        `  File "${runner}/extract.py", line 4, in <module>`,
        '    main()',
        `  File "${runner}/etl/extract.py", line 17, in main`,
        '    requests.get(url)',
        '  File "/opt/hostedtoolcache/Python/3.12.1/x64/lib/python3.12/site-packages/requests/api.py", line 73, in get',
        '    return request("get", url)',
        'requests.exceptions.ConnectionError: refused',
      ],
      'etl/extract.py:17 requests.exceptions.ConnectionError: refused',
    ],
    [
      'Python, syntax',
      ['  File "extract.py", line 3', '    x ==', '        ^', 'SyntaxError: invalid syntax'],
      'extract.py:3 SyntaxError: invalid syntax',
    ],
    [
      'Python, the last of chained ones',
      [
        `  File "${runner}/extract.py", line 4, in a`,
        "KeyError: 'x'",
        '',
        'During handling of the above exception, another exception occurred:',
        '',
        `  File "${runner}/etl/extract.py", line 9, in b`,
        'ValueError: no x',
      ],
      'etl/extract.py:9 ValueError: no x',
    ],
    [
      'Node, innermost frame in the repository',
      [
        'TypeError: x is not a function',
        '    at Object.parse (/home/runner/work/etl/etl/node_modules/csv/index.js:1:1)',
        `    at load (file://${runner}/src/load.mjs:12:23)`,
        `    at main (file://${runner}/src/load.ts:40:3)`,
        '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
        '',
        'Node.js v24.1.0',
      ],
      'src/load.mjs:12:23 TypeError: x is not a function',
    ],
    [
      'Node, without a function',
      ['Error: boom', `    at async file://${runner}/src/load.mjs:1:2`],
      'src/load.mjs:1:2 Error: boom',
    ],
    [
      'bash',
      ['bin/load.sh: line 3: dbt: command not found'],
      'bin/load.sh:3 bin/load.sh: line 3: dbt: command not found',
    ],
    [
      'dash, the sh of Debian and Ubuntu',
      ['bin/load.sh: 3: dbt: not found', 'exit 127'],
      'bin/load.sh:3 bin/load.sh: 3: dbt: not found',
    ],
    [
      'psql',
      ['psql:sql/load.sql:42: ERROR:  permission denied'],
      'sql/load.sql:42 psql:sql/load.sql:42: ERROR: permission denied',
    ],
    [
      'its own words',
      ['connecting', 'sql/load.sql:42  Insufficient privileges on ANALYTICS.FX', 'done in 41 s'],
      'sql/load.sql:42 sql/load.sql:42 Insufficient privileges on ANALYTICS.FX',
    ],
    [
      'dbt',
      [
        '05:00:12    Database Error in model fx_rates (models/staging/fx_rates.sql)',
        '  column "rate" does not exist',
        '  LINE 12: select rate',
        '                  ^',
        '  compiled code at target/run/acme/models/staging/fx_rates.sql',
        '05:00:12  Done. PASS=3 WARN=0 ERROR=1 SKIP=2 NO-OP=0 TOTAL=6',
      ],
      'models/staging/fx_rates.sql:12 column "rate" does not exist',
    ],
    [
      'dbt, Jinja',
      [
        'Compilation Error in model fx (models/fx.sql)',
        "  expected token 'end of print statement', got 'x'",
        '    line 4',
        '      {{ x y }}',
      ],
      'models/fx.sql:4 Compilation Error in model fx (models/fx.sql)',
    ],
    [
      'Rust',
      ["thread 'main' panicked at src/main.rs:4:5:", 'no rates'],
      "src/main.rs:4:5 thread 'main' panicked at src/main.rs:4:5: no rates",
    ],
    [
      'a Rust compiler',
      ['error[E0308]: mismatched types', '  --> src/main.rs:9:14'],
      'src/main.rs:9:14 error[E0308]: mismatched types',
    ],
    [
      'Go',
      [
        'panic: no rates',
        '',
        'goroutine 1 [running]:',
        'main.main()',
        `\t${runner}/cmd/load/main.go:8 +0x1d`,
        'exit status 2',
      ],
      'cmd/load/main.go:8 panic: no rates',
    ],
    [
      'Java',
      ['Exception in thread "main" java.lang.IllegalStateException: no rates', '\tat dev.acme.Load.main(Load.java:12)'],
      'src/main/java/dev/acme/Load.java:12 Exception in thread "main" java.lang.IllegalStateException: no rates',
    ],
    [
      'TypeScript',
      ["src/load.ts(12,5): error TS2304: Cannot find name 'x'."],
      "src/load.ts:12:5 src/load.ts(12,5): error TS2304: Cannot find name 'x'.",
    ],
    ['Perl', ['No rates at load.pl line 12.'], 'load.pl:12 No rates at load.pl line 12.'],
  ])('%s', (_, tail, expected) => {
    const found = tracedLine(tail, files);
    const place = [found?.path, found?.line, found?.column].filter((part) => part !== undefined).join(':');
    expect(`${place} ${found?.message}`).toBe(expected);
  });

  test('only if it is of the repository', () => {
    for (const { tail } of loggedFailures) expect(tracedLine(tail, { has: () => false })).toBeUndefined();
    expect(tracedLine(['Error at 12:30:45', 'see https://db.acme.dev:5432/x'], { has: () => true })).toBeUndefined();
  });
});

describe('a path in a log', () => {
  test.each([
    [`${runner}/sql/load.sql`, 'sql/load.sql'],
    ['/__w/etl/etl/sql/load.sql', 'sql/load.sql'],
    ['D:\\a\\etl\\etl\\sql\\load.sql', 'sql/load.sql'],
    ['/github/workspace/sql/load.sql', 'sql/load.sql'],
    ['/srv/checkout/sql/load.sql', 'sql/load.sql'],
    ['./sql/../sql/load.sql', 'sql/load.sql'],
    ['load.sh', 'bin/load.sh'],
    ['../sql/load.sql', 'sql/load.sql'],
    ['/etc/sql/load.sql', undefined],
    ['../../sql/load.sql', undefined],
    ['node_modules/sql/load.sql', undefined],
    ['<string>', undefined],
  ])('%s', (written, path) => {
    expect(repositoryPath(written, { ...files, workingDirectory: 'bin', root: '/srv/checkout' })).toBe(path);
  });
});

test('no log takes long to read', () => {
  const units = [
    'a',
    '1',
    ':',
    '.',
    '/',
    ' ',
    '(',
    '"',
    'a.b:',
    'a.b:1:',
    ' at ',
    'File "',
    'a/',
    'x.y ',
    '\\',
    'line 1',
    'in a.b ',
  ];
  for (const unit of units) {
    const long = unit.repeat(Math.ceil(500_000 / unit.length));
    const tail = [long, `    at ${long}`, `  File "${long}`, `at ${long}(${long}`, `Error in model ${long} (${long}`];
    expect(tracedLine([...tail, ...tail, ...tail], files)).toBeUndefined();
  }
});

test('whatever a log says, a place is of the repository', () => {
  const line = fc.tuple(fc.constantFrom('', '  at x (', 'File "', 'sql/load.sql:', 'load.sh: line '), hostileText);
  fc.assert(
    fc.property(fc.array(line.map(([start, rest]) => `${start}${rest}`)), (tail) => {
      const found = tracedLine(tail, files);
      if (found === undefined) return;
      expect(paths).toContain(found.path);
      expect(found.line).toBeGreaterThan(0);
    }),
  );
});
