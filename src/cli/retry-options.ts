import type { HowToRun } from '../workspace/run/run-request.ts';
import type { AskOptions } from './ask-workflow.ts';
import type { RunViewOptions } from './run-view.ts';
import type { ServedOptions } from './served-elsewhere.ts';

/** Options of `segue retry`, as the command line gives them. */
export interface RetryOptions extends RunViewOptions, HowToRun, ServedOptions, AskOptions {
  readonly env: string;
  readonly envFile?: string;
  readonly only?: true;
  readonly on: 'newest' | 'pinned';
}
