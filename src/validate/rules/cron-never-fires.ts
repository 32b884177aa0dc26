import { neverFires, parseCron } from '../../schedule/cron.ts';
import type { Finding, Rule } from '../rule.ts';

export const cronNeverFires: Rule = {
  code: 'SG303',
  name: 'cron-never-fires',
  severity: 'error',
  summary: 'A cron expression names a date that does not exist.',
  why: 'Nothing would ever start the pipeline, and nothing would ever fail: it would just be silent.',
  fix: 'Name a day that the month has. `L` is the last day of the month.',
  check({ pipeline, source }) {
    return pipeline.on.schedule.flatMap(({ cron }, index): Finding[] => {
      if (!restrictsDate(cron)) return [];
      const parsed = parseCron(cron);
      if (!parsed.ok || !neverFires(parsed.cron)) return [];
      const [, , day, month] = parsed.cron.text.split(' ');
      return [
        {
          range: source.value(['on', 'schedule', index, 'cron']),
          message: `\`${cron}\` never fires: day ${day} does not exist in month ${month}`,
          help: 'Write `L` as the day for the last one of the month, or choose a day that the month has.',
        },
      ];
    });
  },
};

/** Only a day of the month together with a month can name a date that does not exist; asking the calendar is dear. */
function restrictsDate(cron: string): boolean {
  const [, , day, month] = cron.trim().split(/\s+/);
  return day !== '*' && month !== '*' && day !== undefined && month !== undefined;
}
