import { longestPath } from '../../dag/critical-path.ts';
import { idAt } from '../../dag/graph.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Cron, Deadline, Pipeline } from '../../model/pipeline.ts';
import { parseCron } from '../../schedule/cron.ts';
import { nextFire } from '../../schedule/fires.ts';
import { isTimezone } from '../../schedule/timezone.ts';
import type { RuleContext } from '../context.ts';
import type { Finding, Rule } from '../rule.ts';

/** Fire times are asked for after this instant, so that the answer is always the same: 2024-01-01, midnight UTC. */
const reference = 1_704_067_200_000;

export const deadlineTooShort: Rule = {
  code: 'SG304',
  name: 'deadline-too-short',
  severity: 'warning',
  summary: 'The tasks may take longer than the deadline allows, even if each succeeds at its first attempt.',
  why: [
    'The timeouts along the longest path add up to more than the time from the start to the deadline. A run in which',
    'every task keeps its timeout can then still be late, and nothing would have ended it in time.',
  ].join(' '),
  fix: 'Lower the timeouts to what the tasks need, start earlier, or move the deadline. Tasks without `timeout` have one hour.',
  check(context): readonly Finding[] {
    const { pipeline, source, graph, order } = context;
    if (pipeline.deadline === undefined || order.length < pipeline.tasks.length) return [];
    const window = windowOf(pipeline, pipeline.deadline);
    const longest = longestPath(graph, (index) => pipeline.tasks[index]?.timeoutMs ?? 0);
    if (window === undefined || longest.weight <= window) return [];
    return [
      {
        range: source.value(['deadline', 'by' in pipeline.deadline ? 'by' : 'after']),
        message: `the deadline leaves ${formatDuration(window)}, but one attempt each of ${describe(context, longest.path)} may take ${formatDuration(longest.weight)}`,
        help: 'Lower their `timeout`, start earlier, or move the deadline.',
      },
    ];
  },
};

/** Milliseconds from the start of a run to its deadline: for each cron its first fire counts, and the shortest span. */
function windowOf({ on }: Pipeline, deadline: Deadline): number | undefined {
  if ('afterMs' in deadline) return deadline.afterMs;
  const [hour, minute] = deadline.by.split(':').map(Number);
  const by = { cron: `${minute} ${hour} * * *`, timezone: deadline.timezone };
  const windows = on.schedule.flatMap((cron) => spanBetween(cron, by) ?? []);
  return windows.length === 0 ? undefined : Math.min(...windows);
}

/** From the first fire of one cron to the next fire of another. */
function spanBetween(from: Cron, to: Cron): number | undefined {
  const start = timeOfDay(from);
  const end = timeOfDay(to);
  if (start !== undefined && end !== undefined && from.timezone === to.timezone) {
    return (end > start ? end - start : end - start + minutesPerDay) * 60_000;
  }
  if (!isReadable(from) || !isReadable(to)) return undefined;
  const first = nextFire([from], reference);
  const next = first === undefined ? undefined : nextFire([to], first);
  return first === undefined || next === undefined ? undefined : next - first;
}

const minutesPerDay = 24 * 60;

/** Minutes after midnight of a cron with one time of day, as nearly all have; asking the calendar is dear. */
function timeOfDay({ cron }: Cron): number | undefined {
  const [, minute, hour] = /^\s*(\d{1,2})\s+(\d{1,2})\s/.exec(cron) ?? [];
  if (minute === undefined || hour === undefined || Number(minute) > 59 || Number(hour) > 23) return undefined;
  return Number(hour) * 60 + Number(minute);
}

function isReadable({ cron, timezone }: Cron): boolean {
  return parseCron(cron).ok && isTimezone(timezone);
}

function describe({ graph }: RuleContext, path: readonly number[]): string {
  const ids = path.map((index) => `\`${idAt(graph, index)}\``);
  return (ids.length <= 6 ? ids : [...ids.slice(0, 3), '…', ...ids.slice(-2)]).join(' → ');
}
