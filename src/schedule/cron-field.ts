export type CronFieldName = 'minute' | 'hour' | 'day of month' | 'month' | 'day of week';

/** What one of the five fields may hold. */
export interface CronField {
  readonly name: CronFieldName;
  readonly least: number;
  readonly most: number;
  /** In place of numbers, from `firstName` on; matched without regard to case. */
  readonly names: readonly string[];
  readonly firstName: number;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** In the order in which they stand. 7 is Sunday, as 0 is. */
export const cronFields: readonly CronField[] = [
  { name: 'minute', least: 0, most: 59, names: [], firstName: 0 },
  { name: 'hour', least: 0, most: 23, names: [], firstName: 0 },
  { name: 'day of month', least: 1, most: 31, names: [], firstName: 0 },
  { name: 'month', least: 1, most: 12, names: months, firstName: 1 },
  { name: 'day of week', least: 0, most: 7, names: days, firstName: 0 },
];

/** What is wrong with a part of a field; offsets count from the field's first character. */
export interface FieldProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly help: string;
}

/** The first thing wrong with a field, or `undefined`. Accepts lists, ranges, steps, names, and `L`, `W`, `#` for days. */
export function checkField(field: CronField, text: string): FieldProblem | undefined {
  let start = 0;
  const items = text.split(',');
  for (const item of items) {
    const found = items.length > 1 && isLastWeekday(field, item) ? lonely : checkItem(field, item);
    if (found !== undefined) return { ...found, start, end: start + Math.max(item.length, 1) };
    start += item.length + 1;
  }
  return undefined;
}

type ItemProblem = Pick<FieldProblem, 'message' | 'help'>;

const lonely: ItemProblem = { message: '`LW` stands in a list', help: 'Write a cron line of its own for `LW`.' };

function checkItem(field: CronField, item: string): ItemProblem | undefined {
  if (item === '') return { message: `the ${field.name} has an empty part`, help: 'Remove the superfluous comma.' };
  if (isSpecialDay(field, item)) return undefined;
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0) return { message: `\`${item}\` has two steps`, help: 'Write one step, e.g. `*/15`.' };
  const [from = '', to, ...rest] = range.split('-');
  if (rest.length > 0) return { message: `\`${item}\` is no range`, help: 'Write a range as `1-5`.' };
  if (range === '*') return step === undefined ? undefined : checkStep(field, step);
  if (range === '?') return { message: '`?` is a sign of other cron dialects', help: 'Write `*`.' };
  return checkRange(field, from, to) ?? (step === undefined ? undefined : checkSteppedRange(field, range, to, step));
}

function checkRange(field: CronField, from: string, to: string | undefined): ItemProblem | undefined {
  const first = numberOf(field, from);
  if (first === undefined) return badValue(field, from);
  if (to === undefined) return undefined;
  const last = numberOf(field, to);
  if (last === undefined) return badValue(field, to);
  if (first <= last) return undefined;
  const top = distinctMost(field);
  const before = first > top ? '' : `${first}-${top},`;
  return { message: `\`${from}-${to}\` runs backwards`, help: `Write \`${before}${field.least}-${last}\`.` };
}

function checkSteppedRange(
  field: CronField,
  range: string,
  to: string | undefined,
  step: string,
): ItemProblem | undefined {
  if (to !== undefined) return checkStep(field, step);
  const from = numberOf(field, range) === 7 && field.name === 'day of week' ? '0' : range;
  return {
    message: `\`${range}/${step}\` has a step but no range`,
    help: `Write \`${from}-${distinctMost(field)}/${step}\` or \`*/${step}\`.`,
  };
}

function checkStep(field: CronField, step: string): ItemProblem | undefined {
  const size = /^\d{1,4}$/.test(step) ? Number(step) : 0;
  const most = distinctMost(field) - field.least + 1;
  if (size >= 1 && size <= most) return undefined;
  return {
    message: `\`/${step}\` is no step of the ${field.name}`,
    help: `A step is a number from 1 to ${most}, e.g. \`*/${Math.min(15, most)}\`.`,
  };
}

/** The last value that is not another name of an earlier one, as 7 is for Sunday. */
function distinctMost(field: CronField): number {
  return field.name === 'day of week' ? 6 : field.most;
}

function badValue(field: CronField, value: string): ItemProblem {
  const names = field.names.length === 0 ? '' : ` or ${field.names[0]} to ${field.names.at(-1)}`;
  return {
    message: `\`${value}\` is no ${field.name}`,
    help: `The ${field.name} is ${field.least} to ${field.most}${names}, or \`*\` for all.`,
  };
}

/** The value that a number or a name stands for; Sunday is 0 or 7. */
export function numberOf(field: CronField, text: string): number | undefined {
  const named = field.names.indexOf(text.toUpperCase());
  if (named >= 0) return named + field.firstName;
  const value = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : undefined;
}

function isLastWeekday(field: CronField, item: string): boolean {
  return field.name === 'day of month' && item.toUpperCase() === 'LW';
}

/** `L` last day, `LW` last weekday, `15W` weekday nearest to the 15th; `FRI#2` second Friday, `5L` last Friday. */
function isSpecialDay(field: CronField, item: string): boolean {
  const text = item.toUpperCase();
  if (field.name === 'day of month') {
    if (text === 'L' || isLastWeekday(field, item)) return true;
    return text.endsWith('W') && numberOf(field, text.slice(0, -1)) !== undefined;
  }
  if (field.name !== 'day of week') return false;
  const day = /^(?<day>\w+?)(?:#[1-5]|L)$/.exec(text)?.groups?.day;
  return day !== undefined && numberOf(field, day) !== undefined;
}
