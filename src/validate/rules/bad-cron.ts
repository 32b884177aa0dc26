import { parseCron } from '../../schedule/cron.ts';
import type { Finding, Rule } from '../rule.ts';

export const badCron: Rule = {
  code: 'SG301',
  name: 'bad-cron',
  severity: 'error',
  summary: 'A cron expression cannot be read.',
  why: [
    'Cron expressions have the five fields of GitHub Actions: minute, hour, day of month, month, day of week. Dialects differ in',
    'seconds, years and nicknames, and a pipeline that runs at another time than meant is noticed late.',
  ].join(' '),
  fix: 'Write five fields. `@daily` is `0 0 * * *`, `@hourly` is `0 * * * *`, `@weekly` is `0 0 * * 0`.',
  check({ pipeline, source }) {
    return pipeline.on.schedule.flatMap(({ cron }, index): Finding[] => {
      const parsed = parseCron(cron);
      if (parsed.ok) return [];
      const { message, help, start, end } = parsed;
      return [{ range: source.part(['on', 'schedule', index, 'cron'], start, end), message, help }];
    });
  },
};
