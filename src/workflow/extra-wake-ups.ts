import { textHash } from '../model/text-hash.ts';
import { distinct, span, type WakeTimes } from './wake-times.ts';

/** Odd, and neither near the full hour nor what people write. */
const oddMinutes = [7, 9, 11, 13, 17, 19, 21, 23, 27, 29, 31, 33, 37, 39, 41, 43, 47, 49, 51, 53, 57] as const;

/** So many wake-ups a day, evenly spread, in UTC: at minutes and hours that come from the seed, so that not all wake at once. */
export function extraWakeUps(count: number, seed: string): readonly WakeTimes[] {
  const [each, rest] = [Math.floor(count / 24), count % 24];
  const parts = each + (rest === 0 ? 0 : 1);
  const first = oddMinutes[textHash(`${seed} minute`) % oddMinutes.length] ?? 7;
  const minutes = span(0, parts - 1).map((part) => quietMinute(first + Math.floor((part * 60) / parts)));
  const begin = textHash(`${seed} hour`) % 24;
  const hours = span(0, rest - 1).map((part) => (begin + Math.floor((part * 24) / rest)) % 24);
  const at = { timezone: 'UTC', days: {} };
  return [
    ...(each === 0 ? [] : [{ ...at, minutes: distinct(minutes.slice(0, each)), hours: span(0, 23), byHour: '*' }]),
    ...(rest === 0 ? [] : [{ ...at, minutes: minutes.slice(each), hours: distinct(hours) }]),
  ];
}

function quietMinute(minute: number): number {
  const within = minute % 60;
  return within % 5 === 0 ? within + 2 : within;
}
