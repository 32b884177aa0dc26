import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { AcceptedRisk } from '../../policy/finding.ts';
import type { BackfillCost } from '../../run/backfill-cost.ts';
import type { BackfillPlan } from '../../run/backfill-plan.ts';
import type { DiffView, LocatedPolicyFinding } from '../diff/diff-view.ts';
import type { Region } from '../findings/findings-position.ts';
import type { CheckedFiles } from '../findings/findings-words.ts';
import type { ForecastChange } from '../forecast/forecast.ts';
import type { ForecastBasis } from '../forecast/forecast-basis.ts';

export type { LocatedPolicyFinding } from '../diff/diff-view.ts';

/** A pull request after its judgement, as its check run and its comment tell it. Plain data. */
export interface ReviewView {
  /** From where the pull request left its branch to its head. */
  readonly diff: DiffView;
  /** Of the head. */
  readonly checked: CheckedFiles;
  /** What is wrong and came with this pull request; worst first, then by place. */
  readonly findings: readonly ReviewFinding[];
  /** What was there before, in files that it leaves alone; it decides nothing. */
  readonly before: readonly ReviewFinding[];
  readonly tests: ReviewTests;
  /** By pipeline. */
  readonly fewerTests: readonly FewerTests[];
  readonly policy: readonly LocatedPolicyFinding[];
  /** Risks that somebody who may has looked at. */
  readonly accepted: readonly AcceptedRisk[];
  /** Logins of those who agreed to an earlier commit, or to the newest for another branch, and to nothing of what is here now. */
  readonly lapsed: { readonly commit: readonly string[]; readonly base: readonly string[] };
  /** Of backfill files that are new or differ. */
  readonly backfills: readonly ReviewBackfill[];
  /** The generated workflow is not the one that the pipelines and settings give. */
  readonly isWorkflowStale: boolean;
  /** By simulation; absent where nothing was played. */
  readonly forecast?: ForecastChange;
  /** What it knows of earlier runs. */
  readonly forecastBasis?: ForecastBasis;
  /** Sentences about what could not be looked at. */
  readonly notChecked: readonly string[];
}

/** A finding on its lines of the head. */
export interface ReviewFinding {
  readonly code: string;
  readonly severity: Severity;
  readonly file: string;
  readonly region: Region;
  readonly message: string;
  readonly help?: string;
  /** Other places that explain it: `pipelines/a.yml:4`, and what is there. */
  readonly related: readonly { readonly place: string; readonly message: string }[];
}

/** Pipeline tests that the pull request may turn out otherwise; those of the others would come out as they did. */
export interface ReviewTests {
  /** Cases that were played to their end, and how many test files were not, since nothing of theirs has changed. */
  readonly cases: number;
  readonly unaffected: number;
  readonly failures: readonly ReviewTestFailure[];
  /** Cases that take more to play than a pull request may; they are none of `cases`. */
  readonly unplayed: readonly { readonly file: string; readonly pipeline: string; readonly name: string }[];
}

/** A pipeline about which fewer cases are written than before; its id is that of the head. */
export interface FewerTests {
  readonly pipeline: string;
  readonly before: number;
  readonly after: number;
}

/** A case that came out otherwise than it expects, at the place that expects it. */
export interface ReviewTestFailure {
  readonly pipeline: string;
  readonly name: string;
  readonly file: string;
  readonly region: Region;
  readonly expected: string;
  readonly got: string;
  /** A line each. */
  readonly because: readonly string[];
}

export interface ReviewBackfill {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly pipeline: string;
  readonly reprocess: string;
  readonly maxActive: number;
  readonly reason: string;
  readonly plan: BackfillPlan;
  readonly cost: BackfillCost;
  /** False: nobody could look which of the intervals are done, so all of them count as if none were. */
  readonly isStateKnown: boolean;
  /** When all of it would be done if it were merged now; absent where nothing is known of durations. ISO 8601. */
  readonly endsAt?: string;
  readonly timezone: string;
}
