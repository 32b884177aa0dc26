import { windowOf } from '../cron-window.ts';
import type { Finding, Rule } from '../rule.ts';

export const endBeforeStart: Rule = {
  code: 'SG305',
  name: 'end-before-start',
  severity: 'error',
  summary: 'A cron ends before it starts.',
  why: 'There is no time at which it could fire. Nothing would start the pipeline, and nothing would fail.',
  fix: 'Exchange the two, or correct the one that is wrong. Both days belong to the time between them: one day may be both.',
  check({ pipeline, source }) {
    return pipeline.on.schedule.flatMap((cron, index): Finding[] => {
      if (cron.start === undefined || cron.end === undefined) return [];
      const window = windowOf(cron);
      if (window === undefined || window.from < window.until) return [];
      const route = ['on', 'schedule', index];
      return [
        {
          range: source.value([...route, 'end']),
          message: `the cron ends (\`${cron.end}\`) before it starts (\`${cron.start}\`)`,
          related: [{ range: source.value([...route, 'start']), message: 'its start' }],
          help: 'Exchange the two, or correct the one that is wrong.',
        },
      ];
    });
  },
};
