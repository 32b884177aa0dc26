import type { ArtifactStore, Clock } from '../run/ports.ts';
import type { RunnerSettings } from './runner-messages.ts';
import type { ProcessTaskRunner } from './task-runner.ts';

/** What a run needs to have its tasks run. */
export interface RunnerOptions extends RunnerSettings {
  readonly clock: Clock;
  readonly artifacts: Pick<ArtifactStore, 'keep'>;
  /** The runner has failed too often and starts nothing more. Comes before what it has lost is reported. */
  readonly onBroken?: () => void;
}

/** Where task runners come from. */
export interface TaskRunners {
  /** One for each run; the next one only after the last was closed. */
  open(options: RunnerOptions): Promise<ProcessTaskRunner>;
}
