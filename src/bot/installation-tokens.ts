import type { Clock } from '../run/ports.ts';

/** GitHub gives them for an hour. What has begun with one may go on for some minutes. */
const usedForMs = 50 * 60_000;

interface Token {
  readonly asked: Promise<string>;
  readonly since: number;
}

/**
 * The tokens of installations, asked for anew before their hour is over: by the steady clock, because the one on the wall may be wrong by
 * more than that.
 */
export class InstallationTokens {
  readonly #ask: (installation: number) => Promise<string>;
  readonly #clock: Pick<Clock, 'steady'>;
  readonly #tokens = new Map<number, Token>();

  constructor(ask: (installation: number) => Promise<string>, clock: Pick<Clock, 'steady'>) {
    this.#ask = ask;
    this.#clock = clock;
  }

  /** Throws what asking for it throws; the next call asks again. */
  token(installation: number): Promise<string> {
    const known = this.#tokens.get(installation);
    const now = this.#clock.steady();
    if (known !== undefined && now - known.since < usedForMs) return known.asked;
    const token = { asked: this.#ask(installation), since: now };
    this.#tokens.set(installation, token);
    token.asked.catch(() => this.#drop(installation, token));
    return token.asked;
  }

  /** GitHub does not know it any more. */
  forget(installation: number): void {
    this.#tokens.delete(installation);
  }

  #drop(installation: number, token: Token): void {
    if (this.#tokens.get(installation) === token) this.#tokens.delete(installation);
  }
}
