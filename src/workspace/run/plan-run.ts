import { buildGraph } from '../../dag/graph.ts';
import { unknownNames } from '../../dag/select.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { nearest } from '../../diagnostic/suggest.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { Settings } from '../../model/settings.ts';
import { missingSecrets } from '../../process/task-environment.ts';
import { formatInterval } from '../../report/text/time-text.ts';
import type { Interval, RunDocument, Selection } from '../../run/document.ts';
import { type Limits, type Plan, plan } from '../../run/plan.ts';
import { newestCompleteInterval } from '../../schedule/interval.ts';
import { intervalOf } from '../../schedule/interval-text.ts';
import type { RunnablePipeline } from '../pipelines/load-pipelines.ts';
import { digestOf } from '../pipelines/pipeline-files.ts';
import { now, type Workspace } from '../workspace.ts';
import { knownDurations } from './expected-durations.ts';
import { paramValues } from './params.ts';
import type { Pinned } from './pin.ts';
import { findReuse } from './reuse.ts';
import type { HowToRun, RunCause, RunRequest } from './run-request.ts';

export interface Planned {
  readonly plan: Plan;
  /** What was decided without being asked for, for people. */
  readonly notices: readonly string[];
}

/**
 * Decides a new run; nothing is written. `using` is the document of `request.using`.
 *
 * @throws {Problem} SG703 unknown task, SG704 params, SG706 interval, SG707 outputs, SG715 environment, SG727 a secret.
 */
export async function planRun(
  workspace: Workspace,
  { pipeline, settings, warnings }: RunnablePipeline,
  request: RunRequest,
  run: string,
  pinned: Pinned,
  using?: RunDocument,
): Promise<Planned> {
  const selection = checkSelection(pipeline, request.selection ?? {});
  const params = paramValues(pipeline, request.params ?? {});
  if (request.params !== undefined || request.outputs !== undefined) {
    const { demandNoSecrets } = await import('../given-secrets.ts');
    demandNoSecrets(workspace, settings, pipeline, request);
  }
  const { notice, ...cause }: RunCause & Noticed = request.cause ?? causeByHand(workspace, pipeline, request.interval);
  const { environment, machine } = workspace;
  const outputs = request.outputs ?? {};
  const reuse = await findReuse(workspace, pipeline, { selection, outputs, ...(using === undefined ? {} : { using }) });
  const view = await workspace.state.view(environment, pipeline.id);
  const planned = plan({
    run,
    pipeline,
    environment,
    commit: pinned.commit,
    host: machine.place,
    ...(pinned.snapshotOf === undefined ? {} : { snapshotOf: pinned.snapshotOf }),
    ...cause,
    params,
    vars: varsOf(settings, environment),
    ...(isEmpty(selection) ? {} : { selection }),
    reuse: reuse.reuse,
    limits: limitsOf(workspace, settings, request),
    ...knownDurations(await view.durations(), request),
    createdAt: now(workspace),
    digest: digestOf,
  });
  return { plan: planned, notices: [...warnings, ...(notice === undefined ? [] : [notice]), ...reuse.notices] };
}

/** Tasks at once, and the slots of pools. */
export function limitsOf({ machine, remote }: Workspace, settings: Settings, how: HowToRun): Limits {
  const pools = Object.entries(settings.pools).map(([name, { slots }]) => [name, slots] as const);
  const shared = Object.entries(settings.pools).filter(([, { scope }]) => scope === 'repository');
  return {
    jobs: how.jobs ?? machine.cores,
    pools: Object.fromEntries(pools),
    ...(shared.length === 0 ? {} : { sharedPools: shared.map(([name]) => name) }),
    failFast: how.failFast === true,
    ...(remote !== undefined && settings.durability === 'strict' ? { storeFirst: true } : {}),
    ...(how.time === undefined ? {} : { time: how.time }),
  };
}

/**
 * The variables of an environment.
 *
 * @throws {Problem} SG715 if the settings do not have it.
 */
export function varsOf(settings: Settings, environment: string): Readonly<Record<string, string>> {
  const found = settings.environments[environment];
  if (found !== undefined) return found.vars;
  const names = Object.keys(settings.environments);
  const guess = nearest(environment, names);
  throw new Problem(
    'SG715',
    `There is no environment ${environment}.`,
    `${guess === undefined ? '' : `Did you mean ${guess}? `}.github/segue.yml has: ${names.join(', ')}.`,
    2,
  );
}

/**
 * Lists all that is missing at once, before anything has started.
 *
 * @throws {Problem} SG705
 */
export function demandSecrets({ variables }: Workspace, pipeline: Pipeline): void {
  const missing = missingSecrets(pipeline, variables);
  if (missing.length === 0) return;
  const are = missing.length === 1 ? 'secret is' : 'secrets are';
  throw new Problem(
    'SG705',
    `${missing.length} ${are} not set: ${missing.join(', ')}.`,
    `${pipeline.file} lists them in secrets. Set them in the environment, or in a file for --env-file.`,
    2,
  );
}

function checkSelection(pipeline: Pipeline, selection: Selection): Selection {
  const graph = buildGraph(pipeline.tasks);
  const [unknown] = unknownNames(graph, selection);
  if (unknown === undefined) return selection;
  throw unknownTask(pipeline, unknown);
}

export function unknownTask(pipeline: Pick<Pipeline, 'id' | 'tasks'>, name: string): Problem {
  const ids = pipeline.tasks.map(({ id }) => id);
  const guess = nearest(name, ids);
  const has = ids.length > 20 ? `segue graph ${pipeline.id} shows its tasks.` : `It has: ${ids.join(', ')}.`;
  const help = guess === undefined ? has : `Did you mean ${guess}? ${has}`;
  return new Problem('SG703', `${pipeline.id} has no task ${name}.`, help, 2);
}

function causeByHand(workspace: Workspace, pipeline: Pipeline, interval: string | undefined): RunCause & Noticed {
  const trigger = { kind: 'manual', by: workspace.machine.user } as const;
  return { trigger, generation: 0, ...chooseInterval(workspace, pipeline, interval) };
}

interface Noticed {
  readonly notice?: string;
}

function chooseInterval(
  { clock }: Workspace,
  pipeline: Pipeline,
  text: string | undefined,
): Noticed & { readonly interval?: Interval } {
  const { schedule } = pipeline.on;
  if (text !== undefined) return { interval: demandInterval(pipeline, text) };
  const interval = newestCompleteInterval(schedule, clock.now());
  if (interval === undefined) return {};
  return { interval, notice: `The newest complete interval: ${formatInterval(interval)}.` };
}

/** @throws {Problem} SG706 if a text is no interval of the pipeline's schedule. */
export function demandInterval({ on }: Pick<Pipeline, 'on'>, text: string): Interval {
  const parsed = intervalOf(on.schedule, text);
  if (parsed.ok) return parsed.interval;
  throw new Problem('SG706', `${parsed.message}.`, parsed.help, 2);
}

function isEmpty({ only = [], from = [], until = [] }: Selection): boolean {
  return only.length + from.length + until.length === 0;
}
