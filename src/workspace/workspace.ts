import type { Variables } from '../process/environment.ts';
import type { Randomness } from '../process/randomness.ts';
import type { Watchdog } from '../process/watchdog.ts';
import type { AuditLog } from '../run/audit.ts';
import type { Bundles } from '../run/bundles.ts';
import type { Clock, StateWriter } from '../run/ports.ts';
import type { SendRef } from '../store/artifacts/artifacts-remote.ts';
import type { RunKey } from '../store/local/local-layout.ts';
import type { RefProblem } from '../store/push/pusher.ts';
import type { Repository } from '../store/repository/repository.ts';
import type { SwapRefs } from '../store/shared/swap-refs.ts';
import type { ProcessLease } from './run/process-lease.ts';
import type { SharedInbox } from './run/shared-inbox.ts';
import type { RunReporter } from './tell/run-reporter.ts';

/** A repository on this machine, and all that the use cases need to work in it. */
export interface Workspace {
  readonly repository: Repository;
  /** Whose state it is: `local` on a laptop. */
  readonly environment: string;
  readonly state: StateWriter;
  readonly audit: AuditLog;
  /** The remote that shares the state of this environment with other machines; `local` has none. */
  readonly remote?: string;
  /** What processes share besides state: leases, slots of pools. */
  readonly refs: SwapRefs;
  /**
   * Resolves when the remote has what this clone holds of a pipeline; at once where nothing is shared.
   *
   * @throws {Problem} SG608, SG609
   */
  delivered(pipeline: string): Promise<void>;
  /** Brings other refs to the remote; absent where there is none. */
  readonly send?: SendRef;
  /** The lease of this process; not up before it is held. */
  readonly lease: ProcessLease;
  /** What is asked of runs from machine to machine; absent where nothing is shared. */
  readonly inbox?: SharedInbox;
  /** Ends the tasks of this process if it dies, or cannot keep its lease. */
  readonly watchdog: Watchdog;
  /** Fetches again what other machines wrote; gives what could not be read or joined. */
  refresh(): Promise<readonly RefProblem[]>;
  /** Where a job keeps what must outlive its machine; absent on machines that stay, and where nothing is shared. */
  readonly bundles?: KeptBundles;
  /** Tells others how runs go; absent where nobody asked for it. */
  readonly reporter?: RunReporter;
  readonly clock: Clock;
  readonly randomness: Randomness;
  /** The variables of this process, with what `--env-file` added. */
  readonly variables: Variables;
  readonly machine: Machine;
  /** Tells the code that runs from any other, as far as results are kept by it; absent where none are. */
  readonly build?: string;
}

export interface KeptBundles extends Bundles {
  /** Whether what tasks hand on is kept there, too, and not in Git. */
  readonly haveArtifacts: boolean;
}

/** Who works here. */
export interface Machine {
  /** The machine and the clone on it: files that a task left behind are to be found at the same place only. */
  readonly place: string;
  readonly host: string;
  readonly pid: number;
  readonly cores: number;
  /** Name of the person, for the audit log. */
  readonly user: string;
}

export function keyOf(workspace: Pick<Workspace, 'environment'>, pipeline: string, run: string): RunKey {
  return { environment: workspace.environment, pipeline, run };
}

/** The present, as documents write it. */
export function now({ clock }: Pick<Workspace, 'clock'>): string {
  return new Date(clock.now()).toISOString();
}
