import type { ProcessTaskRunner, TaskRunnerOptions } from '../../../src/process/task-runner.ts';
import { processOfClock } from '../clocks.ts';
import { stage } from '../stage.ts';

/** Tasks that take time and end as the seed says; no process is started. */
export function createTaskRunner({ clock, environment, onExit }: TaskRunnerOptions): ProcessTaskRunner {
  const process = processOfClock(clock);
  return {
    warm: () => {},
    start: (spec, on) => stage().tasks.start(process, { spec, environment, on, exited: () => onExit?.() }),
    close: async () => ({ found: [], survivors: [] }),
  };
}
