import * as live from 'node:fs';
import { diskOf } from '../disks.ts';

export * from 'node:fs';

/** Paths of open files, by descriptor: who writes to one names it no more. */
const opened = new Map<number, string>();

export const openSync: typeof live.openSync = (path, flags, mode) => {
  const disk = flags === undefined || flags === 'r' ? undefined : diskOf(path);
  disk?.writes(String(path), flags === 'w' || flags === 'wx');
  const descriptor = live.openSync(path, flags as live.OpenMode, mode);
  if (disk !== undefined) opened.set(descriptor, String(path));
  return descriptor;
};

export const closeSync: typeof live.closeSync = (descriptor) => {
  opened.delete(descriptor);
  live.closeSync(descriptor);
};

export const writeSync = ((descriptor: number, ...rest: readonly [never]) => {
  const path = opened.get(descriptor);
  if (path !== undefined) diskOf(path)?.writes(path, false);
  return live.writeSync(descriptor, ...rest);
}) as typeof live.writeSync;

export const writeFileSync: typeof live.writeFileSync = (path, ...rest) => {
  diskOf(path)?.writes(String(path), true);
  live.writeFileSync(path, ...rest);
};

export const renameSync: typeof live.renameSync = (from, to) => {
  live.renameSync(from, to);
  diskOf(from)?.renamed(String(from), String(to));
};

export const mkdirSync = ((path: string, ...rest: readonly [never]) => {
  if (!live.existsSync(path)) diskOf(path)?.demandRoom(path);
  return live.mkdirSync(path, ...rest);
}) as typeof live.mkdirSync;

/** A flush must take its turn, and what it has flushed outlives the machine. */
export function fdatasync(descriptor: number, done: (error: null) => void): void {
  const path = opened.get(descriptor);
  if (path !== undefined) diskOf(path)?.flushed(path);
  queueMicrotask(() => done(null));
}
