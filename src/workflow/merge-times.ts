import { spacedMinutes } from './wake-minutes.ts';
import { distinct, span, type WakeDays, type WakeTimes } from './wake-times.ts';

/**
 * The same wake-ups in as few entries as say no more than they do. Where that is more than `most`, what is said is more:
 * first on every day, then at each of the minutes in each of the hours, at last every five minutes. No wake-up is lost.
 */
export function mergeTimes(all: readonly WakeTimes[], most: number): readonly WakeTimes[] {
  let merged = settle(all);
  for (const widen of [onEveryDay, atEveryHour, everyFiveMinutes]) {
    if (merged.length > most) merged = settle(widen(merged));
  }
  return merged;
}

function settle(all: readonly WakeTimes[]): readonly WakeTimes[] {
  let before = all.length + 1;
  let times = all.map(spaced);
  while (times.length < before) {
    before = times.length;
    times = unite(unite(times, sameHours, uniteMinutes).map(spaced), sameMinutes, uniteHours).map(spaced);
  }
  return times.filter(
    (each, index) => !times.some((other, place) => place !== index && covers(other, each, place < index)),
  );
}

function spaced(times: WakeTimes): WakeTimes {
  return { ...times, minutes: spacedMinutes(times.minutes, times.hours) };
}

type Key = (times: WakeTimes) => string | undefined;
type Unite = (a: WakeTimes, b: WakeTimes) => WakeTimes | undefined;

/** Makes one of what has the same key, where that can be. Without a key it stays as it is. */
function unite(all: readonly WakeTimes[], key: Key, both: Unite): readonly WakeTimes[] {
  const known = new Map<string, number>();
  const united: WakeTimes[] = [];
  for (const times of all) {
    const name = key(times);
    const place = name === undefined ? undefined : known.get(name);
    const earlier = place === undefined ? undefined : united[place];
    const one = earlier === undefined ? undefined : both(earlier, times);
    if (one !== undefined && place !== undefined) united[place] = one;
    else {
      if (name !== undefined) known.set(name, united.length);
      united.push(times);
    }
  }
  return united;
}

const sameHours: Key = ({ timezone, hours, byHour, days }) => JSON.stringify([timezone, hours, byHour, daysKey(days)]);

const uniteMinutes: Unite = (a, b) => ({ ...a, minutes: distinct([...a.minutes, ...b.minutes]) });

const sameMinutes: Key = ({ timezone, minutes, byHour, days }) =>
  byHour === undefined ? JSON.stringify([timezone, minutes, daysKey(days)]) : undefined;

/** All 24 hours would follow elapsed time when clocks change; fixed times do not. */
const uniteHours: Unite = (a, b) => {
  const hours = distinct([...a.hours, ...b.hours]);
  return hours.length === 24 ? undefined : { ...a, hours };
};

function daysKey({ monthDays, weekdays, months }: WakeDays): unknown {
  return [monthDays, weekdays, months];
}

/** True if all wake-ups of the second are those of the first; of two that say the same, one `wins`. */
function covers(one: WakeTimes, other: WakeTimes, wins: boolean): boolean {
  if (one.timezone !== other.timezone || !holdsDays(one.days, other.days)) return false;
  if (!holds(one.minutes, other.minutes) || !holds(one.hours, other.hours)) return false;
  const isSame = sameHours(one) === sameHours(other) && one.minutes.length === other.minutes.length;
  return isSame ? wins : one.timezone === 'UTC' || areAlike(one, other) || isNeverSkipped(other);
}

/** Both follow elapsed time when clocks change, or neither. */
function areAlike(one: WakeTimes, other: WakeTimes): boolean {
  return (one.byHour === undefined) === (other.byHour === undefined);
}

/** Clocks change at night: only there a fixed time can be skipped or come twice. */
function isNeverSkipped({ hours, byHour }: WakeTimes): boolean {
  return byHour === undefined && hours.every((hour) => hour >= 4 && hour < 22);
}

function holdsDays(one: WakeDays, other: WakeDays): boolean {
  const isWider = (a: readonly number[] | undefined, b: readonly number[] | undefined) =>
    a === undefined || (b !== undefined && holds(a, b));
  return (
    isWider(one.monthDays, other.monthDays) &&
    isWider(one.weekdays, other.weekdays) &&
    isWider(one.months, other.months)
  );
}

function holds(one: readonly number[], other: readonly number[]): boolean {
  return other.every((each) => one.includes(each));
}

function onEveryDay(all: readonly WakeTimes[]): readonly WakeTimes[] {
  return all.map((times) => ({ ...times, days: {} }));
}

/** One entry for each timezone, and one more for what follows elapsed time there. */
function atEveryHour(all: readonly WakeTimes[]): readonly WakeTimes[] {
  const key: Key = ({ timezone, byHour }) => JSON.stringify([timezone, byHour !== undefined]);
  const united = unite(all, key, (a, b) => ({
    ...a,
    minutes: distinct([...a.minutes, ...b.minutes]),
    hours: distinct([...a.hours, ...b.hours]),
    ...(a.byHour === undefined ? {} : { byHour: a.byHour === b.byHour ? a.byHour : '*' }),
  }));
  return united.map((times) => (times.hours.length === 24 ? allDay(times) : times));
}

/** A fixed time that clocks skip fires at the end of the gap: that is at a full or half hour, so it must be among the times. */
function allDay(times: WakeTimes): WakeTimes {
  return { ...times, minutes: distinct([0, 30, ...times.minutes]), byHour: '*' };
}

function everyFiveMinutes(): readonly WakeTimes[] {
  return [{ timezone: 'UTC', minutes: span(0, 59), hours: span(0, 23), byHour: '*', days: {} }];
}
