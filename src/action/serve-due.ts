import type { RunDocument } from '../run/document.ts';
import type { ProgressListener } from '../run/progress.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { Tick } from '../workspace/tick/tick.ts';
import type { TickEvent } from '../workspace/tick/tick-event.ts';
import type { ActionContext } from './action-context.ts';
import { codeToServe } from './code-to-serve.ts';
import { jobProgress } from './job-progress.ts';
import type { JobResult } from './job-result.ts';
import type { ActionRequest } from './read-inputs.ts';
import { isTrouble, tellTick } from './tell-tick.ts';

/** Serves all that is due, in one lane or in all, and what falls due meanwhile. */
export async function serveDue(
  { log, interruption }: ActionContext,
  workspace: OpenWorkspace,
  { lane, jobs }: ActionRequest,
): Promise<JobResult> {
  const code = await codeToServe(workspace);
  const runs: RunDocument[] = [];
  const progress = new Map<string, ProgressListener>();
  let hasTrouble = false;
  const listener = (event: TickEvent): void => {
    if (event.event === 'run') {
      const { run } = event.progress;
      const show = progress.get(run) ?? jobProgress(log);
      progress.set(run, show);
      show(event.progress);
    }
    if (event.event === 'ended') {
      runs.push(event.document);
      progress.delete(event.document.run);
    }
    hasTrouble ||= isTrouble(event);
    tellTick(log, event);
  };
  const how = jobs === undefined ? {} : { jobs };
  const { leadMs } = code.settings.wake;
  const only = lane === undefined ? {} : { lane };
  await new Tick(workspace, { code, how, listener, leadMs, interrupts: interruption.deliverTo, ...only }).run();
  return { runs, hasTrouble };
}
