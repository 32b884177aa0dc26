import { existsSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { listProcesses, readProcess } from './process-table.ts';

/** The pipes through which a starter shell and its tasks write. */
export interface OutputPipes {
  /** The shell itself, which always holds them. */
  readonly shell: number;
  /** When it started, as the process table has it. */
  readonly since: number;
  /** What they are called in `/proc`. */
  readonly links: readonly string[];
}

/** Undefined where there is no `/proc` to look in. */
export function outputPipes(shell: number): OutputPipes | undefined {
  const links = [3, 4].flatMap((fd) => linkOf(`/proc/${shell}/fd/${fd}`) ?? []);
  const since = readProcess(shell)?.started;
  return links.length === 0 || since === undefined ? undefined : { shell, since: Number(since), links };
}

/**
 * True if a process, e.g. one that has left its task's group, could still write to these pipes. What the shell itself has started
 * is the next task's: the one in question has ended, and orphans of it have another parent.
 */
export function isOutputHeld({ shell, since, links }: OutputPipes): boolean {
  return listProcesses()
    .filter(({ pid, parent, started, zombie }) => {
      return pid !== shell && parent !== shell && !zombie && Number(started) >= since;
    })
    .some(({ pid }) => descriptorsOf(pid).some((link) => links.includes(link)));
}

/** More processes that may be descendants than this are not asked one by one. */
const mostYounger = 256;

/**
 * The same for a task that has hardly run, for a fraction of the price: numbers of processes grow, so what it has left behind has
 * one between its own and the newest. `isOther` knows processes that belong to shells.
 */
export function isOutputHeldByYounger(pipes: OutputPipes, task: number, isOther: (pid: number) => boolean): boolean {
  const newest = newestPid();
  if (newest === undefined || newest === task) return false;
  if (newest < task || newest - task > mostYounger) return isOutputHeld(pipes);
  for (let pid = task + 1; pid <= newest; pid++) {
    if (pid === pipes.shell || isOther(pid) || isChild(pid, pipes.shell)) continue;
    if (descriptorsOf(pid).some((link) => pipes.links.includes(link))) return true;
  }
  return false;
}

/** Or has ended, and writes nothing. Costs a fifth of a look at what a process has open. */
function isChild(pid: number, shell: number): boolean {
  return (readProcess(pid)?.parent ?? shell) === shell;
}

const loadBuffer = Buffer.alloc(128);

/** Open from the first look on: it is read anew for each task. */
let loadFile: number | undefined;

/** The number that was given last, as proc_loadavg(5) tells it; undefined where it is not told. */
function newestPid(): number | undefined {
  try {
    loadFile ??= openSync('/proc/loadavg', 'r');
    const line = loadBuffer.toString('latin1', 0, readSync(loadFile, loadBuffer, 0, loadBuffer.length, 0));
    return Number(line.slice(line.lastIndexOf(' ') + 1)) || undefined;
  } catch {
    return undefined;
  }
}

function descriptorsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder).flatMap((fd) => linkOf(`${folder}/${fd}`) ?? []);
  } catch {
    return [];
  }
}

function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
