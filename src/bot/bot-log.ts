import type { Clock } from '../run/ports.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Numbers and words that belong to a line; much of it is the words of strangers. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** One line of JSON for each thing that is worth it: JSON has no line breaks in it, whatever a stranger writes. */
export class BotLog {
  readonly #print: (line: string) => void;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #least: LogLevel;

  constructor(print: (line: string) => void, clock: Pick<Clock, 'now'>, least: LogLevel = 'info') {
    this.#print = print;
    this.#clock = clock;
    this.#least = least;
  }

  debug(what: string, fields?: LogFields): void {
    this.#write('debug', what, fields);
  }

  info(what: string, fields?: LogFields): void {
    this.#write('info', what, fields);
  }

  warn(what: string, fields?: LogFields): void {
    this.#write('warn', what, fields);
  }

  error(what: string, fields?: LogFields): void {
    this.#write('error', what, fields);
  }

  #write(level: LogLevel, what: string, fields: LogFields = {}): void {
    if (levels.indexOf(level) < levels.indexOf(this.#least)) return;
    const at = new Date(this.#clock.now()).toISOString();
    this.#print(`${JSON.stringify({ at, level, what, ...fields })}\n`);
  }
}

const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

/** As `LOG_LEVEL` says it; what it does not know is `info`. */
export function levelOf(name: string | undefined): LogLevel {
  return levels.find((level) => level === name) ?? 'info';
}

/** The words of an error, and for a bug of ours where it came up. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
