import { clipText } from '../text/ansi-width.ts';
import { htmlText } from '../text/markdown.ts';
import type { ForecastRun, SimulatedWindow } from './forecast.ts';

const row = { height: 22, bar: 14, label: 210, width: 960 } as const;
const head = 44;
const most = { rows: 60, bars: 4_000 } as const;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Spans between two lines of the scale, in milliseconds. */
const steps = [
  ...[5, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 3, 6, 12, 24, 48, 168, 336, 720, 2160].map((hours) => hours * hourMs),
];

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly look: 'good' | 'bad' | 'wait' | 'late';
  readonly title: string;
}

interface Lane {
  readonly name: string;
  readonly bars: readonly Bar[];
}

/**
 * Runs on a scale of time, as an SVG picture without scripts; readable on light and on dark pages. A lane for each pipeline and backfill, and for each
 * task where there is one pipeline. The same runs give the same bytes.
 */
export function forecastGantt(runs: readonly ForecastRun[], window: SimulatedWindow): string {
  const lanes = lanesOf(runs);
  const shown = lanes.slice(0, most.rows);
  const [from, to] = spanOf(shown, window);
  const x = (at: number) => row.label + ((at - from) / Math.max(1, to - from)) * row.width;
  const height = head + shown.length * row.height + (shown.length < lanes.length ? 52 : 34);
  const total = row.label + row.width + 16;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total} ${height}" width="${total}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    `<title>Simulated runs, ${window.from.slice(0, 16)} to ${window.to.slice(0, 16)} UTC</title>`,
    `<style>${css}</style>`,
    `<rect class="ground" width="${total}" height="${height}"/>`,
    `<text class="dim" x="12" y="20">from ${new Date(from).toISOString().slice(0, 10)}, UTC</text>`,
    ...scale(from, to, x, height),
    ...shown.flatMap((lane, index) => laneOf(lane, head + index * row.height, x)),
    shown.length < lanes.length
      ? `<text class="dim" x="12" y="${height - 32}">and ${lanes.length - shown.length} more</text>`
      : '',
    ...legend(height - 18),
    '</svg>',
  ];
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

const css = [
  '.ground{fill:#fff}.text{fill:#1f2328}.dim{fill:#59636e}.line{stroke:#d1d9e0}',
  '.good{fill:#4ac26b}.bad{fill:#e5534b}.wait{fill:#b6bfc9}.late{fill:#d4a72c}',
  '@media(prefers-color-scheme:dark){.ground{fill:#0d1117}.text{fill:#e6edf3}.dim{fill:#9198a1}.line{stroke:#3d444d}.wait{fill:#57606a}}',
].join('');

const meanings = [
  ['good', 'ended well'],
  ['late', 'missed its deadline'],
  ['bad', 'failed'],
  ['wait', 'was due and waited'],
] as const;

function legend(y: number): readonly string[] {
  return meanings.flatMap(([look, text], index) => {
    const x = row.label + index * 160;
    return [
      `<rect class="${look}" x="${x}" y="${y}" width="12" height="10" rx="2"/>`,
      `<text class="dim" x="${x + 18}" y="${y + 10}">${text}</text>`,
    ];
  });
}

function lanesOf(runs: readonly ForecastRun[]): readonly Lane[] {
  const pipelines = new Set(runs.map(({ pipeline }) => pipeline));
  const names = [...new Set(runs.map(laneName))].sort();
  const lanes = names.map((name) => {
    const own = runs.filter((run) => laneName(run) === name);
    return { name, bars: own.slice(0, most.bars).flatMap(runBars) };
  });
  if (pipelines.size !== 1) return lanes;
  const tasks = [...new Set(runs.flatMap((run) => run.tasks.map(({ task }) => task)))];
  return [...lanes, ...tasks.map((name) => ({ name: `  ${name}`, bars: taskBars(runs, name) }))];
}

/** A backfill goes on beside the runs of its pipeline. */
function laneName({ pipeline, backfill }: ForecastRun): string {
  return backfill === undefined ? pipeline : `backfill ${backfill}`;
}

/** The wait from when it was due, and the run: late if it missed its deadline. */
function runBars({ due, startedAt, finishedAt, state, deadline }: ForecastRun): readonly Bar[] {
  const [from, to] = [Date.parse(startedAt), Date.parse(finishedAt)];
  const isLate = deadline?.missed === true;
  const look = state !== 'success' ? 'bad' : isLate ? 'late' : 'good';
  const title = `${due.slice(0, 16)}: ${startedAt.slice(11, 16)} to ${finishedAt.slice(11, 16)}, ${state}${isLate ? ', deadline missed' : ''}`;
  const wait: Bar = { from: Date.parse(due), to: from, look: 'wait', title: `due ${due.slice(0, 16)}` };
  return [...(wait.to > wait.from ? [wait] : []), { from, to, look, title }];
}

function taskBars(runs: readonly ForecastRun[], name: string): readonly Bar[] {
  const own = runs.flatMap(({ tasks }) => tasks.filter(({ task }) => task === name));
  return own.slice(0, most.bars).map(({ startedAt, finishedAt, hasFailed }) => ({
    from: Date.parse(startedAt),
    to: Date.parse(finishedAt),
    look: hasFailed ? 'bad' : 'good',
    title: `${startedAt.slice(11, 16)} to ${finishedAt.slice(11, 16)}${hasFailed ? ', failed' : ''}`,
  }));
}

function spanOf(lanes: readonly Lane[], window: SimulatedWindow): readonly [number, number] {
  const all = lanes.flatMap(({ bars }) => bars);
  const from = all.reduce((least, bar) => Math.min(least, bar.from), Date.parse(window.to));
  const to = all.reduce((last, bar) => Math.max(last, bar.to), Date.parse(window.from));
  return from < to ? [from, to] : [Date.parse(window.from), Date.parse(window.to)];
}

function scale(from: number, to: number, x: (at: number) => number, height: number): readonly string[] {
  const step = steps.find((each) => (to - from) / each <= 12) ?? steps.at(-1) ?? hourMs;
  const lines: string[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const instant = new Date(at).toISOString();
    const label = step < 24 * hourMs && !instant.includes('T00:00') ? instant.slice(11, 16) : instant.slice(5, 10);
    lines.push(
      `<line class="line" x1="${fixed(x(at))}" y1="28" x2="${fixed(x(at))}" y2="${height - 30}"/>`,
      `<text class="dim" x="${fixed(x(at))}" y="20" text-anchor="middle">${label}</text>`,
    );
  }
  return lines;
}

function laneOf({ name, bars }: Lane, y: number, x: (at: number) => number): readonly string[] {
  const indent = name.startsWith('  ') ? 26 : 12;
  return [
    `<text class="text" x="${indent}" y="${y + 15}">${htmlText(clipText(name.trim(), 28))}</text>`,
    ...bars.map(({ from, to, look, title }) => {
      const width = Math.max(1.5, x(to) - x(from));
      const [top, tall] = look === 'wait' ? [y + 9, 4] : [y + 4, row.bar];
      return `<rect class="${look}" x="${fixed(x(from))}" y="${top}" width="${fixed(width)}" height="${tall}" rx="2"><title>${htmlText(title)}</title></rect>`;
    }),
  ];
}

function fixed(value: number): string {
  return String(Number(value.toFixed(1)));
}
