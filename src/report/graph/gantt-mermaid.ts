import type { Attempt, RunDocument } from '../../run/document.ts';
import { parentOf } from '../progress/progress-state.ts';
import { clipText } from '../text/ansi-width.ts';
import { mermaidText } from './mermaid-text.ts';

/** A run as a Gantt chart of Mermaid. */
export interface Gantt {
  readonly text: string;
  /** Bars that are not drawn, the shortest ones. */
  readonly left: number;
}

interface Bar {
  readonly label: string;
  /** Epoch milliseconds. */
  readonly start: number;
  readonly end: number;
  readonly state: Attempt['state'];
}

/** More are no picture any more, and Mermaid reads 50,000 characters at most. */
const mostBars = 60;
const labelWidth = 60;
/** The part of the whole below which a bar could not be seen. */
const thinnest = 1 / 200;

/**
 * When each attempt ran, in the order of their starts; the instances of a `foreach` task are one bar. `now` ends what still runs.
 * Nothing if no attempt has begun.
 */
export function ganttMermaid(run: RunDocument, now: number): Gantt | undefined {
  const all = barsOf(run, now);
  if (all.length === 0) return undefined;
  const longest = all.toSorted((a, b) => b.end - b.start - (a.end - a.start)).slice(0, mostBars);
  const drawn = all.filter((bar) => longest.includes(bar)).sort((a, b) => a.start - b.start);
  const span = Math.max(...drawn.map(({ end }) => end)) - Math.min(...drawn.map(({ start }) => start));
  const lines = drawn.map((bar, index) => barLine(bar, index, Math.max(1, Math.round(span * thinnest))));
  const head = [
    'gantt',
    '  dateFormat x',
    `  axisFormat ${span < 600_000 ? '%H:%M:%S' : '%H:%M'}`,
    '  todayMarker off',
  ];
  return { text: `${[...head, ...lines].join('\n')}\n`, left: all.length - drawn.length };
}

function barsOf(run: RunDocument, now: number): readonly Bar[] {
  const bars: Bar[] = [];
  const instances = new Map<string, Bar[]>();
  for (const [id, { attempts }] of Object.entries(run.tasks)) {
    const parent = parentOf(id);
    const own = attempts.map((attempt) => barOf(id, attempt, attempts.length, now));
    if (parent === undefined) bars.push(...own);
    else instances.set(parent, [...(instances.get(parent) ?? []), ...own]);
  }
  return [...bars, ...[...instances].flatMap(([parent, own]) => spanOf(parent, own, run.tasks[parent]?.instances))];
}

function barOf(id: string, { number, startedAt, finishedAt, state }: Attempt, of: number, now: number): Bar {
  const start = Date.parse(startedAt);
  const end = finishedAt === undefined ? now : Date.parse(finishedAt);
  return { label: of > 1 ? `${id}, attempt ${number}` : id, start, end: Math.max(start, end), state };
}

function spanOf(parent: string, bars: readonly Bar[], instances: number | undefined): readonly Bar[] {
  if (bars.length === 0) return [];
  const start = bars.reduce((first, bar) => Math.min(first, bar.start), Number.POSITIVE_INFINITY);
  const end = bars.reduce((last, bar) => Math.max(last, bar.end), 0);
  const state = (['running', 'failed', 'lost', 'cancelled'] as const).find((each) =>
    bars.some((bar) => bar.state === each),
  );
  return [{ label: `${parent} × ${instances ?? bars.length}`, start, end, state: state ?? 'success' }];
}

/** The mark in front also keeps a task that is called `section` or `click` from being read as that word. */
function barLine({ label, start, end, state }: Bar, index: number, least: number): string {
  const [mark, tag] = lookOf(state);
  return `  ${mark} ${mermaidText(clipText(label, labelWidth))} :${tag}, b${index}, ${start}, ${Math.max(end, start + least)}`;
}

function lookOf(state: Attempt['state']): readonly [string, string] {
  switch (state) {
    case 'success':
      return ['✓', 'done'];
    case 'running':
      return ['●', 'active'];
    case 'failed':
    case 'lost':
      return ['✗', 'crit'];
    case 'cancelled':
      return ['■', 'crit'];
    default:
      return state satisfies never;
  }
}
