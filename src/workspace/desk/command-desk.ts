import type { ApprovalDesk, CommandDesk, RollbackDesk } from '../../command/desk.ts';
import type { Office } from '../office.ts';
import { pausePipelines, unpausePipelines } from '../pause.ts';
import { cancelRun } from '../run/cancel-run.ts';
import { markTask } from '../run/mark-task.ts';
import type { Code } from '../tick/code.ts';
import { unknownPipelineIn } from './code-names.ts';
import { demandEnded, findMeant, meant } from './find-meant.ts';
import { incidentDesk } from './incident-desk.ts';
import { type Starter, startDesk } from './start-desk.ts';

/** What the door has that takes the commands. */
export interface DeskPlace {
  readonly office: Office;
  /** Starts the workflow that has the code of tasks, and their secrets. */
  readonly starter: Starter;
  /** Reads the default branch; asked for only by commands that need it. */
  readonly code: () => Promise<Code>;
  readonly approvals?: ApprovalDesk;
  readonly rollbacks?: RollbackDesk;
}

/** Carries commands out: at once what needs neither the code of tasks nor secrets, and the rest by a job of the workflow. */
export function commandDesk({ office, starter, code, approvals, rollbacks }: DeskPlace): CommandDesk {
  return {
    ...incidentDesk(office),
    ...startDesk(office, starter, code),
    findEnded: async (target) => demandEnded(await findMeant(office, target, 'newest')),
    findGoingOn: async (target) => meant(await findMeant(office, target, 'going on')),
    mark: async ({ run }, task, state, reason) => void (await markTask(office, { run, task, state, reason })),
    cancel: async ({ run }, reason) => {
      const { how } = await cancelRun(office, { run, ...(reason === undefined ? {} : { reason }) });
      return how === 'ended' ? 'ended' : 'asked';
    },
    pause: async (pipeline, reason) => {
      const [paused] = await pausePipelines(office, [await known(office, code, pipeline)], reason);
      return paused?.outcome === 'paused';
    },
    unpause: async (pipeline, reason) => {
      const [unpaused] = await unpausePipelines(office, [await known(office, code, pipeline)], reason);
      return unpaused?.outcome === 'unpaused';
    },
    ...(approvals === undefined ? {} : { approvals }),
    ...(rollbacks === undefined ? {} : { rollbacks }),
  };
}

/** A pipeline that has state, or a file, however broken. */
async function known({ state, environment }: Office, code: () => Promise<Code>, pipeline: string): Promise<string> {
  if ((await state.pipelines(environment)).includes(pipeline)) return pipeline;
  const merged = await code();
  if (merged.pipelines.has(pipeline) || merged.broken.has(pipeline)) return pipeline;
  throw unknownPipelineIn(merged, pipeline);
}
