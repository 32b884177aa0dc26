import { formatDuration } from '../../model/duration.ts';
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
          message: `slow runs take ${formatDuration(after.p95Ms)}, which is ${formatDuration(-after.marginMs)} more than the deadline leaves (${attemptsText(after.attempts)})`,
          help: `The tasks that decide: ${after.path.join(' → ')}.`,
        },
      ];
    }),
};
