import type { Ratio } from './statistics.ts';

/** What must hold for a row; without any it only informs. */
export interface Goals {
  readonly ratio?: number;
  readonly wallMs?: number;
  readonly peakMb?: number;
  /** Of what was counted, e.g. `{ count: 6, of: 'pushes a minute' }`. */
  readonly atMost?: { readonly count: number; readonly of: string };
}

/** A line of the table. */
export interface Row {
  readonly name: string;
  readonly wallMs: number;
  readonly peakMb?: number;
  /** Time of what it is compared with. */
  readonly baselineMs?: number;
  readonly ratio?: Ratio;
  /** What `goals.atMost` is about. */
  readonly counted?: number;
  readonly goals: Goals;
}

const heads = ['', 'time', 'bare', 'ratio (lowest to highest)', 'memory', 'goal', 'met'];

/** The rows as a Markdown table. */
export function renderTable(rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.name,
    timeText(row.wallMs),
    row.baselineMs === undefined ? '' : timeText(row.baselineMs),
    row.ratio === undefined ? '' : ratioText(row.ratio),
    row.peakMb === undefined ? '' : `${Math.round(row.peakMb)} MB`,
    goalText(row.goals),
    verdict(row),
  ]);
  const lines = [heads, heads.map((_, index) => (index === 0 ? '---' : '---:')), ...cells];
  return `${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`;
}

/** True unless a goal is missed. What a goal is about and could not be measured counts as missed. */
export function isMet({ wallMs, peakMb = Number.POSITIVE_INFINITY, ratio, counted, goals }: Row): boolean {
  const measured = ratio?.median ?? Number.POSITIVE_INFINITY;
  return (
    (goals.atMost === undefined || (counted ?? Number.POSITIVE_INFINITY) <= goals.atMost.count) &&
    (goals.ratio === undefined || measured <= goals.ratio) &&
    (goals.wallMs === undefined || wallMs <= goals.wallMs) &&
    (goals.peakMb === undefined || peakMb <= goals.peakMb)
  );
}

function verdict(row: Row): string {
  if (Object.keys(row.goals).length === 0) return '';
  return isMet(row) ? 'yes' : '**no**';
}

function goalText({ ratio, wallMs, peakMb, atMost }: Goals): string {
  return [
    ...(ratio === undefined ? [] : [`${ratio}×`]),
    ...(wallMs === undefined ? [] : [timeText(wallMs)]),
    ...(peakMb === undefined ? [] : [`${peakMb} MB`]),
    ...(atMost === undefined ? [] : [`${atMost.count} ${atMost.of}`]),
  ].join(', ');
}

function ratioText({ median, lowest, highest }: Ratio): string {
  return `${median.toFixed(2)}× (${lowest.toFixed(2)} to ${highest.toFixed(2)})`;
}

function timeText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(2)} s`;
}
