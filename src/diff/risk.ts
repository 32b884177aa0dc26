import type { Severity } from '../diagnostic/diagnostic.ts';
import type { Route } from '../model/yaml/source.ts';
import type { Diff } from './change.ts';
import type { ChangedPair } from './changed-pair.ts';
import type { CostChange } from './costs.ts';
import type { Side } from './side.ts';

/** Something that a change may break although both sides are valid. Plain JSON. */
export interface Risk {
  /** Stable, from SG851 on; has a page below `docs/risks/`. */
  readonly code: string;
  readonly severity: Exclude<Severity, 'error'>;
  readonly pipeline: string;
  /** The file of the new side that it is about, and where in it. */
  readonly file: string;
  readonly route: Route;
  readonly message: string;
  readonly help: string;
}

/** All that risks are judged by. */
export interface RiskContext {
  readonly diff: Diff;
  readonly base: Side;
  readonly head: Side;
  readonly pairs: readonly ChangedPair[];
  readonly costs: readonly CostChange[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** One kind of risk, with its page of documentation; as `Rule` is for what is wrong. */
export interface RiskRule extends Pick<Risk, 'code' | 'severity'> {
  /** Kebab case. */
  readonly name: string;
  /** What may go wrong, in one sentence. */
  readonly summary: string;
  /** Why it matters; Markdown. */
  readonly why: string;
  /** What to do; Markdown. */
  readonly fix: string;
  readonly check: (context: RiskContext) => readonly RiskFinding[];
}

/** What a check found; its rule's code and severity are added by `risks.ts`. */
export type RiskFinding = Omit<Risk, 'code' | 'severity'>;
