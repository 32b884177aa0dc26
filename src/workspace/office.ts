import type { Repository } from '../store/repository/repository.ts';
import type { ProcessLease } from './run/process-lease.ts';
import type { RunReporter } from './tell/run-reporter.ts';
import type { Workspace } from './workspace.ts';

/**
 * What those use cases need that only read what is stored and change it: they run nothing, so they work for a bot, which has no
 * clone. Every `Workspace` is one.
 */
export interface Office
  extends Pick<
    Workspace,
    'environment' | 'state' | 'remote' | 'refs' | 'inbox' | 'refresh' | 'clock' | 'randomness' | 'variables' | 'machine'
  > {
  /** The clone, beside which runs of this machine keep locks and journals; absent where none ever run. */
  readonly repository?: Repository;
  /** Judges the leases of others. */
  readonly lease: Pick<ProcessLease, 'judge'>;
  readonly reporter?: Pick<RunReporter, 'isTelling'>;
}
