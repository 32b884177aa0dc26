import type { RunViewOptions } from './run-view.ts';

/** Options of `segue run`, as the command line gives them. */
export interface RunOptions extends RunViewOptions {
  readonly env: string;
  readonly envFile?: string;
  readonly jobs?: number;
  readonly failFast?: true;
  readonly param?: Readonly<Record<string, string>>;
  readonly interval?: string;
  readonly only?: readonly string[];
  readonly from?: readonly string[];
  readonly until?: readonly string[];
  readonly using?: string;
  readonly output?: Readonly<Record<string, string>>;
  readonly dryRun?: true;
}
