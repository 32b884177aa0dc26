import type { ClockTrap } from '../../diff/clock-traps.ts';
import { nameList } from '../text/name-list.ts';

/** What changes of clocks do to a new schedule; several times of one night are one note. */
export function clockNotes(pipeline: string, traps: readonly ClockTrap[]): readonly string[] {
  const nights = new Map<string, ClockTrap[]>();
  for (const trap of traps) {
    const night = `${trap.kind} ${trap.timezone} ${trap.local.slice(0, 10)}`;
    nights.set(night, [...(nights.get(night) ?? []), trap]);
  }
  return [...nights.values()].map((night) => `${pipeline}: ${nightWords(night)}`);
}

/** `2027-03-28 02:00, 02:20 do not exist in Europe/Paris; together they fire once, at 2027-03-28T01:00Z`. */
function nightWords(night: readonly ClockTrap[]): string {
  const [first] = night;
  if (first === undefined) return '';
  const [isOne, isOnce] = [night.length === 1, night.every(({ at }) => at === first.at)];
  const clocks = nameList(night.map(({ local }) => local.slice(11)));
  const fires = isOne ? 'it fires once' : isOnce ? 'together they fire once' : 'each fires once';
  const when = isOnce ? `, at ${first.at.slice(0, 16)}Z` : '';
  return `${first.local.slice(0, 10)} ${clocks} ${verb(first.kind, isOne)} in ${first.timezone}; ${fires}${when}`;
}

function verb(kind: ClockTrap['kind'], isOne: boolean): string {
  if (kind === 'skipped') return isOne ? 'does not exist' : 'do not exist';
  return isOne ? 'comes twice' : 'come twice';
}
