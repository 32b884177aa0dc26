import { neverFires, parseCron } from '../schedule/cron.ts';
import { type CronField, checkField, cronFields } from '../schedule/cron-field.ts';
import { allValues, type CronValues, type FieldDoubt, readCronField } from './cron-values.ts';
import { type Note, note } from './note.ts';

/** The same fire times in Segue's own words, or why there are none. */
export type TranslatedCron =
  | { readonly ok: true; readonly cron: string; readonly notes: readonly Note[] }
  | { readonly ok: false; readonly reason: string };

/** One of cron's five fields as it was written, with what it means. */
interface ReadField extends CronValues {
  readonly field: CronField;
  readonly text: string;
}

/**
 * Translates the five fields of a crontab's line. `seed` decides random times. Refused are fields that cron refuses, too, and
 * times that never come.
 */
export function translateCron(texts: readonly string[], seed: number): TranslatedCron {
  const fields: ReadField[] = [];
  for (const [index, field] of cronFields.entries()) {
    const text = texts[index] ?? '';
    const read = readCronField(field, text, Math.floor(seed / 7 ** index));
    if (read === undefined) return refuse(`\`${text}\` is no ${field.name} of cron`);
    fields.push({ field, text, ...read });
  }
  const [minute, hour, day, month, weekday] = fields;
  if (!minute || !hour || !day || !month || !weekday) return refuse('it has not five fields');
  const days = translateDays(day, weekday);
  const cron = [textOf(minute), textOf(hour), days.day, textOf(month), days.weekday].join(' ');
  return checked(cron, fields);
}

function checked(cron: string, fields: readonly ReadField[]): TranslatedCron {
  const parsed = parseCron(cron);
  if (!parsed.ok) return refuse(parsed.message);
  if (neverFires(parsed.cron)) return refuse('no such day ever comes');
  const notes = fields.flatMap(({ field, doubts }) => doubts.map((doubt) => doubtNote(field, doubt)));
  return { ok: true, cron: parsed.cron.text, notes };
}

/** True if a text could be the five fields of a crontab's line. */
export function isCron(texts: readonly string[]): boolean {
  return cronFields.every((field, index) => readCronField(field, texts[index] ?? '', 0) !== undefined);
}

interface Days {
  readonly day: string;
  readonly weekday: string;
}

/** A day must match both fields if one of them begins with `*`, else either; a field that holds all its values decides nothing. */
function translateDays(day: ReadField, weekday: ReadField): Days {
  const both = day.star || weekday.star;
  if (!both && (isFull(day) || isFull(weekday))) return { day: '*', weekday: '*' };
  return { day: textOf(day), weekday: textOf(weekday) };
}

function isFull({ field, values }: ReadField): boolean {
  return values.length === allValues(field).length;
}

/** As it was written where Segue reads it as cron does, else as a list of its values. */
function textOf(read: ReadField): string {
  if (isFull(read)) return '*';
  const { field, text, values } = read;
  const plain = text.split(',').every((item) => /^(?:\*\/\d+|[^/*#-]+(?:-[^/*#-]+(?:\/\d+)?)?)$/.test(item));
  const same = plain && checkField(field, text) === undefined && !(field.name === 'day of week' && /7|L/i.test(text));
  if (same && text.length < 80) return text.toUpperCase();
  return read.star ? starred(field, values) : listOf(values);
}

/** A list that begins with `*`, as what it was; a step over everything gives the first value alone, which such a field has. */
function starred(field: CronField, values: readonly number[]): string {
  const [, ...rest] = values;
  const first = `*/${allValues(field).length}`;
  return rest.length === 0 ? first : `${first},${listOf(rest)}`;
}

function listOf(values: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === value - 1) run.last = value;
    else runs.push({ first: value, last: value });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

function doubtNote(field: CronField, { item, kind }: FieldDoubt): Note {
  switch (kind) {
    case 'step': {
      const repeating = item.replace('/', `-${allValues(field).at(-1)}/`);
      const what = `\`${item}\` has a step but no range: most crons take only the number, and so does this file.`;
      return note('schedule', `${what} If it shall repeat, write \`${repeating}\`.`);
    }
    case 'backwards':
      return note('schedule', `\`${item}\` runs backwards: some crons refuse it, here it goes round the end.`);
    case 'random':
      return note('random', `cron draws a time for \`${item}\` whenever it starts. Here it is one fixed time.`);
    default:
      return kind satisfies never;
  }
}

function refuse(reason: string): TranslatedCron {
  return { ok: false, reason };
}
