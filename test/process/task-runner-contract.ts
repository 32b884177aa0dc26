import { describe } from 'vitest';
import { liveEnvironment, type Variables } from '../../src/process/environment.ts';

/** Holds both ways to start a task to the same tests: the environment decides which is taken. */
export function taskRunnerContract(tests: (environment: Variables) => void | Promise<void>): void {
  describe('by starter shells', () => tests(liveEnvironment()));
  describe('directly', () => tests({ ...liveEnvironment(), BASH_ENV: '/dev/null' }));
}
