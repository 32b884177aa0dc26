import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

/** One process of this machine. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** Pid of the leader of its process group, alive or not. */
  readonly group: number;
  /** When it started. Linux: clock ticks since boot. Elsewhere: milliseconds since the epoch, to a second or two. */
  readonly started: string;
  /** It has ended and waits for its parent to notice. */
  readonly zombie: boolean;
}

export const hasProcFs: boolean = process.platform === 'linux';

/** All processes that can be seen, in the order of their pids. Those that end meanwhile are left out. */
export function listProcesses(): readonly ProcessEntry[] {
  if (!hasProcFs) return askPs(['-axo', psColumns]);
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map((pid) => readProcess(Number(pid))).filter((entry) => entry !== undefined);
}

/** One process, also a zombie; `undefined` if there is none with this pid. */
export function readProcess(pid: number): ProcessEntry | undefined {
  if (!hasProcFs) return askPs(['-o', psColumns, '-p', String(pid)])[0];
  const stat = readStat(pid);
  return stat === undefined ? undefined : parseStat(pid, stat);
}

/** Larger than any line of proc_pid_stat(5). Reading into it is several times faster than `readFileSync`. */
const statBuffer = Buffer.alloc(2048);

function readStat(pid: number): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(`/proc/${pid}/stat`, 'r');
    return statBuffer.toString('latin1', 0, readSync(file, statBuffer));
  } catch {
    // It has ended.
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The value of `SEGUE_ATTEMPT` that the process was started with; known on Linux only, and only to its own user. */
export function attemptOf(pid: number): string | undefined {
  if (!hasProcFs) return undefined;
  const environment = `\0${readProcFile(pid, 'environ') ?? ''}`;
  const start = environment.indexOf('\0SEGUE_ATTEMPT=');
  if (start === -1) return undefined;
  return environment.slice(start + '\0SEGUE_ATTEMPT='.length).split('\0', 1)[0];
}

function readProcFile(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    // It has ended, or belongs to somebody else.
    return undefined;
  }
}

/** Fields 3 (state), 4, 5 and 22 of proc_pid_stat(5); the name in field 2 may itself hold spaces and parentheses. */
function parseStat(pid: number, stat: string): ProcessEntry {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group] = fields;
  const zombie = state === 'Z' || state === 'X';
  return { pid, parent: Number(parent), group: Number(group), started: fields[19] ?? '', zombie };
}

const psColumns = 'pid=,ppid=,pgid=,state=,lstart=';

function askPs(args: readonly string[]): readonly ProcessEntry[] {
  const { stdout } = spawnSync('ps', args, { encoding: 'utf8', env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } });
  return parsePs(stdout ?? '');
}

/** Lines of `ps -o pid=,ppid=,pgid=,state=,lstart=`. */
export function parsePs(text: string): readonly ProcessEntry[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*\S)\s*$/.exec(line);
    if (match === null) return [];
    const [, pid, parent, group, state = '', started = ''] = match;
    const zombie = state.startsWith('Z');
    return [
      { pid: Number(pid), parent: Number(parent), group: Number(group), started: `${Date.parse(started)}`, zombie },
    ];
  });
}
