import { dayOf } from './calendar.ts';
import { compileCron } from './compile-cron.ts';
import { type CronFieldName, checkField, cronFields } from './cron-field.ts';
import { nearestDay } from './day-rule.ts';

/** Five fields, checked, with one space between them. */
export interface CronExpression {
  readonly text: string;
}

export type ParsedCron = { readonly ok: true; readonly cron: CronExpression } | CronProblem;

/** Why a text is no cron expression; `start` and `end` are offsets into the text. */
export interface CronProblem {
  readonly ok: false;
  readonly message: string;
  readonly field?: CronFieldName;
  readonly start: number;
  readonly end: number;
  readonly help: string;
}

/** Characters of an expression; all sixty minutes as a list take 170. */
const longest = 500;

const fiveFields = 'Five fields: minute, hour, day of month, month, day of week, e.g. `0 5 * * 1-5`.';

/** What other crons take for five fields. */
export const nicknames: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Reads a cron expression of five fields, as Vixie cron and GitHub have them: if neither day of month nor day of week
 * begins with `*`, either may match. Also `L`, `W` and `#` for days. Never throws; reports the first problem.
 */
export function parseCron(text: string): ParsedCron {
  if (text.length > longest) return problem(text, `the expression is longer than ${longest} characters`, fiveFields);
  const fields = [...text.matchAll(/\S+/g)];
  const first = fields[0]?.[0] ?? '';
  if (first.startsWith('@')) return nicknameProblem(text, first);
  if (fields.length !== cronFields.length) return countProblem(text, fields.length);
  for (const [position, field] of cronFields.entries()) {
    const match = fields[position];
    const found = match === undefined ? undefined : checkField(field, match[0]);
    if (match === undefined || found === undefined) continue;
    return { ok: false, ...found, field: field.name, start: match.index + found.start, end: match.index + found.end };
  }
  return { ok: true, cron: { text: fields.map(([field]) => field).join(' ') } };
}

/** True if no date ever matches, e.g. the 31st of February. */
export function neverFires(cron: CronExpression): boolean {
  return nearestDay(compileCron(cron.text).days, dayOf(Date.UTC(2000, 0, 1)), 1) === undefined;
}

function nicknameProblem(text: string, nickname: string): CronProblem {
  const replacement = nicknames[nickname.toLowerCase()];
  const message = `\`${nickname}\` is a nickname, and nicknames are not cron expressions`;
  return problem(text, message, replacement === undefined ? fiveFields : `Write \`${replacement}\`.`);
}

function countProblem(text: string, count: number): CronProblem {
  if (count === 0) return problem(text, 'the expression is empty', fiveFields);
  const extra = count === 6 ? ' Remove the seconds or the year.' : '';
  return problem(text, `the expression has ${count} ${count === 1 ? 'field' : 'fields'}, not five`, fiveFields + extra);
}

function problem(text: string, message: string, help: string): CronProblem {
  const start = text.length - text.trimStart().length;
  return { ok: false, message, start, end: Math.max(start, text.trimEnd().length), help };
}
