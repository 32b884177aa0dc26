import { RunnerChild, type RunnerProgram } from './runner-child.ts';
import type { TaskRunners } from './task-runners.ts';

/**
 * Task runners in a small process, which is started here and now: it is to be ready when the first run is, and serves all
 * runs one after the other.
 */
export function remoteRunners(program: RunnerProgram): TaskRunners {
  let idle: RunnerChild | undefined = new RunnerChild(program);
  function take(): RunnerChild {
    const child = idle === undefined || idle.isDead ? new RunnerChild(program) : idle;
    idle = undefined;
    return child;
  }
  function giveBack(child: RunnerChild): void {
    child.idle();
    idle = child;
  }
  return {
    open: async (options) => {
      const { RemoteRunner } = await import('./remote-runner.ts');
      return new RemoteRunner({ ...options, take, giveBack });
    },
  };
}
