import type { ProgressListener } from '../run/progress.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { maxRuntimeIn, timeOfJob } from '../workspace/run/time-of-job.ts';
import type { Code } from '../workspace/tick/code.ts';
import { comesNext } from '../workspace/tick/comes-next.ts';
import { LeftWork } from '../workspace/tick/left-work.ts';
import { staleWorkflow } from '../workspace/tick/stale-workflow.ts';
import { Tick } from '../workspace/tick/tick.ts';
import type { TickEvent } from '../workspace/tick/tick-event.ts';
import type { ActionContext } from './action-context.ts';
import { askForNext } from './ask-for-next.ts';
import { EarlyAsks } from './early-asks.ts';
import { jobProgress } from './job-progress.ts';
import { type JobResult, restOf } from './job-result.ts';
import type { ActionRequest } from './read-inputs.ts';
import { tellTick } from './tell-tick.ts';
import { TickNotes } from './tick-notes.ts';

/** Serves all that is due, in one lane or in all, and what falls due meanwhile. */
export async function serveDue(
  context: ActionContext,
  workspace: OpenWorkspace,
  { lane, jobs }: ActionRequest,
  read: () => Promise<Code>,
): Promise<JobResult> {
  const { log, interruption, clock, began } = context;
  const code = await read();
  const time = timeOfJob(clock, began, maxRuntimeIn(code, lane));
  const notes = new TickNotes();
  const left = new LeftWork();
  const asks = new EarlyAsks({
    left,
    ask: (rest) => askForNext(context, rest),
    now: () => clock.now(),
    endsAt: Date.parse(time.endsAt),
  });
  const stale = staleWorkflow(workspace, code);
  if (stale !== undefined) {
    notes.find(stale);
    log.annotate('warning', stale, { title: 'Stale workflow' });
  }
  const progress = new Map<string, ProgressListener>();
  const listener = (event: TickEvent): void => {
    if (event.event === 'run') {
      const { run } = event.progress;
      const show = progress.get(run) ?? jobProgress(log);
      progress.set(run, show);
      show(event.progress);
    }
    if (event.event === 'ended') progress.delete(event.document.run);
    notes.take(event);
    left.take(event);
    asks.take(event);
    tellTick(log, event);
  };
  const how = { time, ...(jobs === undefined ? {} : { jobs }) };
  const { leadMs } = code.settings.wake;
  const only = lane === undefined ? {} : { lane };
  await new Tick(workspace, { code, how, listener, leadMs, interrupts: interruption.deliverTo, ...only }).run();
  await asks.close();
  const { runs, hasTrouble, told } = notes;
  // Without a lane it has served all of them itself.
  if (lane !== undefined) left.due(await comesNext(workspace, code, runs, lane));
  return { runs, hasTrouble, told, ...restOf(left, clock) };
}
