/** `.github/segue.yml`, normalised: what all pipelines of a repository share. */
export interface Settings {
  /** Folder of the pipelines from the repository's root; `pipelines`. */
  readonly pipelines: string;
  readonly pools: Readonly<Record<string, Pool>>;
  readonly lanes: Readonly<Record<string, Lane>>;
  readonly environments: Readonly<Record<string, Environment>>;
  readonly durability: 'grouped' | 'strict';
}

/** A named number of slots. `run`'s limits hold in one process; `repository`'s across all of them. */
export interface Pool {
  readonly slots: number;
  readonly scope: 'process' | 'repository';
}

/** Where pipelines run on Actions; named here so that a pipeline's `lane` can be checked. */
export interface Lane {
  readonly description?: string;
}

export interface Environment {
  readonly vars: Readonly<Record<string, string>>;
}
