import type { PolicyFinding } from './finding.ts';
import type { PolicyCase, Touched } from './policy-case.ts';

/** What the policy forbids, with its page of documentation; as `RiskRule` is for risks. */
export interface PolicyRule {
  readonly code: string;
  /** Kebab case. */
  readonly name: string;
  readonly summary: string;
  /** Why it matters; Markdown. */
  readonly why: string;
  /** What to do; Markdown. */
  readonly fix: string;
  readonly check: (context: PolicyContext) => readonly Breach[];
}

export interface PolicyContext extends PolicyCase {
  /** What the diff lists, and what only came into sight: sorted by id. */
  readonly touched: readonly Touched[];
}

/** What a check found; who has agreed to it is added by `agreements.ts`. */
export interface Breach extends Pick<PolicyFinding, 'severity' | 'pipeline' | 'file' | 'route' | 'message' | 'help'> {
  /** Whose word counts, as the files name them. */
  readonly owners: readonly string[];
  /** How many people have to agree; 1 if absent. */
  readonly approvals?: number;
  /** The author's own word does not count, even as an owner. */
  readonly fourEyes?: true;
}
