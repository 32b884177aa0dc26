/**
 * When a task starts, from the states of its direct upstreams. Names and meaning are Airflow's (3.3, without the rule that
 * needs set-up tasks); where Airflow's answer depends on who finishes first, this one waits: see `docs/trigger-rules.md`.
 */
export const triggerRules = [
  'all_success',
  'all_failed',
  'all_done',
  'all_done_min_one_success',
  'all_skipped',
  'one_success',
  'one_failed',
  'one_done',
  'none_failed',
  'none_failed_min_one_success',
  'none_skipped',
  'always',
] as const;

export type TriggerRule = (typeof triggerRules)[number];

/** How many direct upstreams there are, and how many of them ended in which state. `failed` includes cancelled ones. */
export interface UpstreamCounts {
  readonly total: number;
  readonly success: number;
  readonly failed: number;
  readonly upstreamFailed: number;
  readonly skipped: number;
}

/** `wait`: not decided yet. The other two are final states of a task that does not start. */
export type Judgement = 'wait' | 'start' | 'skipped' | 'upstream_failed';

/** Rules that may start a task before all of its upstreams have finished. */
export function isEager(rule: TriggerRule): boolean {
  return rule === 'always' || rule === 'one_success' || rule === 'one_failed' || rule === 'one_done';
}

/**
 * Decides on a task. A task without upstreams starts under every waiting rule; `one_*` rules can then never hold and
 * skip it.
 */
export function judge(rule: TriggerRule, counts: UpstreamCounts): Judgement {
  const bad = counts.failed + counts.upstreamFailed;
  if (rule === 'always') return 'start';
  if (rule === 'one_success' && counts.success > 0) return 'start';
  if (rule === 'one_failed' && bad > 0) return 'start';
  if (rule === 'one_done' && counts.success + counts.failed > 0) return 'start';
  if (counts.success + bad + counts.skipped < counts.total) return 'wait';
  return judgeFinished(rule, counts, bad);
}

function judgeFinished(rule: Exclude<TriggerRule, 'always'>, counts: UpstreamCounts, bad: number): Judgement {
  const { total, success, skipped } = counts;
  switch (rule) {
    case 'all_success':
      return bad > 0 ? 'upstream_failed' : skipped > 0 ? 'skipped' : 'start';
    case 'all_failed':
      return bad === total ? 'start' : 'skipped';
    case 'all_done':
      return 'start';
    case 'all_done_min_one_success':
      if (skipped > 0) return 'skipped';
      return success > 0 || total === 0 ? 'start' : 'upstream_failed';
    case 'all_skipped':
      return skipped === total ? 'start' : 'skipped';
    case 'one_success':
      return skipped === total ? 'skipped' : 'upstream_failed';
    case 'one_failed':
    case 'one_done':
      return 'skipped';
    case 'none_failed':
      return bad > 0 ? 'upstream_failed' : 'start';
    case 'none_failed_min_one_success':
      if (bad > 0) return 'upstream_failed';
      return skipped === total && total > 0 ? 'skipped' : 'start';
    case 'none_skipped':
      return skipped > 0 ? 'skipped' : 'start';
    default:
      return rule satisfies never;
  }
}
