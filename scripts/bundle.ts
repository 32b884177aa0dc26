import { execFileSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';
import { appModule, appTypes } from './app-package.ts';
import { compileAtOnce } from './compile-at-once.ts';

/** The repository's root. */
export const root = join(import.meta.dirname, '..');

/** The doors that are bundled, each in a folder of `dist/` of its name. */
export const bundled = ['cli', 'action', 'bot'] as const;

/**
 * Bundles each door into a folder that runs without an install: `index.js`, one file for each part that is loaded when it is
 * needed, `licenses.txt` of all that is inside, and a `package.json` that makes them modules. Same sources, same bytes,
 * wherever the repository lies; the folders are emptied first. Throws if a step fails.
 */
export async function bundleAll(folder: string): Promise<void> {
  const compiled = join(root, 'build');
  rmSync(compiled, { recursive: true, force: true });
  run(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json']);
  // Without a type the bundler writes CommonJS, which starts faster and whose compiled form Node.js 20 can keep.
  writeFileSync(join(compiled, 'package.json'), '{}');
  for (const door of bundled) await bundle(join(compiled, door, 'index.js'), join(folder, door));
  writeFileSync(join(folder, 'bot/app.mjs'), appModule);
  writeFileSync(join(folder, 'bot/app.d.mts'), appTypes);
}

async function bundle(entry: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  const bundler = join(root, 'node_modules/@vercel/ncc/dist/ncc/cli.js');
  const options = ['--no-cache', '--quiet', '--target', 'es2023', '--license', 'licenses.txt'];
  run(process.execPath, [bundler, 'build', entry, '--out', folder, ...options]);
  for (const name of readdirSync(folder)) if (name.endsWith('.js')) await shrink(join(folder, name));
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }\n');
  chmodSync(join(folder, 'index.js'), 0o755);
  refusePaths(folder);
}

/** Halves what is committed with each change. Names stay, for stack traces and for what is asked by name. */
async function shrink(file: string): Promise<void> {
  const options = { toplevel: true, compress: true, mangle: true, keep_classnames: true, keep_fnames: true } as const;
  const { code } = await minify(readFileSync(file, 'utf8'), options);
  if (code === undefined) throw new Error(`${file} could not be shrunk`);
  writeFileSync(file, compileAtOnce(code));
}

/** A path of this machine in the bundle would give other bytes on the next one. */
function refusePaths(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!readFileSync(join(folder, name), 'utf8').includes(root)) continue;
    throw new Error(`${name} of the bundle holds the path ${root}`);
  }
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
}
