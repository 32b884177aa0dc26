import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { ProcessGroup } from '../run/document.ts';
import { hasProcFs, readProcess } from './process-table.ts';

/** `ps` rounds start times to seconds, and a child's is taken from the clock. */
const startToleranceMs = 2_000;

/** Tells a living process apart from any other that has or had its pid; `undefined` if there is none. */
export function identify(pid: number): ProcessGroup | undefined {
  const entry = readProcess(pid);
  if (entry === undefined || entry.zombie) return undefined;
  return { pid, started: entry.started, boot: bootId() };
}

/**
 * Identifies a child that was just started and not yet waited for, so it may already have ended. Where there is no
 * `/proc`, asking would take a process for each task; the time of day does as well.
 */
export function identifyChild(pid: number, now: number): ProcessGroup {
  const started = hasProcFs ? (readProcess(pid)?.started ?? '') : String(now);
  return { pid, started, boot: bootId() };
}

/** True if the process lives: the same one, not another one with its pid. */
export function isAlive(identity: ProcessGroup): boolean {
  const found = identify(identity.pid);
  return found !== undefined && found.boot === identity.boot && isSameStart(found.started, identity.started);
}

export function isSameStart(a: string, b: string): boolean {
  return a === b || (!hasProcFs && Math.abs(Number(a) - Number(b)) <= startToleranceMs);
}

let knownBootId: string | undefined;

/** Changes whenever the machine starts. */
export function bootId(): string {
  knownBootId ??= readBootId();
  return knownBootId;
}

function readBootId(): string {
  if (hasProcFs) return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return spawnSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).stdout?.trim() ?? '';
}
