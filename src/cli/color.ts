export interface ColorChoice {
  /** `--color` and `--no-color`; `undefined` if neither was given. */
  readonly flag: boolean | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly isTerminal: boolean;
}

/**
 * Whether to print in colour. The flag wins, then FORCE_COLOR (as in Node.js), then NO_COLOR (https://no-color.org), then
 * TERM=dumb, then whether a terminal listens.
 */
export function wantsColor({ flag, environment, isTerminal }: ColorChoice): boolean {
  if (flag !== undefined) return flag;
  const force = environment.FORCE_COLOR;
  if (force !== undefined) return force !== '0' && force !== 'false';
  if ((environment.NO_COLOR ?? '') !== '') return false;
  return isTerminal && environment.TERM !== 'dumb';
}
