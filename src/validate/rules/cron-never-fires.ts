import type { Cron } from '../../model/pipeline.ts';
import { type CronExpression, neverFires, parseCron } from '../../schedule/cron.ts';
import { nextFire } from '../../schedule/fires.ts';
import { windowOf } from '../cron-window.ts';
import type { Finding, Rule } from '../rule.ts';

export const cronNeverFires: Rule = {
  code: 'SG303',
  name: 'cron-never-fires',
  severity: 'error',
  summary: 'A cron expression names a date that does not exist, or none between its `start` and its `end`.',
  why: 'Nothing would ever start the pipeline, and nothing would ever fail: it would just be silent.',
  fix: 'Name a day that the month has. `L` is the last day of the month. Of `start` and `end` move the one that is too near.',
  check({ pipeline, source }) {
    return pipeline.on.schedule.flatMap((cron, index): Finding[] => {
      if (!restrictsDate(cron.cron) && cron.end === undefined) return [];
      const parsed = parseCron(cron.cron);
      const found = parsed.ok ? (noSuchDate(parsed.cron) ?? noneInWindow(cron)) : undefined;
      return found === undefined ? [] : [{ ...found, range: source.value(['on', 'schedule', index, 'cron']) }];
    });
  },
};

type Words = Pick<Finding, 'message' | 'help'>;

function noSuchDate(cron: CronExpression): Words | undefined {
  if (!restrictsDate(cron.text) || !neverFires(cron)) return undefined;
  const [, , day, month] = cron.text.split(' ');
  return {
    message: `\`${cron.text}\` never fires: day ${day} does not exist in month ${month}`,
    help: 'Write `L` as the day for the last one of the month, or choose a day that the month has.',
  };
}

/** An end before the start is a finding of its own. */
function noneInWindow(written: Cron): Words | undefined {
  const { cron, timezone, start, end } = written;
  const window = end === undefined ? undefined : windowOf(written);
  if (window === undefined || window.from >= window.until) return undefined;
  const next = nextFire([{ cron, timezone }], window.from - 1);
  if (next === undefined || next < window.until) return undefined;
  const since = start === undefined ? '' : `from \`${start}\` `;
  return {
    message: `\`${cron}\` never fires ${since}until \`${end}\``,
    help: `It would fire next at ${new Date(next).toISOString()}. Move \`end\`${start === undefined ? '' : ' or `start`'}.`,
  };
}

/** Only a day of the month together with a month can name a date that does not exist; asking the calendar is dear. */
function restrictsDate(cron: string): boolean {
  const [, , day, month] = cron.trim().split(/\s+/);
  return day !== '*' && month !== '*' && day !== undefined && month !== undefined;
}
