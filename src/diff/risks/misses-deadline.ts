import { formatDuration } from '../../model/duration.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import { zoneOf } from '../../schedule/zone.ts';
import type { RunCost } from '../costs.ts';
import type { RiskRule } from '../risk.ts';
import { at, attemptsText } from '../risk-places.ts';

export const missesDeadline: RiskRule = {
  code: 'SG859',
  name: 'misses-deadline',
  severity: 'warning',
  summary: 'Slow runs end after the deadline now, and did not before.',
  why: 'By the durations of earlier runs the heaviest path of tasks, each at its p95, takes longer than there is time between the start and the deadline.',
  fix: 'Start earlier, take tasks off the critical path, or agree on a later deadline.',
  check: ({ pairs, costs }) =>
    costs.flatMap(({ pipeline, before, after }) => {
      const now = pairs.find(({ change }) => change.id === pipeline)?.after;
      if (now === undefined || after?.marginMs === undefined || after.marginMs >= 0) return [];
      if (before?.marginMs !== undefined && before.marginMs < 0) return [];
      return [
        {
          ...at(now, 'deadline'),
          message: `${lateText(now, after)} (${attemptsText(after.attempts)})`,
          help: `That is ${formatDuration(-after.marginMs)} too late. The tasks that decide: ${(after.slowPath ?? after.path).join(' → ')}.`,
        },
      ];
    }),
};

/** As clocks show it where the deadline is one of a clock. */
function lateText({ deadline }: Pipeline, { p95Ms, tightest }: RunCost): string {
  if (deadline === undefined || 'afterMs' in deadline || tightest === undefined) {
    return `slow runs take ${formatDuration(p95Ms)}, more than the deadline leaves`;
  }
  const [end, by] = [wallOf(tightest.p95End, deadline.timezone), wallOf(tightest.deadline, deadline.timezone)];
  const day = end.slice(0, 10) === by.slice(0, 10) ? '' : ' of the next day';
  return `slow runs (p95) end at ${end.slice(11, 16)}${day}, and the deadline is ${by.slice(11, 16)}`;
}

function wallOf(instant: string, timezone: string): string {
  const at = Date.parse(instant);
  return new Date(at + zoneOf(timezone).offsetAt(at)).toISOString();
}
