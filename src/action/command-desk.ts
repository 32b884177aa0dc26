import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandDesk, MeantRun } from '../command/carry-out.ts';
import { Problem } from '../diagnostic/problem.ts';
import type { CommandForge, DispatchWish } from '../report/forge.ts';
import { taskOf } from '../run/reset.ts';
import { retryInputs } from '../workspace/ask/asked-inputs.ts';
import { cancelRun } from '../workspace/cancel-run.ts';
import { type FoundRun, findRun, listRuns } from '../workspace/find-run.ts';
import { knownPipelines } from '../workspace/known-pipeline.ts';
import { loadRunnable } from '../workspace/load-pipelines.ts';
import { markTask } from '../workspace/mark-task.ts';
import { pausePipelines, unpausePipelines } from '../workspace/pause.ts';
import { unknownTask } from '../workspace/plan-run.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { incidentDesk } from './incident-desk.ts';

/** Carries commands out: at once what needs neither the code of tasks nor secrets, and the rest by another job. */
export function commandDesk(
  workspace: Workspace,
  forge: Pick<CommandForge, 'dispatch'>,
  where: Pick<DispatchWish, 'branch' | 'workflow'>,
): CommandDesk {
  return {
    ...incidentDesk(workspace),
    findEnded: async (target) => demandEnded(await find(workspace, target, 'newest')),
    findGoingOn: async (target) => meant(await find(workspace, target, 'going on')),
    retry: async ({ run }, tasks) => {
      await demandTasks(workspace, run, tasks);
      const asked = await forge.dispatch({ ...where, inputs: retryInputs(run, tasks) });
      if (asked.kind !== 'done') throw notStarted(asked.kind, asked.why, run);
      return asked.started === undefined ? {} : { page: asked.started.url };
    },
    mark: async ({ run }, task, state, reason) => void (await markTask(workspace, { run, task, state, reason })),
    cancel: async ({ run }, reason) => {
      const { how } = await cancelRun(workspace, { run, ...(reason === undefined ? {} : { reason }) });
      return how === 'ended' ? 'ended' : 'asked';
    },
    pause: async (pipeline, reason) => {
      const [paused] = await pausePipelines(workspace, await known(workspace, pipeline), reason);
      return paused?.outcome === 'paused';
    },
    unpause: async (pipeline, reason) => {
      const [unpaused] = await unpausePipelines(workspace, await known(workspace, pipeline), reason);
      return unpaused?.outcome === 'unpaused';
    },
  };
}

function known(workspace: Workspace, pipeline: string): Promise<readonly string[]> {
  return knownPipelines(workspace, [pipeline], workspace.repository.root);
}

async function find(workspace: Workspace, target: string, which: 'newest' | 'going on'): Promise<FoundRun> {
  const { state, environment } = workspace;
  const isPipeline = !target.startsWith('r-') && (await state.pipelines(environment)).includes(target);
  if (!isPipeline) return findRun(workspace, target);
  const runs = await listRuns(workspace, target);
  const wanted = which === 'newest' ? undefined : runs.find((run) => run.state === 'running');
  return findRun(workspace, (wanted ?? runs[0])?.run ?? target);
}

function meant({ document: { run, pipeline } }: FoundRun): MeantRun {
  return { run, pipeline };
}

function demandEnded(found: FoundRun): MeantRun {
  const { run, state } = found.document;
  if (state !== 'running') return meant(found);
  throw new Problem('SG714', `Run ${run} has not ended.`, `Wait for it, or end it: /segue cancel ${run}`, 2);
}

/** What the run had, or what its file has by now. */
async function demandTasks(workspace: Workspace, run: string, tasks: readonly string[]): Promise<void> {
  const { document } = await findRun(workspace, run);
  const strangers = tasks.filter((task) => document.tasks[task] === undefined);
  const { root } = workspace.repository;
  if (strangers.length === 0 || !existsSync(join(root, document.file))) return;
  const { pipeline } = loadRunnable(workspace, document.file, root);
  for (const task of strangers) {
    if (!pipeline.tasks.some(({ id }) => id === taskOf(task))) throw unknownTask(pipeline, task);
  }
}

function notStarted(kind: 'refused' | 'unreachable', why: string, run: string): Problem {
  return kind === 'refused'
    ? new Problem('SG941', `GitHub starts no workflow for this: ${why}`, 'The job needs actions: write.')
    : new Problem(
        'SG941',
        why,
        `Whether the job has started, the list of workflow runs shows. If not: /segue retry ${run}`,
      );
}
