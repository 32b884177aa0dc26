import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../../scripts/bundle.ts';

let scratch = '';

/** Each test's report: two tests, of which the second may have failed. */
const report = (second: string) =>
  JSON.stringify({
    testResults: [
      {
        name: 'a.test.ts',
        status: second,
        assertionResults: [
          { fullName: 'one', status: 'passed' },
          { fullName: 'two', status: second },
        ],
      },
    ],
  });

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'segue-ci-'));
  for (const folder of ['.ci', 'bin', 'node_modules/.bin']) mkdirSync(join(scratch, folder), { recursive: true });
  cpSync(join(root, '.ci/run'), join(scratch, '.ci/run'));
  cpSync(join(root, 'scripts'), join(scratch, 'scripts'), { recursive: true });
  writeFileSync(join(scratch, 'passed.json'), report('passed'));
  writeFileSync(join(scratch, 'failed.json'), report('failed'));
  // Stand-ins: each fails if its own words are in $BREAK.
  stub(
    'bin/npm',
    'for a; do case $a in --outputFile*) [ "$REPORT" ] && cat "$REPORT" > "$(cut -d= -f2 <<< "$a")";; esac; done',
  );
  stub('bin/go', '');
  stub('node_modules/.bin/biome', '');
  stub('node_modules/.bin/tsc', '');
  stub('node_modules/.bin/node', `case $1 in scripts/count-tests.ts) exec '${process.execPath}' "$@";; esac`);
});

afterEach(() => rmSync(scratch, { recursive: true }));

test('all green: every test and every check is counted', () => {
  expect(run({ REPORT: 'passed.json' })).toEqual({ status: 0, last: '17 passed, 0 failed', failures: [] });
});

test.each([
  ['a failed check', { BREAK: 'lint' }, 16, ['lint: npm run lint']],
  ['a stale bundle', { BREAK: 'check-dist' }, 16, ['bundle: npm run build']],
  ['a runner that ends badly after green tests', { BREAK: 'test:e2e' }, 17, ['the run ended with exit code 1']],
])('%s', (_, environment, passed, failures) => {
  const ended = run({ REPORT: 'passed.json', ...environment });
  expect(ended).toEqual({ status: 1, last: `${passed} passed, 1 failed`, failures });
});

test('failed tests are counted and named', () => {
  const ended = run({ REPORT: 'failed.json' });
  expect(ended).toEqual({ status: 1, last: '15 passed, 2 failed', failures: ['a.test.ts: two', 'a.test.ts: two'] });
});

test('tests that leave no report are failures', () => {
  const ended = run({ REPORT: '' });
  expect(ended).toMatchObject({ status: 1, last: '13 passed, 2 failed' });
});

test('without an install nothing else is tried', () => {
  const ended = run({ REPORT: 'passed.json', BREAK: 'ci' });
  expect(ended).toEqual({ status: 1, last: '0 passed, 1 failed', failures: ['npm ci'] });
});

function run(environment: Readonly<Record<string, string>>): {
  status: number | null;
  last: string;
  failures: string[];
} {
  const path = `${join(scratch, 'bin')}:/usr/bin:/bin`;
  const done = spawnSync('bash', ['.ci/run'], {
    cwd: scratch,
    env: { PATH: path, TMPDIR: scratch, GIT_CEILING_DIRECTORIES: tmpdir(), BREAK: '==', ...environment },
    encoding: 'utf8',
  });
  const lines = done.stdout.trimEnd().split('\n');
  const from = lines.indexOf('Failed:');
  const failures = from < 0 ? [] : lines.slice(from + 1, -1).map((line) => line.trim());
  return { status: done.status, last: lines.at(-1) ?? '', failures };
}

function stub(path: string, body: string): void {
  const failing = 'case "$*" in *"$BREAK"*) exit 1;; esac';
  writeFileSync(join(scratch, path), `#!/bin/bash\n${body}\n${failing}\nexit 0\n`);
  chmodSync(join(scratch, path), 0o755);
}
