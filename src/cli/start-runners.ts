import { liveEnvironment } from '../process/environment.ts';
import { remoteRunners } from '../process/remote-runners.ts';
import type { TaskRunners } from '../process/task-runners.ts';
import { runnerWord } from './runner-word.ts';

/** Small memory makes starting tasks fast, which is all that this process is for. */
const flags = ['--max-semi-space-size=1'];

/** Starts the small process in which tasks run: this very program, by its hidden command. */
export function startRunners(): TaskRunners {
  const [program = '', entry = ''] = process.argv;
  return remoteRunners({ program, args: [...flags, entry, runnerWord], environment: liveEnvironment() });
}
