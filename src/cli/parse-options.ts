import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../model/duration.ts';
import { limits } from '../model/limits.ts';

/** `--jobs 4`: a whole number from 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('Give a whole number from 1 on.');
  }
  return count;
}

/** `--max-runtime 5h30m`: milliseconds, within the bounds of the setting. */
export function parseMaxRuntime(text: string): number {
  const { shortestRuntimeMs, longestRuntimeMs } = limits;
  const ms = parseDuration(text);
  if (ms === undefined || ms < shortestRuntimeMs || ms > longestRuntimeMs) {
    throw new InvalidArgumentError('Give a duration from 10m to 5d, such as 50m or 5h30m.');
  }
  return ms;
}

/** Characters of a reason; documents hold no more. */
const longestReason = 10_000;

/** `--reason "broken upstream"`: some words. */
export function parseReason(text: string): string {
  const reason = text.trim();
  if (reason === '') throw new InvalidArgumentError('Say it in a few words.');
  if (reason.length > longestReason) throw new InvalidArgumentError(`Give at most ${longestReason} characters.`);
  return reason;
}

/** `--only a,b --only c`: names, separated by commas, from every use of the option. */
export function collectNames(text: string, earlier: readonly string[] | undefined): readonly string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length === 0) throw new InvalidArgumentError('Give at least one name.');
  return [...(earlier ?? []), ...names];
}

/** `--param country=DE`: names and values from every use of the option; the last one of a name wins. */
export function collectPairs(
  text: string,
  earlier: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const split = text.indexOf('=');
  if (split < 1) throw new InvalidArgumentError('Give a name and a value: name=value.');
  return Object.assign(Object.create(null), earlier, { [text.slice(0, split)]: text.slice(split + 1) });
}
