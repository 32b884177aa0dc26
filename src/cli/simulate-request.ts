import { writeDuration } from '../model/duration.ts';
import type { FailedTask, Moment, SlowTask, TaskName, WhatIf } from '../simulate/world/what-if.ts';
import type { Wishes } from '../workspace/simulate/wishes.ts';

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
  readonly pause?: Wishes['pauses'];
  readonly unpause?: Wishes['unpauses'];
  readonly backfill?: Wishes['backfills'];
  readonly run?: Wishes['runs'];
  readonly param?: Wishes['params'];
  readonly failOn?: number;
  readonly gantt?: string;
  readonly format: 'text' | 'json' | 'markdown';
  readonly json?: true;
}

export function whatIfOf({
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

/** All of it as it was typed, so that a page says what it is of. */
export function askedOf({
  fail = [],
  slow = [],
  killRunner = [],
  dropTicks,
  late,
  apiDown,
  jobs,
  ...wishes
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
    ...askedWishes(wishesOf(wishes)),
  ];
}

export function wishesOf({
  pause: pauses = [],
  unpause: unpauses = [],
  backfill: backfills = [],
  run: runs = [],
  param: params = {},
}: Pick<SimulateOptions, 'pause' | 'unpause' | 'backfill' | 'run' | 'param'>): Wishes {
  return { pauses, unpauses, backfills, runs, params };
}

function askedWishes({ pauses, unpauses, backfills, runs, params }: Wishes): readonly string[] {
  const named = ({ pipeline, at }: Wishes['pauses'][number]) =>
    at === undefined ? pipeline : `${pipeline}@${momentText({ at })}`;
  return [
    ...pauses.map((each) => `--pause ${named(each)}`),
    ...unpauses.map((each) => `--unpause ${named(each)}`),
    ...backfills.map(
      (each) => `--backfill ${'name' in each ? each.name : `${each.pipeline}:${each.from}..${each.to}`}`,
    ),
    ...runs.map((each) => `--run ${named(each)}`),
    ...Object.entries(params).map(([name, value]) => `--param ${name}=${value}`),
  ];
}

function nameOf({ pipeline, task }: TaskName): string {
  return pipeline === undefined ? task : `${pipeline}:${task}`;
}

function momentText(moment: Moment): string {
  if ('at' in moment) return new Date(moment.at).toISOString().replace(/(?::00)?\.000Z$/, 'Z');
  const [hours, minutes] = [Math.floor(moment.minuteOfDay / 60), moment.minuteOfDay % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}
