import fc from './seeded-fast-check.ts';

/** What clocks show: a minute of a date. */
export interface Wall {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** A cron expression together with what it means, worked out without the code under test. */
export interface MeantCron {
  readonly text: string;
  /** True if clocks that show this are at a time of the cron. */
  readonly matches: (wall: Wall) => boolean;
  /** It follows elapsed time when clocks change. */
  readonly byHour: boolean;
  /** A day field is a step of `*`, of which libraries think differently when both day fields are given. */
  readonly hasSteppedDays: boolean;
  /** It has `L`, `W` or `#`. */
  readonly hasSpecialDays: boolean;
}

interface MeantField<T> {
  readonly text: string;
  readonly matches: (value: T) => boolean;
}

/** One item of a field; its values are told by the numbers that make it, not by reading its text. */
function numbers(least: number, most: number): fc.Arbitrary<MeantField<number>> {
  const value = fc.integer({ min: least, max: most });
  const single = value.map((one) => ({ text: `${one}`, matches: (n: number) => n === one }));
  const range = fc.tuple(value, value, fc.integer({ min: 1, max: most - least + 1 })).map(([a, b, step]) => {
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const text = step === 1 ? `${from}-${to}` : `${from}-${to}/${step}`;
    return { text, matches: (n: number) => n >= from && n <= to && (n - from) % step === 0 };
  });
  const stepped = fc
    .integer({ min: 2, max: most - least + 1 })
    .map((step) => ({ text: `*/${step}`, matches: (n: number) => (n - least) % step === 0 }));
  const all = fc.constant({ text: '*', matches: () => true });
  return fc.oneof(single, single, single, list(single), range, stepped, all);
}

function list<T>(item: fc.Arbitrary<MeantField<T>>): fc.Arbitrary<MeantField<T>> {
  return fc.uniqueArray(item, { minLength: 2, maxLength: 4, selector: ({ text }) => text }).map((items) => ({
    text: items.map(({ text }) => text).join(','),
    matches: (value: T) => items.some(({ matches }) => matches(value)),
  }));
}

const specialMonthDay: fc.Arbitrary<MeantField<Wall>> = fc.oneof(
  fc.constant({ text: 'L', matches: (wall: Wall) => wall.day === lastOf(wall) }),
  fc.constant({ text: 'LW', matches: (wall: Wall) => wall.day === workdaysOf(wall).at(-1) }),
  fc.integer({ min: 1, max: 31 }).map((near) => ({
    text: `${near}W`,
    matches: (wall: Wall) => near <= lastOf(wall) && wall.day === nearest(workdaysOf(wall), near),
  })),
);

const specialWeekday: fc.Arbitrary<MeantField<Wall>> = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.constantFrom('L', '#1', '#2', '#3', '#4', '#5'))
  .map(([weekday, which]) => ({
    text: `${weekday}${which}`,
    matches: (wall: Wall) => {
      const days = daysOf(wall).filter((day) => weekdayOf({ ...wall, day }) === weekday);
      return wall.day === (which === 'L' ? days.at(-1) : days[Number(which.slice(1)) - 1]);
    },
  }));

const mostDays: fc.Arbitrary<MeantField<Wall>> = fc.constant({ text: '*', matches: () => true });
const monthDay = numbers(1, 31).map(({ text, matches }) => ({ text, matches: (wall: Wall) => matches(wall.day) }));
const weekday = numbers(0, 6).map(({ text, matches }) => ({ text, matches: (wall: Wall) => matches(weekdayOf(wall)) }));
const anyMonth: fc.Arbitrary<MeantField<number>> = fc.constant({ text: '*', matches: () => true });

const often = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: usual }, { weight: 1, arbitrary: other });

/** Crons of all forms; those that run every day or month are the most, so that most have fires in a window of days. */
export const anyCron: fc.Arbitrary<MeantCron> = fc
  .record({
    minute: numbers(0, 59),
    hour: often(numbers(0, 4), numbers(0, 23)),
    monthDay: often(mostDays, fc.oneof({ weight: 3, arbitrary: monthDay }, { weight: 1, arbitrary: specialMonthDay })),
    month: often(anyMonth, numbers(1, 12)),
    weekday: often(mostDays, fc.oneof({ weight: 3, arbitrary: weekday }, { weight: 1, arbitrary: specialWeekday })),
  })
  .map(({ minute, hour, monthDay, month, weekday }) => {
    const isBoth = [monthDay, weekday].some(({ text }) => text.startsWith('*'));
    return {
      text: [minute, hour, monthDay, month, weekday].map(({ text }) => text).join(' '),
      matches: (wall) => {
        if (!minute.matches(wall.minute) || !hour.matches(wall.hour) || !month.matches(wall.month)) return false;
        const [inMonth, inWeek] = [monthDay.matches(wall), weekday.matches(wall)];
        return isBoth ? inMonth && inWeek : inMonth || inWeek;
      },
      byHour: isByHour(hour),
      hasSteppedDays: [monthDay, weekday].some(({ text }) => text.startsWith('*/')),
      hasSpecialDays: [monthDay, weekday].some(({ text }) => /[LW#]/.test(text)),
    };
  });

function isByHour({ text, matches }: MeantField<number>): boolean {
  const hours = Array.from({ length: 24 }, (_, hour) => hour).filter(matches);
  const written = text.split(',').some((item) => item.startsWith('*') || item.startsWith('0-23'));
  return hours.length > 1 && (hours.length === 24 || written);
}

export function weekdayOf({ year, month, day }: Wall): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

function lastOf({ year, month }: Wall): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function daysOf(wall: Wall): readonly number[] {
  return Array.from({ length: lastOf(wall) }, (_, index) => index + 1);
}

function workdaysOf(wall: Wall): readonly number[] {
  return daysOf(wall).filter((day) => ![0, 6].includes(weekdayOf({ ...wall, day })));
}

function nearest(days: readonly number[], wanted: number): number | undefined {
  return days.toSorted((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
}
