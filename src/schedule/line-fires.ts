import { firesOfDay } from './day-fires.ts';
import type { Line } from './line.ts';

/** Days of a line whose fires are remembered: those around the present are asked for again and again. */
const mostKept = 4;

const keptOf = new WeakMap<Line, Map<number, readonly number[]>>();

/** The fires of one line on a UTC day, within its first and its last instant: ascending, each once. */
export function firesOfLine(line: Line, day: number): readonly number[] {
  let kept = keptOf.get(line);
  if (kept === undefined) {
    kept = new Map();
    keptOf.set(line, kept);
  }
  const known = kept.get(day);
  if (known !== undefined) return known;
  const { cron, zone, from, to } = line;
  const fires = firesOfDay(cron, zone, day).filter((fire) => fire >= from && fire <= to);
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(day, fires);
  return fires;
}
