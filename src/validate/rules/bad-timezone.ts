import { nearest } from '../../diagnostic/suggest.ts';
import { isTimezone, timezoneNames } from '../../schedule/timezone.ts';
import type { Rule } from '../rule.ts';

export const badTimezone: Rule = {
  code: 'SG302',
  name: 'bad-timezone',
  severity: 'error',
  summary: 'A timezone is not a name of the IANA database.',
  why: [
    'Abbreviations such as `CET` or `EST` mean different things in different places, and an offset such as `+02:00` is wrong for',
    'half of the year. Names of places follow the changes of clocks.',
  ].join(' '),
  fix: 'Write the name of a place, e.g. `Europe/Paris`, or `UTC`.',
  check({ pipeline, source }) {
    return pipeline.on.schedule
      .map(({ timezone }, index) => ({ timezone, index }))
      .filter(({ timezone }) => !isTimezone(timezone))
      .map(({ timezone, index }) => ({
        range: source.value(['on', 'schedule', index, 'timezone']),
        message: `\`${timezone}\` is not a timezone that is known`,
        help: helpFor(timezone),
      }));
  },
};

/** People often write the city alone, so the last part of a name counts as well. */
function helpFor(timezone: string): string {
  const names = timezoneNames();
  const city = new Map(names.map((name) => [name.slice(name.lastIndexOf('/') + 1), name]));
  const guess = nearest(timezone, names) ?? city.get(nearest(timezone.replaceAll(' ', '_'), city.keys()) ?? '');
  const advice = 'Write a name of the IANA database, e.g. `Europe/Paris`, or `UTC`.';
  return guess === undefined ? advice : `Did you mean \`${guess}\`? ${advice}`;
}
