import type { CronField } from '../schedule/cron-field.ts';

/** What cron itself makes of one field of a line. */
export interface CronValues {
  /** Ascending, each once; Sunday is 0. */
  readonly values: readonly number[];
  /** Begins with `*`: then day of month and day of week must both match, instead of either. */
  readonly star: boolean;
  /** Forms on which crons differ, with what was made of them. */
  readonly doubts: readonly FieldDoubt[];
}

export interface FieldDoubt {
  readonly item: string;
  /** `step`: a step without a range; `backwards`: a range that wraps; `random`: a time that cron draws. */
  readonly kind: 'step' | 'backwards' | 'random';
}

const itemForm = /^(?:(?<all>\*)|(?<from>\w+)?(?:(?<sign>[-~])(?<to>\w+)?)?)(?:\/(?<step>\d{1,4}))?$/;

/**
 * Reads a field as Vixie cron and its descendants do: lists, ranges, steps, names, and cronie's `~`. `seed` decides which
 * of its values a `~` becomes. `undefined` if cron would refuse the field.
 */
export function readCronField(field: CronField, text: string, seed: number): CronValues | undefined {
  const found = new Set<number>();
  const doubts: FieldDoubt[] = [];
  for (const item of text.split(',')) {
    const read = readItem(field, item, seed);
    if (read === undefined) return undefined;
    for (const value of read.values) found.add(field.name === 'day of week' ? value % 7 : value);
    if (read.doubt !== undefined) doubts.push({ item, kind: read.doubt });
  }
  return { values: [...found].sort((a, b) => a - b), star: text.startsWith('*'), doubts };
}

/** All values of a field, each once. */
export function allValues(field: CronField): readonly number[] {
  return span(field.least, field.name === 'day of week' ? 6 : field.most, 1);
}

interface ReadItem {
  readonly values: readonly number[];
  readonly doubt?: FieldDoubt['kind'];
}

function readItem(field: CronField, item: string, seed: number): ReadItem | undefined {
  const groups = itemForm.exec(item)?.groups;
  if (groups === undefined || item === '') return undefined;
  const { all, from, sign, to, step } = groups;
  const size = step === undefined ? 1 : Number(step);
  if (size === 0) return undefined;
  if (all !== undefined) return { values: span(field.least, field.most, size) };
  if (sign === '~') return step === undefined ? randomValue(field, from, to, seed) : undefined;
  const first = numberOf(field, from);
  if (first === undefined) return undefined;
  if (sign === undefined) return { values: [first], ...(step === undefined ? {} : { doubt: 'step' }) };
  const last = numberOf(field, to);
  return last === undefined ? undefined : rangeOf(field, first, last, size);
}

function rangeOf(field: CronField, first: number, last: number, step: number): ReadItem {
  if (first <= last) return { values: span(first, last, step) };
  if (field.name === 'day of week' && last === 0) return { values: span(first, 7, step) };
  const top = field.name === 'day of week' ? 6 : field.most;
  const round = [...span(first, top, 1), ...span(field.least, last, 1)];
  return { values: round.filter((_, position) => position % step === 0), doubt: 'backwards' };
}

function randomValue(
  field: CronField,
  from: string | undefined,
  to: string | undefined,
  seed: number,
): ReadItem | undefined {
  const first = from === undefined ? field.least : numberOf(field, from);
  const last = to === undefined ? field.most : numberOf(field, to);
  if (first === undefined || last === undefined || first > last) return undefined;
  return { values: [first + (seed % (last - first + 1))], doubt: 'random' };
}

function numberOf(field: CronField, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const named = field.names.indexOf(text.toUpperCase());
  if (named >= 0) return named + field.firstName;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : undefined;
}

function span(first: number, last: number, step: number): readonly number[] {
  const values: number[] = [];
  for (let value = first; value <= last; value += step) values.push(value);
  return values;
}
