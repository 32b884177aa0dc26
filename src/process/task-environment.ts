import { parseEnv } from 'node:util';
import type { ParamValue, Pipeline } from '../model/pipeline.ts';
import type { Interval } from '../run/document.ts';
import { definedOnly, type Variables } from './environment.ts';

/** Tokens of forges, also as inputs of the Action: a task that needs one names it in its pipeline's `secrets`. */
const forgeTokens: ReadonlySet<string> = new Set([
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'GH_ENTERPRISE_TOKEN',
  'GITHUB_ENTERPRISE_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'INPUT_TOKEN',
  'INPUT_GITHUB-TOKEN',
  'INPUT_GITHUB_TOKEN',
  'SYSTEM_ACCESSTOKEN',
  'CI_JOB_TOKEN',
]);

/** Files by which a step commands its runner; a task must not reach the step that Segue runs in. */
const commandFiles: ReadonlySet<string> = new Set([
  'GITHUB_ENV',
  'GITHUB_OUTPUT',
  'GITHUB_PATH',
  'GITHUB_STATE',
  'GITHUB_STEP_SUMMARY',
]);

export interface TaskEnvironmentSource {
  /** The environment of this process, with `--env-file` merged in. */
  readonly variables: Variables;
  /** Names that the pipeline lists in `secrets`. */
  readonly named: readonly string[];
  /** Names of all secrets that any pipeline of the repository lists. */
  readonly known: Iterable<string>;
}

/**
 * What all tasks of a run share: the process's own environment, less secrets that the pipeline does not name, the
 * forge's tokens, the runner's command files and what an outer Segue has set.
 */
export function sharedEnvironment(source: TaskEnvironmentSource): Variables {
  const named = new Set(source.named);
  const known = new Set(source.known);
  const kept = Object.entries(source.variables).filter(
    ([name]) => named.has(name) || !(known.has(name) || isWithheld(name)),
  );
  return Object.fromEntries(kept);
}

function isWithheld(name: string): boolean {
  return forgeTokens.has(name) || commandFiles.has(name) || name.startsWith('SEGUE_');
}

/** What a run tells its tasks about itself. */
export interface RunFacts {
  readonly run: string;
  readonly pipeline: string;
  readonly environment: string;
  readonly commit: string;
  readonly interval?: Interval | undefined;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** `SEGUE_…` variables that are the same for all tasks of a run; the task runner adds those of the attempt. */
export function runVariables(facts: RunFacts): Variables {
  return definedOnly({
    SEGUE_RUN_ID: facts.run,
    SEGUE_PIPELINE: facts.pipeline,
    SEGUE_ENVIRONMENT: facts.environment,
    SEGUE_COMMIT: facts.commit,
    SEGUE_INTERVAL_START: facts.interval?.start,
    SEGUE_INTERVAL_END: facts.interval?.end,
    ...Object.fromEntries(Object.entries(facts.params).map(([name, value]) => [paramVariable(name), String(value)])),
  });
}

/** `start-date` becomes `SEGUE_PARAM_START_DATE`. */
export function paramVariable(name: string): string {
  return `SEGUE_PARAM_${name.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
}

/** The text of an `--env-file`: `NAME=value` lines with `#` comments, `export` and quotes, as Node's own `--env-file`. */
export function parseEnvFile(text: string): Variables {
  return definedOnly(parseEnv(text.replace(/^\uFEFF/, '')));
}

/** The secrets that the pipeline names and the environment lacks or leaves empty, in the pipeline's order. */
export function missingSecrets(pipeline: Pick<Pipeline, 'secrets'>, variables: Variables): readonly string[] {
  return pipeline.secrets.filter((name) => (variables[name] ?? '') === '');
}

/** Names and values of the secrets to mask: all that are known and set, also those that no task of this run gets. */
export function secretValues(known: Iterable<string>, variables: Variables): Variables {
  const names = [...new Set([...known, ...forgeTokens])];
  return definedOnly(Object.fromEntries(names.map((name) => [name, variables[name]])));
}
