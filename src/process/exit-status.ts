import { constants } from 'node:os';

const signals = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

/**
 * How a process ended, from the status by which a shell tells it: 128 and more stand for a signal. A program that itself
 * exits with such a status (most often because of a child that was killed) cannot be told apart.
 */
export function exitOf(status: number): { readonly code: number | null; readonly signal: NodeJS.Signals | null } {
  const signal = status > 128 ? signals.get(status - 128) : undefined;
  return signal === undefined ? { code: status, signal: null } : { code: null, signal };
}
