import type { RunDocument } from './document.ts';

/** From one instant to another, in milliseconds since the epoch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * When a run was among those that go on: from its claim to its end, and again from each retry or resume to the end of that.
 * One that has not ended goes on at `now`.
 */
export function activeSpans(document: RunDocument, now: number): readonly Span[] {
  const { createdAt, finishedAt, actions, tasks } = document;
  const again = actions.filter(({ kind }) => kind === 'retry' || kind === 'resume').map(({ at }) => Date.parse(at));
  const attempts = Object.values(tasks).flatMap((task) => task.attempts);
  const begins = [Date.parse(createdAt), ...again];
  return begins.map((from, index) => {
    const next = begins[index + 1];
    if (next === undefined)
      return { from, to: finishedAt === undefined ? now : Math.max(from, Date.parse(finishedAt)) };
    const ends = attempts
      .filter(({ startedAt }) => Date.parse(startedAt) < next)
      .map(({ startedAt, finishedAt: end = startedAt }) => Date.parse(end));
    return { from, to: Math.min(next, Math.max(from, ...ends)) };
  });
}

/** How much of a span lies where so many others are at once, in milliseconds. */
export function crowdedMs({ from, to }: Span, others: readonly Span[], most: number): number {
  const edges = others.flatMap((other) => {
    const [begin, end] = [Math.max(from, other.from), Math.min(to, other.to)];
    return begin < end
      ? [
          { at: begin, by: 1 },
          { at: end, by: -1 },
        ]
      : [];
  });
  // Where one ends as another begins there is no gap, and no overlap.
  edges.sort((a, b) => a.at - b.at || a.by - b.by);
  let [count, since, sum] = [0, from, 0];
  for (const { at, by } of edges) {
    if (count >= most) sum += at - since;
    since = at;
    count += by;
  }
  return sum;
}
