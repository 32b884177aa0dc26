import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import type { Variables } from '../process/environment.ts';

/** Folders of other versions that are kept beside the one in use. */
const othersKept = 3;

/**
 * Keeps what V8 makes of Segue's own files for the next start, which then takes a third less time. Node.js does so itself from
 * 22.1 on; for Node.js 20 it is done here, for the files beside `entry`. The folder must be ours: what lies in it is executed.
 * Never throws: without a folder that can be written, each start compiles anew.
 */
export function keepCompiledCode(entry: string, version: string, variables: Variables): void {
  const folder = cacheFolder(variables);
  if (folder === undefined || variables.NODE_DISABLE_COMPILE_CACHE !== undefined) return;
  try {
    const own = join(folder, `${version}-${runtimeName()}`);
    if (mkdirSync(own, { recursive: true, mode: 0o700 }) !== undefined) removeOthers(folder, own);
    if (statSync(own).uid !== process.geteuid?.()) return;
    // Absent in Node.js 20.
    if (nodeModule.enableCompileCache !== undefined) nodeModule.enableCompileCache(own);
    else compileThrough(own, dirname(entry));
  } catch {
    // A home that is read-only or full is no reason to say anything.
  }
}

/** `$XDG_CACHE_HOME/segue/compiled`, else `~/.cache/segue/compiled`. */
function cacheFolder({ XDG_CACHE_HOME: cache, HOME: home }: Variables): string | undefined {
  if (cache?.startsWith('/')) return join(cache, 'segue/compiled');
  return home?.startsWith('/') ? join(home, '.cache/segue/compiled') : undefined;
}

/**
 * Releases of Node.js 20 differ in V8's built-in functions and yet have the same tag: one that takes the other's data dies of it. So
 * the release counts too, as in Node's own cache.
 */
function runtimeName(): string {
  return `${process.version}-${process.arch}-${cachedDataVersionTag().toString(16)}`;
}

function removeOthers(folder: string, own: string): void {
  const others = readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== own);
  const newestFirst = others.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const path of newestFirst.slice(othersKept)) rmSync(path, { recursive: true, force: true });
}

type Loader = (module: NodeJS.Module & { _compile(code: string, file: string): void }, file: string) => void;
type Wrapped = (exports: unknown, require: NodeJS.Require, module: NodeJS.Module, file: string, folder: string) => void;

function compileThrough(cache: string, folder: string): void {
  const fresh: { readonly script: Script; readonly file: string }[] = [];
  const { _extensions: extensions, wrap } = nodeModule.default as unknown as {
    readonly _extensions: Record<'.js', Loader>;
    wrap(code: string): string;
  };
  const load = extensions['.js'];
  extensions['.js'] = (module, file) => {
    if (dirname(file) !== folder) {
      load(module, file);
      return;
    }
    const source = readFileSync(file, 'utf8');
    const kept = join(cache, `${basename(file)}-${checksum(source)}`);
    const cachedData = readKept(kept);
    const script = new Script(wrap(source), { filename: file, ...(cachedData === undefined ? {} : { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected) fresh.push({ script, file: kept });
    const run = script.runInThisContext() as Wrapped;
    run(module.exports, nodeModule.createRequire(file), module, file, folder);
  };
  // At the end, since by then it holds the functions that were needed.
  process.once('exit', () => {
    for (const { script, file } of fresh) writeKept(file, script.createCachedData());
  });
}

/** V8 trusts its own data, so a file that was cut short or altered must not reach it: its checksum stands before it. */
function readKept(file: string): Buffer | undefined {
  try {
    const bytes = readFileSync(file);
    const data = bytes.subarray(checksumLength);
    return bytes.toString('latin1', 0, checksumLength) === checksum(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function writeKept(file: string, data: Buffer): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, Buffer.concat([Buffer.from(checksum(data), 'latin1'), data]), { mode: 0o600 });
    renameSync(draft, file);
  } catch {
    rmSync(draft, { force: true });
  }
}

const checksumLength = 8;

function checksum(content: string | Buffer): string {
  return crc32(content).toString(16).padStart(checksumLength, '0');
}
