import { formatDuration } from '../../model/duration.ts';
import { knownOf } from '../changed-pair.ts';
import type { RiskRule } from '../risk.ts';
import { at, attemptsText, keptPairs, taskEditsOf } from '../risk-places.ts';

export const shortTimeout: RiskRule = {
  code: 'SG852',
  name: 'short-timeout',
  severity: 'warning',
  summary: 'A timeout was shortened to less than the task is known to take.',
  why: 'Of the attempts that succeeded, one in twenty took longer than the new timeout: those will be ended and count as failed.',
  fix: 'Leave room above the p95, or make the task faster first.',
  check: ({ pairs }) =>
    keptPairs(pairs).flatMap((pair) =>
      taskEditsOf(pair).flatMap(({ task, edit }) => {
        if (edit.kind !== 'value' || edit.field !== 'timeoutMs') return [];
        const known = knownOf(pair, task.id);
        const { before = 0, after = 0 } = edit;
        if (known === undefined || after >= before || after >= known.p95Ms) return [];
        const times = `${formatDuration(after)}, and its p95 is ${formatDuration(known.p95Ms)} (${attemptsText(known.attempts)})`;
        return [
          {
            ...at(pair.after, 'tasks', task.id, 'timeout'),
            message: `the timeout of \`${task.id}\` is now ${times}`,
            help: `It was ${formatDuration(before)}. Leave room above the p95.`,
          },
        ];
      }),
    ),
};
