import type { ProcessGroup } from '../../../src/run/document.ts';
import { stage } from '../stage.ts';

/** No number is given twice in a world, so one tells a process from any other. */
export function identify(pid: number): ProcessGroup | undefined {
  return stage().processOf(pid)?.isAlive === true ? identifyChild(pid) : undefined;
}

export function identifyChild(pid: number): ProcessGroup {
  return { pid, started: String(pid), boot: bootId() };
}

export function isAlive({ pid }: ProcessGroup): boolean {
  return identify(pid) !== undefined;
}

export function isSameStart(a: string, b: string): boolean {
  return a === b;
}

export function bootId(): string {
  return 'boot';
}
