import { type CronField, cronFields, numberOf } from './cron-field.ts';
import type { DayRule, MonthDays, Weekdays } from './day-rule.ts';

/** A cron expression as fires are found by it. */
export interface CompiledCron {
  /** Minutes since midnight, ascending. */
  readonly times: readonly number[];
  /**
   * It runs by the hour and follows elapsed time when clocks change; else its times are fixed times of the day, each of
   * which runs once on each day. See `docs/schedules.md`.
   */
  readonly byHour: boolean;
  readonly days: DayRule;
}

const compiled = new Map<string, CompiledCron>();
const mostCompiled = 1_000;

/** Throws a `TypeError` on what `parseCron` refuses. */
export function compileCron(text: string): CompiledCron {
  const known = compiled.get(text);
  if (known !== undefined) return known;
  const cron = compile(text);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(text, cron);
  return cron;
}

function compile(text: string): CompiledCron {
  const texts = text.trim().split(/\s+/);
  const [minute, hour, day, month, weekday] = cronFields.map((field, index) => ({ field, text: texts[index] ?? '' }));
  if (!minute || !hour || !day || !month || !weekday) throw new TypeError('A cron expression has five fields.');
  const [minutes, hours, months] = [valuesOf(minute), valuesOf(hour), valuesOf(month)];
  const [monthDays, weekdays] = [monthDaysOf(day), weekdaysOf(weekday)];
  return {
    times: hours.flatMap((each) => minutes.map((more) => each * 60 + more)),
    byHour: hours.length > 1 && (hours.length === 24 || hour.text.split(',').some(isEveryHour)),
    days: {
      months: new Set(months),
      monthDays,
      weekdays,
      every: months.length === 12 && monthDays.days.size === 31 && weekdays.days.size === 7,
      both: day.text.startsWith('*') || weekday.text.startsWith('*'),
    },
  };
}

/** `*`, `*` with a step, and the same as a range. */
function isEveryHour(item: string): boolean {
  return /^(?:\*|0?0-23)(?:\/\d+)?$/.test(item);
}

interface FieldText {
  readonly field: CronField;
  readonly text: string;
}

/** Ascending, each once; without what only a calendar can tell. */
function valuesOf({ field, text }: FieldText): readonly number[] {
  const values = text.split(',').flatMap((item) => valuesOfItem(field, item));
  return [...new Set(values)].sort((a, b) => a - b);
}

function valuesOfItem(field: CronField, item: string): readonly number[] {
  if (isSpecial(field, item)) return [];
  const [range = '', step = '1'] = item.split('/');
  const [from = '', to = from] = range.split('-');
  const isAll = range === '*';
  const first = isAll ? field.least : numberIn(field, from);
  const last = isAll ? field.most : numberIn(field, to);
  const values: number[] = [];
  for (let value = first; value <= last; value += Math.max(1, Number(step))) values.push(value);
  return values;
}

function numberIn(field: CronField, text: string): number {
  const value = numberOf(field, text);
  if (value === undefined) throw new TypeError(`\`${text}\` is no ${field.name}.`);
  return value;
}

function isSpecial(field: CronField, item: string): boolean {
  if (field.name === 'day of month') return /[LW]/i.test(item);
  return field.name === 'day of week' && (item.includes('#') || /\wL$/i.test(item));
}

function monthDaysOf(text: FieldText): MonthDays {
  const items = text.text.toUpperCase().split(',');
  return {
    days: new Set(valuesOf(text)),
    last: items.includes('L'),
    lastWorkday: items.includes('LW'),
    workdays: items.filter((item) => /^\d+W$/.test(item)).map((item) => Number(item.slice(0, -1))),
  };
}

function weekdaysOf(text: FieldText): Weekdays {
  const special = text.text.split(',').filter((item) => isSpecial(text.field, item));
  const numbered = special.filter((item) => item.includes('#')).map((item) => item.split('#'));
  const last = special.filter((item) => !item.includes('#'));
  return {
    days: new Set(valuesOf(text).map((day) => day % 7)),
    nth: numbered.map(([day = '', nth = '']) => [numberIn(text.field, day) % 7, Number(nth)] as const),
    last: new Set(last.map((item) => numberIn(text.field, item.slice(0, -1)) % 7)),
  };
}
