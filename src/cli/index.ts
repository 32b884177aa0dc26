#!/usr/bin/env node
import { isMainThread } from 'node:worker_threads';
import { liveEnvironment } from '../process/environment.ts';
import { version } from '../workspace/version.ts';
import { keepCompiledCode } from './compiled-code.ts';

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
    if (isMainThread) await (await import('./main.ts')).main(args, entry);
    else (await import('./judge-thread.ts')).answerAsThread();
  }
}

void start(process.argv.slice(2));
