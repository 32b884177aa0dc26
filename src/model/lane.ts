/**
 * Where pipelines run on GitHub Actions: the words of a job there, as written. What is absent gets Actions' own default, or what
 * `workflow/` takes for it.
 */
export interface Lane {
  readonly description?: string;
  readonly runsOn?: RunsOn;
  readonly container?: string | LaneContainer;
  /** Workflow steps before Segue's own. */
  readonly setup?: readonly SetupStep[];
  readonly environment?: string | LaneEnvironment;
  /** Of the token, by scope; added to those that Segue needs itself. */
  readonly permissions?: Readonly<Record<string, Permission>>;
  /** An expression of Actions: the token with which Segue works in it, if not the job's own. */
  readonly token?: string;
  /** How long its jobs work, in milliseconds, if not as long as those of all lanes. */
  readonly maxRuntimeMs?: number;
}

export type RunsOn =
  | string
  | readonly string[]
  | { readonly group?: string; readonly labels?: string | readonly string[] };

export interface LaneContainer {
  readonly image: string;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly env?: Readonly<Record<string, string>>;
  readonly ports?: readonly (string | number)[];
  readonly volumes?: readonly string[];
  readonly options?: string;
}

export interface LaneEnvironment {
  readonly name: string;
  readonly url?: string;
  readonly deployment?: boolean;
}

/** A step as Actions has them. `env` and `with` are texts as they are written. */
export type SetupStep = Readonly<Record<string, string | number | boolean | Readonly<Record<string, string>>>>;

/** From less to more. */
export const permissions = ['none', 'read', 'write'] as const;

export type Permission = (typeof permissions)[number];

/** How GitHub's clock wakes Segue, beside the crons themselves. */
export interface Wake {
  /** Wake-ups leave the minutes at which most others want to be woken. */
  readonly offPeak: boolean;
  /** Wake-ups a day at odd times, for what GitHub's clock loses. */
  readonly extra: number;
  /** How long before a fire there is a further wake-up, in milliseconds; 0 for none. */
  readonly leadMs: number;
}
