import { cleanText } from '../text/ansi-width.ts';
import { nameList } from '../text/name-list.ts';

/**
 * Why a trigger rule other than by a failure did not hold, e.g. `trigger rule one_failed: nothing that it needs failed`.
 * `tasks` are the upstreams that broke it; of the default rule only they are told. A stored rule may be any text.
 */
export function ruleText(rule: string, tasks: readonly string[]): string {
  const why = brokenBy(rule, tasks);
  return rule === 'all_success' ? why : `trigger rule ${cleanText(rule)}: ${why}`;
}

function brokenBy(rule: string, tasks: readonly string[]): string {
  switch (rule) {
    case 'one_failed':
      return 'nothing that it needs failed';
    case 'one_done':
      return 'nothing that it needs was run to its end';
    case 'one_success':
    case 'none_failed_min_one_success':
      return 'all that it needs was skipped';
    case 'all_failed':
      return tasks.length === 0 ? 'not all that it needs failed' : `${nameList(tasks)} did not fail`;
    case 'all_skipped':
      return tasks.length === 0 ? 'not all that it needs was skipped' : `${nameList(tasks)} ${was(tasks)} not skipped`;
    default:
      return tasks.length === 0 ? 'it does not hold' : `${nameList(tasks)} ${was(tasks)} skipped`;
  }
}

function was(tasks: readonly string[]): string {
  return tasks.length === 1 ? 'was' : 'were';
}
