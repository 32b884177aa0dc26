import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '../../bench/cases.ts';
import { runOnce } from '../../bench/measure.ts';
import { findPeers } from '../../bench/peers.ts';
import { environmentOf } from '../../bench/place.ts';

let folder = '';

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-peers-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a tool is found by its command, and runs with the Python beside it', () => {
  command('first/python3', 'exit 1');
  command('venv/python3', 'echo "9.8.7 on Python 3.0"');
  command('venv/dagster');
  mkdirSync(join(folder, 'links'));
  symlinkSync(join(folder, 'venv/dagster'), join(folder, 'links/dagster'));
  const { found, missing } = look('first', 'links');
  expect(missing).toEqual(expect.arrayContaining(['airflow', 'prefect']));
  const [dagster] = found.filter(({ name }) => name === 'dagster');
  expect(dagster?.version).toBe('9.8.7 on Python 3.0');
  expect(dagster?.cases.map(({ name }) => name)).toEqual(['dagster: chain, 10 tasks', 'dagster: wide, 100 tasks']);
  expect(dagster?.cases.map(({ subject }) => subject.environment.DAGSTER_HOME)).toEqual(
    dagster?.cases.map(({ subject }) => subject.cwd),
  );
});

test('a tool that the Python beside it does not know is missing', () => {
  command('venv/python3', 'exit 1');
  command('venv/prefect');
  expect(look('venv').missing).toContain('prefect');
});

test('the database of Airflow is made once, and lies with the program in the folder of the graph', () => {
  command(
    'venv/python3',
    'if [ "$1" = -c ]; then echo 3.0; else cd "$AIRFLOW_HOME" && test -f airflow.db -a -f "$1"; fi',
  );
  command('venv/airflow', 'echo "$@" >> "$AIRFLOW_HOME/airflow.db"');
  const [{ subject }] = look('venv').found.flatMap(({ name, cases }) => (name === 'airflow' ? cases : [])) as [Case];
  runOnce(subject);
  runOnce(subject);
  expect(readFileSync(join(subject.cwd, 'airflow.db'), 'utf8')).toBe('db migrate\n');
});

test('the settings that somebody has for a tool do not reach it', () => {
  const given = { PREFECT_API_URL: 'http://127.0.0.1:1', AIRFLOW__CORE__EXECUTOR: 'x', DAGSTER_HOME: '/x', LANG: 'C' };
  expect(Object.keys(environmentOf(given))).toEqual(['LANG', 'PATH']);
});

function command(path: string, script = ''): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

/** With nothing but these folders of the test on the PATH. */
function look(...folders: readonly string[]): ReturnType<typeof findPeers> {
  const path = folders.map((name) => join(folder, name)).join(delimiter);
  return findPeers({ folder: join(folder, 'place'), entry: '', environment: { PATH: path } });
}
