import { join } from 'node:path';
import { liveClock } from '../../src/process/clock.ts';
import { liveEnvironment } from '../../src/process/environment.ts';
import { remoteRunners } from '../../src/process/remote-runners.ts';

// A process that has its arguments but the first, a folder, run as tasks, as Segue would; to be killed by a test.
const entry = join(import.meta.dirname, '../../src/cli/index.ts');
const [folder = '', ...commands] = process.argv.slice(2);
const environment = liveEnvironment();
const runner = await remoteRunners({ program: process.execPath, args: [entry, '__runner'], environment }).open({
  root: folder,
  logsDir: join(folder, 'logs'),
  environment,
  secrets: {},
  clock: liveClock(),
  artifacts: { keep: async () => ({ ok: true, files: [] }) },
});
const run = `r-${process.pid}`;
for (const [index, command] of commands.entries()) {
  const spec = { run, task: `task-${index}`, attempt: 1, id: `${run}/task-${index}/1`, command, shell: 'sh', env: {} };
  runner.start(
    { ...spec, workingDirectory: '.', timeoutMs: 600_000, artifacts: undefined },
    {
      started: () => {},
      line: () => {},
      finished: ({ outcome }) => process.stdout.write(`finished ${outcome.kind}\n`),
    },
  );
}
