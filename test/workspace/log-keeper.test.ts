import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/diagnostic/problem.ts';
import { logPath } from '../../src/process/log-paths.ts';
import type { Attempt, TaskRecord } from '../../src/run/document.ts';
import { LogKeeper } from '../../src/workspace/logs/log-keeper.ts';
import { aboutFile, logName, readAboutLogs } from '../../src/workspace/logs/stored-log-shape.ts';
import { epoch } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

const minute = 60_000;
const run = 'r-test0000';

interface Put {
  readonly series: string;
  readonly files: readonly string[];
  readonly unfinished: readonly string[];
}

/** A run whose attempts are told by `states`, and a forge that notes what it gets. */
function openKeeper(states: Record<string, readonly Attempt['state'][]>) {
  const clock = new ManualClock(epoch);
  const logsDir = scratchFolder();
  const puts: Put[] = [];
  const failures: string[] = [];
  const forge = { isDown: false };
  const document = () => {
    const tasks = Object.entries(states).map(([id, list]) => {
      const attempts = list.map((state, index) => ({ number: index + 1, state, startedAt: epoch, commit: '' }));
      return [id, { state: 'running', definition: '', attempts } satisfies TaskRecord] as const;
    });
    return documentOf(Object.fromEntries(tasks), { run });
  };
  const keeper = new LogKeeper({
    environment: 'production',
    logsDir,
    clock,
    document,
    failed: (problem) => failures.push(problem.message),
    writer: {
      put: async (series, folder, files) => {
        if (forge.isDown) throw new Problem('SG655', 'no room', '');
        const about = readAboutLogs(readFileSync(join(folder, aboutFile), 'utf8'), 'production', run);
        puts.push({ series, files: files.filter((name) => name !== aboutFile), unfinished: about?.unfinished ?? [] });
      },
    },
  });
  const print = (task: string, attempt: number): void => {
    const path = logPath(logsDir, run, task, attempt);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'line\n');
  };
  return { clock, keeper, puts, failures, forge, print, states };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('the logs of a run in a job', () => {
  test('are stored at its end, each once', async () => {
    const { keeper, puts, print } = openKeeper({ a: ['failed', 'success'], silent: ['success'] });
    print('a', 1);
    print('a', 2);
    await keeper.end();
    await keeper.end();
    expect(puts).toEqual([{ series: `segue-logs-production-${run}`, files: ['a/1.log', 'a/2.log'], unfinished: [] }]);
  });

  test('are stored on the way, less and less often, and what goes on is stored again', async () => {
    const { clock, keeper, puts, print, states } = openKeeper({ a: ['success'], b: ['running'] });
    print('a', 1);
    print('b', 1);
    clock.advance(2 * minute);
    await settled();
    expect(puts.at(-1)).toMatchObject({ files: ['a/1.log', 'b/1.log'], unfinished: ['b/1.log'] });
    for (const [minutes, count] of [
      [4, 2],
      [8, 3],
      [16, 4],
      [30, 5],
      [30, 6],
    ] as const) {
      clock.advance(minutes * minute - 1);
      await settled();
      expect(puts).toHaveLength(count - 1);
      clock.advance(1);
      await settled();
      expect(puts).toHaveLength(count);
    }
    expect(puts.at(-1)?.files).toEqual(['b/1.log']);
    states.b = ['success'];
    await keeper.end();
    expect(puts.at(-1)).toMatchObject({ files: ['b/1.log'], unfinished: [] });
    clock.advance(60 * minute);
    await settled();
    expect(puts).toHaveLength(7);
  });

  test('that could not be stored are stored the next time, and never stop the run', async () => {
    const { clock, keeper, puts, failures, forge, print } = openKeeper({ a: ['success'] });
    print('a', 1);
    forge.isDown = true;
    clock.advance(2 * minute);
    await settled();
    expect([puts, failures]).toEqual([[], ['no room']]);
    forge.isDown = false;
    await keeper.end();
    expect(puts).toHaveLength(1);
  });

  test('are nothing if no task has printed', async () => {
    const { keeper, puts } = openKeeper({ a: ['success'] });
    await keeper.end();
    expect(puts).toEqual([]);
  });
});

describe('what a bundle of logs says about itself', () => {
  test.each([
    '',
    '[]',
    'null',
    '{}',
    '{"version":2,"environment":"production","run":"r-test0000","pipeline":"a","unfinished":[]}',
  ])('%j is nothing', (text) => {
    expect(readAboutLogs(text, 'production', run)).toBeUndefined();
  });

  test('is nothing for another run', () => {
    const text = JSON.stringify({ version: 1, environment: 'production', pipeline: 'a', run, unfinished: [] });
    expect(readAboutLogs(text, 'production', run)).toMatchObject({ pipeline: 'a' });
    expect(readAboutLogs(text, 'production', 'r-test0001')).toBeUndefined();
    expect(readAboutLogs(text, 'staging', run)).toBeUndefined();
  });

  test('names logs as they lie on the disk', () => {
    expect([logName(run, 'load', 2), logName(run, 'Load all', 1)]).toEqual([
      'load/2.log',
      expect.stringMatching(/^load-all~[0-9a-f]{10}\/1\.log$/),
    ]);
  });
});
