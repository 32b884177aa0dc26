import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Path of a file of the npm package `vega-datasets`, the public data that the examples work on. */
export function dataFile(name) {
  return fileURLToPath(new URL(`../data/${name}`, import.meta.resolve('vega-datasets')));
}

/** Gives an output to the tasks that need this one. Values of one line; without Segue it only prints. */
export function setOutput(name, value) {
  console.log(`${name}=${value}`);
  if (process.env.SEGUE_OUTPUT) appendFileSync(process.env.SEGUE_OUTPUT, `${name}=${value}\n`);
}

/** An environment variable that the task cannot do without. */
export function need(name) {
  const value = process.env[name];
  if (value) return value;
  throw new Error(`${name} is not set. The pipeline file sets it; by hand: ${name}=… node <script>`);
}

/**
 * Writes a file whole or not at all: a task that dies half-way leaves the old file, and a second try starts clean.
 * `produce` may be asynchronous; it writes to the path that it is given.
 */
export async function replaceFile(path, produce) {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.unfinished`;
  await produce(unfinished);
  renameSync(unfinished, path);
}

/** Writes a text; see `replaceFile`. */
export async function writeText(path, text) {
  await replaceFile(path, (unfinished) => writeFileSync(unfinished, text));
}
