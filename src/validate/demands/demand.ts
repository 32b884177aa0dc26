import type { Pipeline } from '../../model/pipeline.ts';
import type { DemandCode, PolicyRules } from '../../model/policy.ts';
import type { Route } from '../../model/yaml/source.ts';

/**
 * Something that the policy of a repository asks of a pipeline by itself. `segue validate` warns of it in the working tree; a pull request
 * is judged by the policy of its base, and only for what it brings.
 */
export interface Demand {
  readonly code: DemandCode;
  /** Kebab case. */
  readonly name: string;
  readonly summary: string;
  readonly why: string;
  readonly fix: string;
  /** In the order of the pipeline's file. */
  readonly check: (pipeline: Pipeline, rules: PolicyRules) => readonly Offence[];
  /** Offences of the same `what`, as one. */
  readonly tell: (offences: readonly [Offence, ...Offence[]], rules: PolicyRules) => Told;
}

/** What of a pipeline does not follow the rules. */
export interface Offence {
  /** What is told as one, and known again on the other side: the shell, the key. */
  readonly what: string;
  readonly task?: string;
  readonly route: Route;
  /** How far it is from what is asked, where that can be more or less. */
  readonly excess?: number;
}

export interface Told {
  readonly message: string;
  readonly help: string;
}
