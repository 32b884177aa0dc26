#!/usr/bin/env node
import { liveEnvironment } from '../process/environment.ts';
import { version } from '../workspace/version.ts';
import { keepCompiledCode } from './compiled-code.ts';
import { threadWord } from './thread-word.ts';

// Everything else is loaded only when it is needed: the version is asked for often, and an old Node must get its answer
// before it meets anything that it does not know.
async function start(args: readonly string[]): Promise<void> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    process.stderr.write(
      `segue needs Node.js 20.19 or later, this is ${process.version}.\nInstall a newer one from https://nodejs.org/ and try again.\n`,
    );
    process.exitCode = 2;
  } else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${version}\n`);
  } else {
    const entry = typeof __filename === 'string' ? __filename : undefined;
    if (entry !== undefined) keepCompiledCode(entry, version, liveEnvironment());
    if (await isThread(args)) (await import('./judge-thread.ts')).answerAsThread();
    else await (await import('./main.ts')).main(args, entry);
  }
}

/** What tells about threads takes two milliseconds to load, so it is asked only if an argument says that this may be one. */
async function isThread(args: readonly string[]): Promise<boolean> {
  return args[0] === threadWord && !(await import('node:worker_threads')).isMainThread;
}

void start(process.argv.slice(2));
