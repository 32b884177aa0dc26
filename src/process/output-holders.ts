import { readdirSync, readlinkSync } from 'node:fs';
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

/** True if a process, e.g. one that has left its task's group, could still write to these pipes. */
export function isOutputHeld({ shell, since, links }: OutputPipes): boolean {
  return listProcesses()
    .filter(({ pid, started, zombie }) => pid !== shell && !zombie && Number(started) >= since)
    .some(({ pid }) => descriptorsOf(pid).some((link) => links.includes(link)));
}

function descriptorsOf(pid: number): readonly string[] {
  const folder = `/proc/${pid}/fd`;
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
