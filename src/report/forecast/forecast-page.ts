import { countOf } from '../run/run-words.ts';
import { type Markdown, md, nothing, plain, strong } from '../text/markdown.ts';
import { blocks, bullets, details, table } from '../text/markdown-blocks.ts';
import { formatInstant } from '../text/time-text.ts';
import type { ForecastChange, Simulation } from './forecast.ts';
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

const most = { pipelines: 100, changed: 20, details: 20, told: 50 } as const;

const heads = forecastHeads.map((head) => plain(head));

/** A simulation as Markdown. */
export function forecastPage(view: ForecastView): Markdown {
  const { simulation, before } = view;
  return blocks(
    md`### ${plain(forecastVerdict(simulation))}`,
    plain(windowText(simulation)),
    before === undefined ? rows(simulation) : comparedRows(simulation, before),
    bullets([...detailLines(view), ...askedLines(simulation), ...pauseLines(simulation)].map((line) => plain(line))),
    told(simulation),
    bullets([...worldLines(simulation), ...assumptionLines(view)].map((line) => plain(line))),
  );
}

/** What a change does to runs, for the page of a pull request; nothing if nothing fares otherwise. */
export function forecastChangePart(change: ForecastChange): Markdown {
  const { pipelines, worlds, window, assumed, isCut } = change;
  const pairs = pipelines.filter(({ before, after }) => (before?.runs ?? 0) + (after?.runs ?? 0) > 0);
  if (pairs.length === 0 || worlds === 0) return nothing;
  const cells = pairs
    .slice(0, most.changed)
    .map((pair) => pairCells(pair, { before: worlds, after: worlds }).map((cell) => plain(cell)));
  const rest = pairs.length - cells.length;
  const notes = [
    `Played in virtual time: ${windowText({ window, worlds, seed: 0 })}${isCut ? ', as many as there was room for' : ''}.`,
    assumed.unknownDurations > 0
      ? `Of ${countOf(assumed.unknownDurations, 'task')} nothing is known: each takes a minute.`
      : '',
    rest > 0 ? `Not as before, too: ${countOf(rest, 'more pipeline')}.` : '',
  ].filter((note) => note !== '');
  return blocks(table(heads, cells), plain(notes.join(' ')));
}

function rows({ pipelines, worlds }: Simulation): Markdown {
  const shown = pipelines.slice(0, most.pipelines);
  const rest = pipelines.length - shown.length;
  return blocks(
    table(
      heads,
      shown.map((each) => forecastCells(each, worlds).map((cell) => plain(cell))),
    ),
    rest > 0 ? md`And ${plain(countOf(rest, 'more pipeline'))} that fare better.` : nothing,
  );
}

function comparedRows(simulation: Simulation, before: NonNullable<ForecastView['before']>): Markdown {
  const pairs = forecastPairs(before.simulation, simulation);
  const worlds = { before: before.simulation.worlds, after: simulation.worlds };
  const was = md`${strong(plain(before.name))}: ${plain(forecastVerdict(before.simulation))}.`;
  const cells = pairs.slice(0, most.pipelines).map((pair) => pairCells(pair, worlds).map((cell) => plain(cell)));
  return blocks(was, pairs.length === 0 ? plain('All pipelines fare as before.') : table(heads, cells));
}

function detailLines({ simulation: { pipelines, worlds }, isChosen }: ForecastView): readonly string[] {
  const wanted = pipelines.filter(({ queues }) => isChosen || pipelines.length <= 3 || queues.length > 0);
  return wanted.slice(0, most.details).flatMap((each) => pipelineLines(each, worlds));
}

function told({ alerts, incidents }: Simulation): Markdown {
  const all = [
    ...incidents.map(({ at, title }) => ({ at, to: 'issue', what: 'opened', title })),
    ...alerts.map(({ at, to, kind, title }) => ({ at, to, what: kind, title })),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const shown = all.slice(0, most.told);
  const body = table(
    ['at', 'to', 'what', 'of'].map((head) => plain(head)),
    shown.map(({ at, to, what, title }) => [formatInstant(at), to, what, title].map((cell) => plain(cell))),
  );
  return details(`What people would be told, in the first world: ${all.length}`, body);
}
