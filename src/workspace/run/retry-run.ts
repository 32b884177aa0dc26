import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildGraph } from '../../dag/graph.ts';
import { Problem } from '../../diagnostic/problem.ts';
import type { Pipeline } from '../../model/pipeline.ts';
import type { RunDocument } from '../../run/document.ts';
import { definitionOf } from '../../run/plan.ts';
import { type Reset, resetForRetry, taskOf } from '../../run/reset.ts';
import { person } from '../person.ts';
import { demandOwnFile, loadPinned } from '../pipelines/load-pinned.ts';
import { loadRunnable, type RunnablePipeline } from '../pipelines/load-pipelines.ts';
import { digestOf } from '../pipelines/pipeline-files.ts';
import type { Workspace } from '../workspace.ts';
import { type Continuation, continueRun } from './continue-run.ts';
import { findRun } from './find-run.ts';
import { pinWorkingTree } from './pin.ts';
import { unknownTask } from './plan-run.ts';
import type { HowToRun } from './run-request.ts';
import type { RunAudience } from './run-session.ts';
import { checkout, pinnedWorkplace } from './workplace.ts';

export interface RetryRequest extends HowToRun {
  /** Id or beginning of an id; the newest run without one. */
  readonly run?: string;
  /** Tasks or instances, in any state; those that did not succeed without any. */
  readonly tasks: readonly string[];
  /** Not what is downstream of them. */
  readonly only: boolean;
  /** Which code: that of the working tree, or that of the run. */
  readonly on: 'newest' | 'pinned';
}

/**
 * Runs tasks of a run that has ended again, as new attempts of the same run.
 *
 * @throws {Problem} SG714 if the run is not over or there is nothing to retry, SG703 unknown task, SG717 no such file.
 */
export async function retryRun(
  workspace: Workspace,
  request: RetryRequest,
  audience: RunAudience,
): Promise<RunDocument> {
  const found = await findRun(workspace, request.run);
  if (found.owner === undefined) demandEnded(found.document);
  const by = await person(workspace);
  const decide = async (document: RunDocument) => ({ ...(await decideRetry(workspace, document, request)), by });
  return continueRun(workspace, found, request, decide, audience);
}

async function decideRetry(workspace: Workspace, document: RunDocument, request: RetryRequest): Promise<Continuation> {
  demandEnded(document);
  const code = request.on === 'pinned' ? await pinnedCode(workspace, document) : await newestCode(workspace, document);
  const { pipeline } = code.loaded;
  const { reset, outdated } = demandRetriable(document, pipeline, request);
  const changed = `Kept, though their definition has changed: ${outdated.join(', ')}. To run them too, name them.`;
  return {
    kind: 'retry',
    ...code,
    action: request.tasks.length === 0 ? {} : { tasks: request.tasks },
    notices: [...code.notices, ...(outdated.length === 0 ? [] : [changed])],
    reset,
  };
}

/**
 * What a retry would run again with this code.
 *
 * @throws {Problem} SG714 if the run is not over or there is nothing to retry, SG703 unknown task.
 */
export function demandRetriable(
  document: RunDocument,
  pipeline: Pipeline,
  request: Pick<RetryRequest, 'tasks' | 'only'>,
): Reset {
  demandEnded(document);
  for (const task of request.tasks) {
    if (!pipeline.tasks.some(({ id }) => id === taskOf(task))) throw unknownTask(pipeline, task);
    if (task !== taskOf(task) && document.tasks[task] === undefined) throw noSuchInstance(document, task);
    if (document.tasks[taskOf(task)]?.state === 'excluded') throw notPartOf(document, task);
  }
  const found = resetForRetry(document, buildGraph(pipeline.tasks), request, definitionsOf(pipeline));
  if (found.reset.size === 0 && !hasNewTasks(pipeline, document)) throw nothingToRetry(document);
  return found;
}

type Code = Pick<Continuation, 'loaded' | 'workplace' | 'commit' | 'snapshotOf' | 'notices'>;

async function newestCode(workspace: Workspace, document: RunDocument): Promise<Code> {
  const loaded = loadCurrent(workspace, document);
  demandOwnFile(document, loaded);
  const pin = await pinWorkingTree(workspace, loaded.pipeline, `${document.run}-${document.actions.length + 1}`);
  return { loaded, workplace: checkout(workspace), ...pin, notices: [...loaded.warnings, ...pin.notices] };
}

async function pinnedCode(workspace: Workspace, document: RunDocument): Promise<Code> {
  const { commit, snapshotOf } = document;
  const loaded = await loadPinned(workspace, document);
  const workplace = await pinnedWorkplace(workspace, document, loaded.pipeline);
  return { loaded, workplace, commit, ...(snapshotOf === undefined ? {} : { snapshotOf }), notices: [] };
}

function loadCurrent(workspace: Workspace, document: RunDocument): RunnablePipeline {
  const { root } = workspace.repository;
  if (existsSync(join(root, document.file))) return loadRunnable(workspace, document.file, root);
  throw new Problem(
    'SG717',
    `${document.file} is no longer there.`,
    `To retry with the code that the run is pinned to: segue retry ${document.run} --on pinned`,
    2,
  );
}

function definitionsOf(pipeline: Pipeline): ReadonlyMap<string, string> {
  return new Map(pipeline.tasks.map((task) => [task.id, digestOf(definitionOf(task))]));
}

function hasNewTasks(pipeline: Pipeline, document: RunDocument): boolean {
  return pipeline.tasks.some(({ id }) => document.tasks[id] === undefined);
}

function demandEnded({ run, state }: RunDocument): void {
  if (state !== 'running') return;
  throw new Problem(
    'SG714',
    `Run ${run} was interrupted and has not ended.`,
    `First go on with it: segue resume ${run}`,
    2,
  );
}

function noSuchInstance({ run, tasks }: RunDocument, task: string): Problem {
  const width = tasks[taskOf(task)]?.instances ?? 0;
  const help = width === 0 ? 'It has none.' : `It has ${taskOf(task)}[0] to ${taskOf(task)}[${width - 1}].`;
  return new Problem('SG703', `Run ${run} has no instance ${task}.`, help, 2);
}

function notPartOf({ run, pipeline }: RunDocument, task: string): Problem {
  return new Problem(
    'SG714',
    `${task} is not part of run ${run}: its --only, --from or --until left it out.`,
    `Run it anew: segue run ${pipeline} --only ${task}`,
    2,
  );
}

function nothingToRetry({ run }: RunDocument): Problem {
  return new Problem(
    'SG714',
    `All tasks of run ${run} have succeeded.`,
    `To run some of them again, name them: segue retry ${run} TASK`,
    2,
  );
}
