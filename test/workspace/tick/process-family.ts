import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { listProcesses } from '../../../src/process/process-table.ts';

/** A process and all below it, a line each: what it is, what the kernel has it wait for, and who has the other ends of its pipes. */
export function familyOf(root: number): string {
  const all = listProcesses();
  const holders = pipeHolders(all.map(({ pid }) => pid));
  const lines: string[] = [];
  const walk = (pid: number, indent: string): void => {
    const state = /^State:\s*(.*)$/m.exec(read(pid, 'status'))?.[1] ?? 'gone';
    const command = read(pid, 'cmdline').replaceAll('\0', ' ').replaceAll('\n', ' ').slice(0, 400);
    lines.push(`${indent}${pid} ${state} ${read(pid, 'wchan')} ${command}`);
    const pipes = openPipes(pid).map(({ fd, pipe }) => `${fd}: ${pipe} of ${(holders.get(pipe) ?? []).join(' ')}`);
    if (pipes.length > 0) lines.push(`${indent}  ${pipes.join(', ')}`);
    for (const child of all.filter(({ parent }) => parent === pid)) walk(child.pid, `${indent}  `);
  };
  walk(root, '  ');
  return lines.join('\n');
}

function pipeHolders(pids: readonly number[]): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (const pid of pids) {
    for (const { pipe } of openPipes(pid)) holders.set(pipe, [...(holders.get(pipe) ?? []), pid]);
  }
  return holders;
}

function openPipes(pid: number): readonly { readonly fd: string; readonly pipe: string }[] {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).map((fd) => ({ fd, pipe: readlinkSync(`/proc/${pid}/fd/${fd}`) }));
    return links.filter(({ pipe }) => pipe.startsWith('pipe:'));
  } catch {
    // It has ended, or a file of it was closed meanwhile.
    return [];
  }
}

function read(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
