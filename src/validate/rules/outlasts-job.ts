import { formatDuration } from '../../model/duration.ts';
import { longestAttemptMs, maxRuntimeOf } from '../../model/max-runtime.ts';
import type { Finding, Rule } from '../rule.ts';
import { taskRoute } from '../task-route.ts';
import { uniqueFindings } from '../unique-findings.ts';

export const outlastsJob: Rule = {
  code: 'SG505',
  name: 'outlasts-job',
  severity: 'note',
  summary: 'A timeout is longer than what a job on GitHub gives to one attempt.',
  why: [
    'A job is over after `max-runtime`, and an attempt that was cut off begins anew in the next one. So no attempt gets more than nineteen',
    'twentieths of `max-runtime`; after that it has failed, whatever its timeout says. Where Segue does not work in jobs, this means nothing.',
  ].join(' '),
  fix: 'Lower the timeout, split the task, or give its lane runners of your own and a longer `max-runtime`.',
  check({ pipeline, source, settings }) {
    const { lane, tasks } = pipeline;
    const mostMs = longestAttemptMs(maxRuntimeOf(settings, lane));
    const findings = tasks.flatMap(({ id, timeoutMs }): Finding[] => {
      if (timeoutMs <= mostMs) return [];
      const has = `a job of the lane \`${lane}\` gives it ${formatDuration(mostMs)}`;
      const message = `an attempt of \`${id}\` may take ${formatDuration(timeoutMs)} by its timeout, but ${has} at most`;
      const help = 'Lower it, split the task, or raise `max-runtime` of the lane if its runners live longer.';
      return [{ range: source.value(taskRoute(source, id, ['timeout'])), message, help }];
    });
    return uniqueFindings(findings);
  },
};
