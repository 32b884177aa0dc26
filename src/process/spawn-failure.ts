import { existsSync } from 'node:fs';

/** Says in words why a process could not be started, and what helps. */
export function explainSpawnFailure(error: NodeJS.ErrnoException, program: string, folder: string): string {
  switch (error.code) {
    case 'ENOENT':
      return existsSync(folder) ? explainMissing(program) : `the folder ${folder} does not exist`;
    case 'EACCES':
      return `${program} must not be executed, or the folder ${folder} not entered (EACCES); check their permissions`;
    case 'E2BIG':
      return 'its environment and arguments are larger than the system allows (E2BIG, on Linux 128 KiB each); hand large data on as a file';
    case 'EAGAIN':
      return 'the system has no room for another process (EAGAIN); raise the limit (ulimit -u) or run fewer tasks at once (--jobs)';
    case 'ENOMEM':
      return 'the system has no memory for another process (ENOMEM); run fewer tasks at once (--jobs)';
    case 'EMFILE':
    case 'ENFILE':
      return `too many files are open (${error.code}); raise the limit (ulimit -n) or run fewer tasks at once (--jobs)`;
    default:
      return `${program} could not be started: ${error.message}`;
  }
}

function explainMissing(program: string): string {
  if (program === 'bash') return 'bash is not installed, or not in PATH; install it, or write shell: sh';
  return `${program} is not installed, or not in PATH; install it, or name another shell`;
}
