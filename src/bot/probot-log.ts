import type { Probot } from 'probot';
import type { BotLog } from './bot-log.ts';

type ProbotLog = Probot['log'];
type Level = 'debug' | 'info' | 'warn' | 'error';

/**
 * Our log in the form that Probot writes to: `(message)`, `(error, message)` or `(fields, message)`. Fields are left out, since Probot puts
 * whole webhooks there.
 */
export function probotLog(log: BotLog): ProbotLog {
  const at =
    (level: Level) =>
    (first: unknown, message?: unknown): void =>
      log[level](wordsFor(first, message));
  const adapted = {
    level: 'info',
    trace: at('debug'),
    debug: at('debug'),
    info: at('debug'),
    warn: at('warn'),
    error: at('warn'),
    fatal: at('error'),
    silent: () => undefined,
    child: () => adapted,
  };
  return adapted as unknown as ProbotLog;
}

function wordsFor(first: unknown, message: unknown): string {
  const words = [first, message].map((each) => (each instanceof Error ? each.message : each));
  return words.filter((each) => typeof each === 'string').join(': ') || 'Probot';
}
