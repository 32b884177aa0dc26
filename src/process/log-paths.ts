import { createHash } from 'node:crypto';
import { join } from 'node:path';

const safeName = /^[a-z0-9_-][a-z0-9._-]{0,79}$/;

/**
 * A file name for a task or run id. Ids of lower-case letters, digits, `_`, `-` and `.` stay as they are; of all others a
 * readable part stays, with a digest, so that two ids never share a name, also where files differ only by case.
 */
export function fileNameOf(id: string): string {
  if (safeName.test(id)) return id;
  const readable = id
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 60)
    .toLowerCase();
  return `${readable}~${createHash('sha256').update(id).digest('hex').slice(0, 10)}`;
}

/** Folder of all logs of a run. */
export function runLogsPath(logsDir: string, run: string): string {
  return join(logsDir, fileNameOf(run));
}

/** `<logsDir>/<run>/<task>/<attempt>.log`; there is no file if the attempt wrote nothing. */
export function logPath(logsDir: string, run: string, task: string, attempt: number): string {
  return join(runLogsPath(logsDir, run), fileNameOf(task), `${attempt}.log`);
}
