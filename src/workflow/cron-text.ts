import type { WakeTimes } from './wake-times.ts';

/** Five fields. No steps but those of hours, and no ranges of minutes: not every reader takes them for the same. */
export function cronText({ minutes, hours, byHour, days }: WakeTimes): string {
  const hour = byHour ?? field(hours, 24);
  return [minutes.join(','), hour, field(days.monthDays), field(days.months), field(days.weekdays)].join(' ');
}

function field(numbers: readonly number[] | undefined, all?: number): string {
  if (numbers === undefined || numbers.length === all) return '*';
  return runsOf(numbers).map(runText).join(',');
}

/** Numbers that follow each other, together. */
function runsOf(numbers: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last?.at(-1) === number - 1) last.push(number);
    else runs.push([number]);
  }
  return runs;
}

function runText(run: readonly number[]): string {
  return run.length < 3 ? run.join(',') : `${run[0]}-${run.at(-1)}`;
}
