import type { ProcessGroup } from '../run/document.ts';
import type { AttemptResult, AttemptSpec, KeptArtifacts } from '../run/ports.ts';
import type { LogLimits } from './attempt-log.ts';
import type { Variables } from './environment.ts';
import type { EndedOrphans } from './orphans.ts';

/** Where the small process finds the socket to Segue. */
export const runnerDescriptor = 3;

/** What a task runner is made of, as far as it can be sent to another process. */
export interface RunnerSettings {
  /** The checkout that tasks work in; absolute. */
  readonly root: string;
  /** Folder of all logs; absolute. See `logPath`. */
  readonly logsDir: string;
  /** What all tasks share: `sharedEnvironment` and `runVariables`. */
  readonly environment: Variables;
  /** Values to mask, by name. */
  readonly secrets: Variables;
  readonly limits?: Partial<LogLimits>;
  readonly graceMs?: number;
  readonly drainMs?: number;
}

/** From Segue to the process that runs its tasks. Attempts are numbered by Segue, and never twice. */
export type RunnerCommand =
  | { readonly kind: 'configure'; readonly owner: number; readonly settings: RunnerSettings }
  | { readonly kind: 'start'; readonly attempt: number; readonly spec: AttemptSpec }
  | { readonly kind: 'stop'; readonly attempt: number; readonly how: 'term' | 'kill' }
  | { readonly kind: 'kept'; readonly request: number; readonly kept: KeptArtifacts }
  | { readonly kind: 'close' };

/** And back. */
export type RunnerReport =
  | { readonly kind: 'started'; readonly attempt: number; readonly group: ProcessGroup }
  | {
      readonly kind: 'lines';
      readonly attempt: number;
      readonly stream: 'stdout' | 'stderr';
      readonly lines: readonly string[];
    }
  | { readonly kind: 'finished'; readonly attempt: number; readonly result: AttemptResult }
  | {
      readonly kind: 'keep';
      readonly request: number;
      readonly run: string;
      readonly task: string;
      readonly root: string;
      readonly patterns: readonly string[];
    }
  | { readonly kind: 'closed'; readonly ended: EndedOrphans };
