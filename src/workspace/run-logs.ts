import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import { nearest } from '../diagnostic/suggest.ts';
import { logPath } from '../process/log-paths.ts';
import type { RunDocument } from '../run/document.ts';
import type { Workspace } from './workspace.ts';

/** The log of one attempt. */
export interface AttemptLogFile {
  readonly task: string;
  readonly attempt: number;
  /** Absolute; the file may not exist. */
  readonly path: string;
  readonly exists: boolean;
}

/** Where the logs of all runs lie; see `logPath` for the files in it. */
export function logsFolder(segueDir: string): string {
  return join(segueDir, 'logs');
}

/**
 * The logs of a run, in file order: the last attempt of each task that had one, or the attempts asked for.
 *
 * @throws {Problem} SG703 unknown task, SG722 no such attempt.
 */
export function findLogs(
  workspace: Workspace,
  document: RunDocument,
  task?: string,
  attempt?: number,
): readonly AttemptLogFile[] {
  const folder = logsFolder(workspace.repository.segueDir);
  const logs = tasksFor(document, task).flatMap(([id, { attempts }]) => {
    const numbers = attempts.map(({ number }) => number);
    const wanted = attempt === undefined ? numbers.slice(-1) : numbers.filter((number) => number === attempt);
    return wanted.map((number) => {
      const path = logPath(folder, document.run, id, number);
      return { task: id, attempt: number, path, exists: existsSync(path) };
    });
  });
  if (logs.length > 0 || task === undefined) return logs;
  throw noSuchAttempt(document, task, attempt);
}

/** The text of a log; empty if the attempt wrote nothing. */
export function readLog(log: AttemptLogFile): string {
  return log.exists ? readFileSync(log.path, 'utf8') : '';
}

/** A `foreach` task stands for its instances. */
function tasksFor({ run, tasks }: RunDocument, task: string | undefined) {
  const entries = Object.entries(tasks);
  if (task === undefined) return entries;
  const found = entries.filter(([id]) => id === task || id.startsWith(`${task}[`));
  if (found.length > 0) return found;
  const guess = nearest(task, Object.keys(tasks));
  const help =
    guess === undefined ? `It has: ${Object.keys(tasks).slice(0, 20).join(', ')}.` : `Did you mean ${guess}?`;
  throw new Problem('SG703', `Run ${run} has no task ${task}.`, help, 2);
}

function noSuchAttempt({ run, tasks }: RunDocument, task: string, attempt: number | undefined): Problem {
  const made = tasks[task]?.attempts.length ?? 0;
  const what = attempt === undefined ? 'was not started' : `has no attempt ${attempt}`;
  return new Problem(
    'SG722',
    `${task} ${what} in run ${run}.`,
    `It has had ${made} attempt${made === 1 ? '' : 's'}.`,
    2,
  );
}
