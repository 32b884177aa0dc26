import { countOf } from '../run/run-words.ts';
import type { Style } from '../text/ansi-style.ts';
import { cleanText } from '../text/ansi-width.ts';
import { renderTable } from '../text/text-table.ts';
import { formatInstant } from '../text/time-text.ts';
import type { ForecastAlert, ForecastIncident } from './forecast.ts';
import { askedLines, pauseLines } from './forecast-asked.ts';
import { forecastPairs, pairCells } from './forecast-pairs.ts';
import type { ForecastView } from './forecast-view.ts';
import {
  assumptionLines,
  forecastCells,
  forecastHeads,
  forecastVerdict,
  pipelineLines,
  windowText,
  worldLines,
} from './forecast-words.ts';

export interface ForecastLook {
  readonly style: Style;
  readonly width: number;
}

const most = { pipelines: 40, details: 12, told: 20 } as const;

/** A simulation for the terminal: the verdict, a row for each pipeline, what happens besides, who is told, what was assumed. */
export function renderForecast(view: ForecastView, { style, width }: ForecastLook): string[] {
  const { simulation, before } = view;
  const isBad = simulation.pipelines.some(({ deadline, failed }) => failed + (deadline?.missed ?? 0) > 0);
  const paint = isBad ? style.warning : style.success;
  const head = `${paint(forecastVerdict(simulation))}  ${style.muted(windowText(simulation))}`;
  const sections = [
    before === undefined ? rows(view, style, width) : comparedRows(view, before, style, width),
    [...details(view), ...[...askedLines(simulation), ...pauseLines(simulation)].map((line) => cleanText(line))],
    told(simulation.incidents, simulation.alerts, style),
    worldLines(simulation),
    assumptionLines(view).map((line) => style.muted(cleanText(line))),
  ];
  return [head, ...sections.filter((lines) => lines.length > 0).flatMap((lines) => ['', ...lines])];
}

function rows({ simulation }: ForecastView, style: Style, width: number): readonly string[] {
  const shown = simulation.pipelines.slice(0, most.pipelines);
  if (shown.length === 0) return ['No pipeline starts by itself.'];
  const cells = shown.map((each) => forecastCells(each, simulation.worlds).map((cell) => cleanText(cell)));
  const rest = simulation.pipelines.length - shown.length;
  const more = rest > 0 ? [style.muted(`and ${countOf(rest, 'more pipeline')} that fare better`)] : [];
  return [...renderTable(cells, { width, header: { cells: forecastHeads, paint: style.muted } }), ...more];
}

function comparedRows(
  { simulation }: ForecastView,
  before: NonNullable<ForecastView['before']>,
  style: Style,
  width: number,
): readonly string[] {
  const pairs = forecastPairs(before.simulation, simulation);
  const same = simulation.pipelines.length - pairs.filter(({ after }) => after !== undefined).length;
  const worlds = { before: before.simulation.worlds, after: simulation.worlds };
  const cells = pairs.slice(0, most.pipelines).map((pair) => pairCells(pair, worlds).map((cell) => cleanText(cell)));
  const rest = pairs.length - cells.length;
  const header = { cells: forecastHeads, paint: style.muted };
  return [
    ...(cells.length === 0 ? ['All pipelines fare as before.'] : renderTable(cells, { width, header })),
    ...(rest > 0 ? [style.muted(`and ${countOf(rest, 'more pipeline')} not as before`)] : []),
    ...(cells.length > 0 && same > 0 ? [style.muted(`as before: ${countOf(same, 'pipeline')}`)] : []),
    style.muted(`${cleanText(before.name)}: ${forecastVerdict(before.simulation)}`),
  ];
}

/** Of many pipelines only those that wait for somebody. */
function details({ simulation, isChosen }: ForecastView): readonly string[] {
  const { pipelines, worlds } = simulation;
  const wanted = pipelines.filter(({ queues }) => isChosen || pipelines.length <= 3 || queues.length > 0);
  return wanted.slice(0, most.details).flatMap((each) => pipelineLines(each, worlds).map((line) => cleanText(line)));
}

function told(
  incidents: readonly ForecastIncident[],
  alerts: readonly ForecastAlert[],
  style: Style,
): readonly string[] {
  const lines = [
    ...incidents.map(({ at, title }) => ({ at, text: `issue: ${title}` })),
    ...alerts.map(({ at, to, kind, severity, title }) => ({ at, text: `${to}: ${kind}, ${severity}: ${title}` })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (lines.length === 0) return [];
  const shown = lines
    .slice(0, most.told)
    .map(({ at, text }) => `${style.muted(formatInstant(at))}  ${cleanText(text)}`);
  const rest = lines.length - shown.length;
  return [
    style.strong('What people would be told, in the first world'),
    ...shown,
    ...(rest > 0 ? [style.muted(`and ${rest} more`)] : []),
  ];
}
