import type { Variables } from '../process/environment.ts';
import type { Interruption } from '../process/interrupts.ts';
import type { Clock } from '../run/ports.ts';
import type { JobLog } from './job-log.ts';

/** What the Action gets from the process that it runs in. */
export interface ActionContext {
  readonly variables: Variables;
  readonly clock: Clock;
  readonly log: JobLog;
  readonly interruption: Interruption;
  readonly pid: number;
  /** What the steady clock showed when the process began, in milliseconds. */
  readonly began: number;
  /** The file of this program, for a thread that runs it too. */
  readonly entry: string;
}
