/** What a repository asks of its pipelines and of who changes them: `policy` of `.github/segue.yml`, normalised. Plain JSON. */
export interface Policy {
  /** The first is for all pipelines; of all that fit a pipeline each holds. */
  readonly rules: readonly PolicyRules[];
  /** Globs of labels, of which one must take each label that a lane runs on; absent: any. */
  readonly runners?: readonly string[];
  readonly limits: readonly OwnerLimits[];
  readonly protect: readonly Protection[];
  readonly exempt: readonly Exemption[];
  /** Risks that do not pass without an owner's word. */
  readonly block: readonly RiskCode[];
}

/** Which pipelines are meant: those that fit all that is said here. */
export interface PolicyScope {
  /** Globs of ids. */
  readonly pipelines?: readonly string[];
  readonly tags?: readonly string[];
  readonly owners?: readonly string[];
}

/** What is asked of a pipeline by itself. */
export interface PolicyRules extends PolicyScope {
  /** Of what does not follow them in a pull request. */
  readonly severity: 'error' | 'warning';
  readonly require: readonly RequiredKey[];
  /** Globs, of which one must take the shell of each task. */
  readonly shells?: readonly string[];
  readonly lanes?: readonly string[];
  /** From one start to the next, in milliseconds. */
  readonly minCronDistanceMs?: number;
  /** What the repository says to who does not follow them. */
  readonly message?: string;
}

/** What a team may have; `*` is each owner that is not named. */
export interface OwnerLimits {
  readonly owner: string;
  readonly pipelines?: number;
  readonly tasks?: number;
  /** Scheduled ones, in 30 days. */
  readonly runsPerMonth?: number;
}

/** Pipelines that nobody changes alone. */
export interface Protection extends PolicyScope {
  readonly approvals: number;
  /** Whose approval counts; absent: the pipeline's owner and the code owners of its file. */
  readonly by?: readonly string[];
  readonly message?: string;
}

/** What pipelines need not follow. */
export interface Exemption extends PolicyScope {
  readonly codes: readonly DemandCode[];
  readonly reason: string;
}

/** Keys of a pipeline that can be asked for. A deadline is asked of what has a schedule. */
export const requiredKeys = ['owner', 'description', 'deadline', 'runbook', 'tags', 'name'] as const;

export type RequiredKey = (typeof requiredKeys)[number];

/** What a pipeline by itself may not follow. */
export const demandCodes = ['SG871', 'SG872', 'SG873', 'SG874'] as const;

export type DemandCode = (typeof demandCodes)[number];

/** What a change may break although both sides are valid; `diff/` finds it. */
export const riskCodes = ['SG851', 'SG852', 'SG853', 'SG854', 'SG855', 'SG856', 'SG857', 'SG858', 'SG859'] as const;

export type RiskCode = (typeof riskCodes)[number];

/** Nothing is asked. */
export const noPolicy: Policy = Object.freeze({ rules: [], limits: [], protect: [], exempt: [], block: [] });
