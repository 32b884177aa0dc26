import {
  chmodSync,
  closeSync,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';

/** A function of files as a promise that has settled before anything else happens: threads would finish in an order of their own. */
function atOnce<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => Promise<R> {
  return async (...args) => work(...args);
}

export const chmod = atOnce(chmodSync);
export const copyFile = atOnce(copyFileSync);
export const link = atOnce(linkSync);
export const lstat = atOnce(lstatSync);
export const mkdir = atOnce(mkdirSync);
export const readdir = atOnce(readdirSync);
export const readFile = atOnce(readFileSync);
export const readlink = atOnce(readlinkSync);
export const realpath = atOnce(realpathSync);
export const rename = atOnce(renameSync);
export const rm = atOnce(rmSync);
export const stat = atOnce(statSync);
export const symlink = atOnce(symlinkSync);
export const unlink = atOnce(unlinkSync);
export const utimes = atOnce(utimesSync);
export const writeFile = atOnce(writeFileSync);

/** Only folders are opened so, to be flushed. */
export async function open(path: string) {
  const descriptor = openSync(path, 'r');
  return { sync: async () => {}, close: async () => closeSync(descriptor) };
}
