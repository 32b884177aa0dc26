import { type CronExpression, CronExpressionParser } from 'cron-parser';
import { Cron as Croner } from 'croner';
import { expect } from 'vitest';
import type { Cron } from '../../src/model/pipeline.ts';
import { fires, previousFire } from '../../src/schedule/fires.ts';
import { walkBackwards, walkForwards } from '../../src/schedule/walk.ts';
import type { MeantCron } from './arbitrary-cron.ts';
import type { QuietTime } from './quiet-time.ts';

/** What Segue finds within `[from, to)`, walking forwards and backwards. */
export function segueFires(cron: Cron, from: number, to: number): { forwards: number[]; backwards: number[] } {
  const [forwards, backwards]: [number[], number[]] = [[], []];
  for (const fire of walkForwards([cron], from)) {
    if (fire >= to) break;
    forwards.push(fire);
  }
  for (const fire of walkBackwards([cron], to - 1)) {
    if (fire < from) break;
    backwards.push(fire);
  }
  return { forwards, backwards: backwards.reverse() };
}

/** What croner finds; it knows all forms of fields. */
function cronerFires({ cron, timezone }: Cron, from: number, to: number, most: number): readonly number[] {
  const parsed = new Croner(cron, { mode: '5-part', timezone, paused: true });
  const found = parsed.nextRuns(most, new Date(from - 1)).map((date) => date.getTime());
  return found.filter((fire) => fire >= from && fire < to);
}

/**
 * What cron-parser finds; it knows no `W`, and refuses dates that do not exist. It is told where to end, since it turns in
 * circles at some changes of clocks, which lie outside of a quiet time (Australia/Lord_Howe).
 */
function cronParserFires({ cron, timezone }: Cron, from: number, to: number, most: number): readonly number[] {
  const parsed = parseOrRefuse(cron, timezone, from, to);
  const found: number[] = [];
  while (found.length < most && parsed?.hasNext() === true) found.push(parsed.next().getTime());
  return found;
}

function parseOrRefuse(cron: string, tz: string, from: number, to: number): CronExpression | undefined {
  try {
    return CronExpressionParser.parse(cron, { tz, currentDate: new Date(from - 1), endDate: new Date(to - 1) });
  } catch (error) {
    if (error instanceof Error && error.message === 'Invalid explicit day of month definition') return undefined;
    throw error;
  }
}

const mostCompared = 8;

/**
 * Expects the first fires of a quiet time to be those of two libraries. Left out is what they take for something else: a day
 * field with a step of `*` beside another one, and for cron-parser all that it does not know.
 */
export function expectAgreement({ text, hasSteppedDays, hasSpecialDays }: MeantCron, time: QuietTime): void {
  if (hasSteppedDays) return;
  const { timezone, from, to } = time;
  const cron = { cron: text, timezone };
  const found = fires([cron], from - 1, mostCompared).filter((fire) => fire < to);
  expect(found).toEqual(cronerFires(cron, from, to, mostCompared));
  if (!hasSpecialDays) expect(found).toEqual(cronParserFires(cron, from, to, mostCompared));
  const [first, second] = found;
  if (first !== undefined && second !== undefined) expect(previousFire([cron], second)).toBe(first);
}
