/** How a task has ended, as far as trigger rules care; none of these while it goes on. */
type Counts = Readonly<Record<'success' | 'failed' | 'upstream_failed' | 'skipped' | 'open', number>>;

/** Rules that may hold before all has ended that their task needs. */
export const eager: ReadonlySet<string> = new Set(['one_success', 'one_failed', 'one_done', 'always']);

/** What the table of `docs/trigger-rules.md` says of a task whose needs are in these states. */
export function ruleSays(rule: string, states: readonly string[]): 'start' | 'wait' | 'skipped' | 'upstream_failed' {
  const is = countsOf(states);
  const bad = is.failed + is.upstream_failed;
  const total = states.length;
  if (rule === 'always') return 'start';
  if (rule === 'one_success' && is.success > 0) return 'start';
  if (rule === 'one_failed' && bad > 0) return 'start';
  if (rule === 'one_done' && is.success + is.failed > 0) return 'start';
  if (is.open > 0) return 'wait';
  const unless = (isBad: boolean, state: 'skipped' | 'upstream_failed') => (isBad ? state : 'start');
  const table: Readonly<Record<string, () => 'start' | 'skipped' | 'upstream_failed'>> = {
    all_success: () => (bad > 0 ? 'upstream_failed' : unless(is.skipped > 0, 'skipped')),
    all_failed: () => unless(bad < total, 'skipped'),
    all_done: () => 'start',
    all_done_min_one_success: () => (is.skipped > 0 ? 'skipped' : unless(is.success === 0, 'upstream_failed')),
    all_skipped: () => unless(is.skipped < total, 'skipped'),
    none_failed: () => unless(bad > 0, 'upstream_failed'),
    none_failed_min_one_success: () => (bad > 0 ? 'upstream_failed' : unless(is.success === 0, 'skipped')),
    none_skipped: () => unless(is.skipped > 0, 'skipped'),
    one_success: () => (is.skipped === total ? 'skipped' : 'upstream_failed'),
    one_failed: () => 'skipped',
    one_done: () => 'skipped',
  };
  const said = table[rule];
  if (said === undefined) throw new Error(`no table has the rule ${rule}`);
  return said();
}

function countsOf(states: readonly string[]): Counts {
  const counts = { success: 0, failed: 0, upstream_failed: 0, skipped: 0, open: 0 };
  for (const state of states) counts[kindOf(state)]++;
  return counts;
}

function kindOf(state: string): keyof Counts {
  if (state === 'excluded') return 'success';
  if (state === 'cancelled') return 'failed';
  return state === 'success' || state === 'failed' || state === 'upstream_failed' || state === 'skipped'
    ? state
    : 'open';
}
