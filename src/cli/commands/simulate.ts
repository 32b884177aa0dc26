import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import type { PipelineForecast } from '../../report/forecast/forecast.ts';
import { forecastGantt } from '../../report/forecast/forecast-gantt.ts';
import { forecastPage } from '../../report/forecast/forecast-page.ts';
import { renderForecast } from '../../report/forecast/forecast-text.ts';
import type { ForecastView } from '../../report/forecast/forecast-view.ts';
import { loadRunnable } from '../../workspace/pipelines/load-pipelines.ts';
import { type SimulatedRepository, simulateRepository } from '../../workspace/simulate/simulate-repository.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import { askedOf, type SimulateOptions, whatIfOf, wishesOf } from '../simulate-request.ts';
import type { Terminal } from '../terminal.ts';
import { withWorkspace } from '../with-workspace.ts';

const weekMs = 7 * 86_400_000;

/**
 * `segue simulate [pipeline…]`: 0 whatever it foresees, unless `--fail-on` says otherwise.
 *
 * @throws {Problem} SG919 if the file for `--gantt` cannot be written, else as `simulateRepository`.
 */
export async function simulateCommand(
  context: CommandContext,
  names: readonly string[],
  options: SimulateOptions,
): Promise<ExitCode> {
  const { env, base, at, seeds, gantt } = options;
  const from = options.from ?? Math.floor(context.clock.now() / 60_000) * 60_000;
  const { to = { afterMs: weekMs } } = options;
  const played = await withWorkspace(context, {}, (workspace) =>
    simulateRepository(workspace, {
      only: names.map((name) => (at === undefined ? loadRunnable(workspace, name, context.cwd).pipeline.id : name)),
      ...{ from, to: 'at' in to ? to.at : from + to.afterMs, seed: options.seed ?? 0, environment: env },
      ...(at === undefined ? {} : { at }),
      ...(base === undefined ? {} : { base }),
      ...(seeds === undefined ? {} : { worlds: seeds }),
      whatIf: whatIfOf(options),
      wishes: wishesOf(options),
      asked: askedOf(options),
    }),
  );
  if (gantt !== undefined) await writeGantt(resolve(context.cwd, gantt), played);
  print(context.terminal, played.view, options);
  const { failOn } = options;
  return failOn !== undefined && played.view.simulation.pipelines.some((each) => missShare(each) > failOn) ? 1 : 0;
}

function missShare({ deadline }: PipelineForecast): number {
  return deadline === undefined ? 0 : deadline.missed / deadline.due;
}

function print(terminal: Terminal, view: ForecastView, { json, format }: SimulateOptions): void {
  switch (json ? 'json' : format) {
    case 'text':
      terminal.print(renderForecast(view, { style: terminal.style, width: terminal.columns() }));
      break;
    case 'markdown':
      terminal.print(forecastPage(view));
      break;
    case 'json':
      terminal.printJson(view);
      break;
  }
}

async function writeGantt(path: string, { view, runs }: SimulatedRepository): Promise<void> {
  const { pipelines, window } = view.simulation;
  const told = new Set(pipelines.map(({ pipeline }) => pipeline));
  const drawn = view.isChosen ? runs.filter(({ pipeline }) => told.has(pipeline)) : runs;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, forecastGantt(drawn, window));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem('SG919', `The file for --gantt cannot be written: ${reason}`, 'Give a path that can be written.');
  }
}
