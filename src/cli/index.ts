#!/usr/bin/env node
import { version } from './version.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const args = process.argv.slice(2);

// Everything else is loaded only when it is needed: the version is asked for often, and an old Node must get its answer
// before it meets anything that it does not know.
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `segue needs Node.js 20.19 or later, this is ${process.version}.\nInstall a newer one from https://nodejs.org/ and try again.\n`,
  );
  process.exitCode = 2;
} else if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const { main } = await import('./main.ts');
  await main(args);
}
