import { join } from 'node:path';

/** Where the logs of all runs lie; see `logPath` for the files in it. */
export function logsFolder(segueDir: string): string {
  return join(segueDir, 'logs');
}
