import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { writeDuration } from '../../model/duration.ts';
import type { PipelineForecast } from '../../report/forecast.ts';
import { forecastGantt } from '../../report/forecast-gantt.ts';
import { forecastPage } from '../../report/forecast-page.ts';
import { renderForecast } from '../../report/forecast-text.ts';
import type { ForecastView } from '../../report/forecast-view.ts';
import type { FailedTask, Moment, SlowTask, TaskName, WhatIf } from '../../simulate/world/what-if.ts';
import { loadRunnable } from '../../workspace/load-pipelines.ts';
import { type SimulatedRepository, simulateRepository } from '../../workspace/simulate/simulate-repository.ts';
import type { CommandContext, ExitCode } from '../context.ts';
import type { Terminal } from '../terminal.ts';
import { withWorkspace } from '../with-workspace.ts';

export interface SimulateOptions {
  readonly from?: number;
  readonly to?: { readonly at: number } | { readonly afterMs: number };
  readonly at?: string;
  readonly base?: string;
  readonly env: string;
  readonly seeds?: number;
  readonly seed?: number;
  readonly jobs?: number;
  readonly fail?: readonly FailedTask[];
  readonly slow?: readonly SlowTask[];
  readonly killRunner?: readonly Moment[];
  readonly dropTicks?: number;
  readonly late?: number;
  readonly apiDown?: { readonly from?: Moment; readonly forMs: number };
  readonly failOn?: number;
  readonly gantt?: string;
  readonly format: 'text' | 'json' | 'markdown';
  readonly json?: true;
}

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

function whatIfOf({
  fail = [],
  slow = [],
  killRunner = [],
  dropTicks = 0,
  late,
  apiDown,
  jobs,
}: SimulateOptions): WhatIf {
  return {
    ...{ fail, slow, kills: killRunner, dropTicks },
    ...(late === undefined ? {} : { lateMs: late }),
    ...(apiDown === undefined ? {} : { apiDown }),
    ...(jobs === undefined ? {} : { jobs }),
  };
}

/** As it was typed, so that a page says what it is of. */
function askedOf({
  fail = [],
  slow = [],
  killRunner = [],
  dropTicks,
  late,
  apiDown,
  jobs,
}: SimulateOptions): readonly string[] {
  return [
    ...fail.map((each) => `--fail ${nameOf(each)}${each.attempts === undefined ? '' : `@${each.attempts}`}`),
    ...slow.map((each) => `--slow ${nameOf(each)}=${'times' in each ? `${each.times}x` : writeDuration(each.ms)}`),
    ...killRunner.map((each) => `--kill-runner ${momentText(each)}`),
    ...(dropTicks === undefined ? [] : [`--drop-ticks ${Number((dropTicks * 100).toFixed(3))}%`]),
    ...(late === undefined ? [] : [`--late ${writeDuration(late)}`]),
    ...(apiDown === undefined
      ? []
      : [
          `--api-down ${writeDuration(apiDown.forMs)}${apiDown.from === undefined ? '' : `@${momentText(apiDown.from)}`}`,
        ]),
    ...(jobs === undefined ? [] : [`--jobs ${jobs}`]),
  ];
}

function nameOf({ pipeline, task }: TaskName): string {
  return pipeline === undefined ? task : `${pipeline}:${task}`;
}

function momentText(moment: Moment): string {
  if ('at' in moment) return new Date(moment.at).toISOString();
  const [hours, minutes] = [Math.floor(moment.minuteOfDay / 60), moment.minuteOfDay % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
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
