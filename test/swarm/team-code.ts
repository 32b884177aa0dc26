import type { Files } from './code-history.ts';
import type { Dice } from './dice.ts';
import { type TaskExtras, textOfExtras } from './task-extras.ts';

/** A pipeline of the team that lives in a world. */
export interface TeamPipeline {
  /** Stays the same when its file moves. */
  readonly family: string;
  readonly id: string;
  readonly renamedFrom?: string;
  readonly cron?: string;
  readonly timezone: string;
  readonly after?: string;
  readonly catchup: 'all' | 'latest' | 'none';
  readonly maxActiveRuns: number;
  readonly retries: number;
  readonly deadline?: string;
  /** By task: what it needs. */
  readonly tasks: Readonly<Record<string, readonly string[]>>;
  /** By task, what else it says. */
  readonly extras?: Readonly<Record<string, TaskExtras>>;
  /** Changes with each push that changes the code. */
  readonly edition: number;
  readonly isBroken: boolean;
}

/** All that is on the default branch. */
export interface TeamCode {
  readonly leaseSeconds: number;
  readonly maxRuntimeMinutes: number;
  readonly durability: 'grouped' | 'strict';
  readonly pipelines: readonly TeamPipeline[];
  /** Slots by name, which all pipelines share. */
  readonly pools?: Readonly<Record<string, number>>;
}

export const longestDelayMs = 60_000;

const crons = [
  { cron: '*/20 * * * *', timezone: 'UTC' },
  { cron: '0 * * * *', timezone: 'UTC' },
  { cron: '10 */2 * * *', timezone: 'UTC' },
  { cron: '30 4,16 * * *', timezone: 'Europe/Paris' },
  { cron: '15 5 * * *', timezone: 'America/New_York' },
] as const;

const shapes: readonly TeamPipeline['tasks'][] = [
  { load: [] },
  { extract: [], load: ['extract'] },
  { extract: [], clean: ['extract'], count: ['extract'], load: ['clean', 'count'] },
];

/** The team's first pipelines: one to three by the clock, and maybe one that comes after the first. */
export function foundTeam(dice: Dice): TeamCode {
  const names = ['alpha', 'beta', 'gamma'].slice(0, dice.between(1, 3));
  const timed = names.map((id) => pipelineOf(dice, id));
  const { cron: _, ...rest } = pipelineOf(dice, 'omega');
  const omega: TeamPipeline = { ...rest, after: 'alpha' };
  return {
    leaseSeconds: dice.pick([60, 120, 300]),
    maxRuntimeMinutes: dice.pick([15, 45, 180]),
    durability: dice.isLikely(0.2) ? 'strict' : 'grouped',
    pipelines: dice.isLikely(0.5) ? [...timed, omega] : timed,
  };
}

function pipelineOf(dice: Dice, id: string): TeamPipeline {
  const { cron, timezone } = dice.pick(crons);
  return {
    family: id,
    id,
    cron,
    timezone,
    catchup: dice.pick<TeamPipeline['catchup']>(['all', 'latest', 'none']),
    maxActiveRuns: dice.pick([1, 1, 2]),
    retries: dice.between(0, 3),
    tasks: dice.pick(shapes),
    edition: 1,
    isBroken: false,
    ...(dice.isLikely(0.3) ? { deadline: `${dice.between(5, 40)}m` } : {}),
  };
}

export function filesOf({ leaseSeconds, maxRuntimeMinutes, durability, pools = {}, pipelines }: TeamCode): Files {
  const settings = [
    `lease: ${leaseSeconds}s`,
    `max-runtime: ${maxRuntimeMinutes}m`,
    `durability: ${durability}`,
    ...Object.entries(pools).map(([pool, slots]) => `pools: { ${pool}: { slots: ${slots}, scope: repository } }`),
    '',
  ].join('\n');
  const files = pipelines.map((each) => [`pipelines/${each.id}.yml`, textOf(each)] as const);
  return new Map([['.github/segue.yml', settings], ...files]);
}

function textOf(pipeline: TeamPipeline): string {
  const { cron, timezone, after, catchup, maxActiveRuns, deadline, renamedFrom, retries, tasks, edition } = pipeline;
  if (pipeline.isBroken)
    return `description: Broken by edition ${edition}.\ntasks: { load: { needs: nobody, run: x } }\n`;
  const on = [
    ...(cron === undefined ? [] : [`schedule: [{ cron: "${cron}", timezone: ${timezone} }]`]),
    ...(after === undefined ? [] : [`after: ${after}`]),
  ];
  const lines = Object.entries(tasks).map(([id, needs]) => {
    const extras = pipeline.extras?.[id] ?? {};
    const [timeout, more] = [extras.timeout ?? '30m', textOfExtras(extras, needs)];
    const again = `retries: { limit: ${retries}, delay: 5s, max-delay: ${longestDelayMs / 1_000}s, jitter: full }`;
    return `  ${id}: { needs: [${needs.join(', ')}], run: ./${id} ${edition}, ${again}, artifacts: none, timeout: ${timeout}${more} }`;
  });
  return [
    `description: ${pipeline.family}, edition ${edition}`,
    'owner: "@acme/data"',
    `on: { ${on.join(', ')} }`,
    `catchup: ${catchup}`,
    `max-active-runs: ${maxActiveRuns}`,
    ...(deadline === undefined ? [] : [`deadline: { after: ${deadline} }`]),
    ...(renamedFrom === undefined ? [] : [`renamed-from: ${renamedFrom}`]),
    'tasks:',
    ...lines,
    '',
  ].join('\n');
}
