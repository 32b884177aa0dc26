/** A key of another tool: whose it is, and what to write instead, as YAML or as a sentence. */
export interface ForeignWord {
  readonly tool: string;
  readonly yaml?: string | ((value: unknown) => string);
  readonly note?: string;
}

/** By key, in lower case and with `-`. */
export type Words = Readonly<Record<string, ForeignWord>>;

export const actions = 'GitHub Actions';
export const airflow = 'Airflow';
export const dagster = 'Dagster';
export const prefect = 'Prefect';
export const flyte = 'Flyte';
export const kestra = 'Kestra';

/** Also of the pipeline: where it is written differs from tool to tool. */
export const oneByOne = 'Leave it out: with `max-active-runs: 1` intervals run one after the other.';
