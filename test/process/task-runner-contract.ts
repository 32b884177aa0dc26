import { fileURLToPath } from 'node:url';
import { describe } from 'vitest';
import { liveEnvironment } from '../../src/process/environment.ts';
import { localRunners } from '../../src/process/local-runners.ts';
import { remoteRunners } from '../../src/process/remote-runners.ts';
import type { TaskRunners } from '../../src/process/task-runners.ts';

const entry = fileURLToPath(new URL('../../src/cli/index.ts', import.meta.url));

/** Task runners in small processes, started as `segue run` starts them. */
export function smallProcess(): TaskRunners {
  return remoteRunners({
    program: process.execPath,
    args: [entry, '__runner'],
    environment: liveEnvironment(),
  });
}

/** Holds every kind of task runner to the same tests. */
export function taskRunnerContract(tests: (runners: () => TaskRunners) => void | Promise<void>): void {
  describe('in this process', () => tests(localRunners));
  describe('in a process of its own', () => tests(smallProcess));
}
