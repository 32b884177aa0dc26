import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { logPath } from '../../src/process/log-paths.ts';
import type { Attempt, Cancellation, RunDocument } from '../../src/run/document.ts';
import { followLogs } from '../../src/workspace/logs/follow-logs.ts';
import type { Workspace } from '../../src/workspace/workspace.ts';
import { epoch } from '../support/builders.ts';
import { documentOf } from '../support/documents.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { scratchFolder } from '../support/scratch-repository.ts';

/** A job whose forge takes a log when it is let to. */
function openJob() {
  const clock = new ManualClock(epoch);
  const segueDir = scratchFolder();
  const path = logPath(join(segueDir, 'logs'), 'r-test0000', 'a', 1);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, 'line\n');
  let take = (): void => {};
  const taken = new Promise<void>((resolve) => {
    take = resolve;
  });
  const writer = { put: () => taken };
  const workspace = { clock, environment: 'production', repository: { segueDir }, bundles: { writer } };
  const logs = followLogs(workspace as unknown as Workspace, documentOf(), () => {});
  if (logs === undefined) throw new Error('a job keeps its logs');
  return { clock, logs, take };
}

function ended(cancelled?: Cancellation): RunDocument {
  const attempt: Attempt = { number: 1, state: 'success', startedAt: epoch, commit: 'c'.repeat(40) };
  const tasks = { a: { state: 'success', definition: '', attempts: [attempt] } } as const;
  return documentOf(tasks, cancelled === undefined ? {} : { cancelled });
}

async function isSettled(work: Promise<void>): Promise<boolean> {
  let settled = false;
  void work.then(() => {
    settled = true;
  });
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  return settled;
}

test.each<[string, Cancellation | undefined]>([
  ['has ended', undefined],
  ['was cancelled by a person', { why: 'request', by: 'ana' }],
  ['is handed over to the next job', { why: 'interrupt', by: 'segue', resumesAt: epoch }],
])('the end of a run that %s waits until its logs are stored', async (_, cancelled) => {
  const { logs, take } = openJob();
  const stored = logs.ended(ended(cancelled));
  expect(await isSettled(stored)).toBe(false);
  take();
  await stored;
  await logs.close();
});

test('the end of a run whose job is cancelled waits for nothing, and its logs have two seconds', async () => {
  const { clock, logs } = openJob();
  await logs.ended(ended({ why: 'interrupt', by: 'ana' }));
  const closed = logs.close();
  expect(await isSettled(closed)).toBe(false);
  clock.advance(2_000);
  await closed;
});

test('on a machine that stays nothing is stored elsewhere', () => {
  const workspace = { environment: 'production', repository: { segueDir: '/' } };
  expect(followLogs(workspace as unknown as Workspace, documentOf(), () => {})).toBeUndefined();
});
