export * from 'node:fs';

/** A world whose disks lose what was written and not flushed would need one of its own; here a flush only must take its turn. */
export function fdatasync(_: number, flushed: (error: null) => void): void {
  queueMicrotask(() => flushed(null));
}
