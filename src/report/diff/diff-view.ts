import type { Analysis } from '../../diff/analyse.ts';
import type { Risk } from '../../diff/risk.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { PolicyFinding } from '../../policy/finding.ts';

/** A change of pipelines, as pages and the terminal tell it. */
export interface DiffView extends Analysis {
  readonly base: ComparedSide;
  readonly head: ComparedSide;
  readonly risks: readonly LocatedRisk[];
  /** By the policy of the base; absent where it is told apart. */
  readonly policy?: readonly LocatedPolicyFinding[];
  /** What 30 days of the workflow bill; a side is absent where nothing is scheduled. */
  readonly minutes?: { readonly before?: MonthMinutes; readonly after?: MonthMinutes };
  /** By id, for the drawings. */
  readonly pipelinesBefore: ReadonlyMap<string, Pipeline>;
  readonly pipelinesAfter: ReadonlyMap<string, Pipeline>;
}

/** `name` is what a person calls it, such as `main`; without a commit it is the working tree. */
export interface ComparedSide {
  readonly name: string;
  readonly commit?: string;
}

export interface LocatedRisk extends Risk {
  /** Of its file, from 1 on. */
  readonly line: number;
}

/** A finding of the policy with its line, from 1 on. */
export interface LocatedPolicyFinding extends PolicyFinding {
  readonly line: number;
}

export interface MonthMinutes {
  readonly minutes: number;
  /** Scheduled pipelines of which nobody knows how long a run takes: they count as if they took no time. */
  readonly unknown: number;
}
