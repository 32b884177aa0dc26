import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { bundleAll, root } from '../scripts/bundle.ts';
import type { Place } from './cases.ts';

/** Gives a folder of its own to what is measured, and removes it whatever happens. */
export async function withPlace<T>(entry: string | undefined, use: (place: Place) => T): Promise<Awaited<T>> {
  const folder = mkdtempSync(join(tmpdir(), 'segue-bench-'));
  try {
    return await use({ folder, entry: entry ?? (await bundle(folder)), environment: environmentOf(process.env) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The bundle that is there; without one, one that is made of the sources. */
async function bundle(folder: string): Promise<string> {
  const built = join(root, 'dist/cli/index.js');
  if (existsSync(built)) return built;
  await bundleAll(join(folder, 'segue'));
  return join(folder, 'segue/cli/index.js');
}

/**
 * The environment of a terminal: users run the bundle with their own `node`, so what npm has put before it on the PATH goes
 * to its end, where tools that are installed with Segue are still found. Settings of other tools are left out: a measured
 * Prefect must not report to somebody's server.
 */
export function environmentOf(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const foreign = /^(?:npm_|NODE_|INIT_CWD$|GIT_|SEGUE_|AIRFLOW_|DAGSTER_|PREFECT_|WIREIT_)/;
  const kept = Object.entries(variables).flatMap(([name, value]) =>
    value === undefined || foreign.test(name) ? [] : [[name, value] as const],
  );
  const own = join(root, 'node_modules/.bin');
  const path = (variables.PATH ?? '').split(delimiter).filter((part) => !part.includes('node_modules'));
  return { ...Object.fromEntries(kept), PATH: [...path, own].join(delimiter) };
}
