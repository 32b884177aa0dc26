import type { CommandForge } from '../report/forge/forge.ts';
import { nameList } from '../report/text/name-list.ts';
import { formatInstant } from '../report/text/time-text.ts';
import { unreachable } from '../run/states.ts';
import { nextJob, type Rest } from '../tick/next-job.ts';
import type { ActionContext } from './action-context.ts';
import type { JobLog } from './job-log.ts';
import { openForge } from './open-forge.ts';
import { ownWorkflow } from './own-workflow.ts';
import { readInputs } from './read-inputs.ts';
import { runnerPlace } from './runner-place.ts';

const mostNames = 5;

/**
 * Wakes the next job for what this one has left, once all of it is stored and let go of; true if it has. Says so, or what wakes it
 * instead.
 */
export async function askForNext(context: ActionContext, rest: Rest | undefined): Promise<boolean> {
  const { clock, log } = context;
  if (rest === undefined) return false;
  const names = nameList([...rest.runs, ...rest.pipelines], mostNames);
  const next = nextJob(rest, clock.now());
  switch (next) {
    case 'at once':
      return ask(context, names);
    case 'later':
      log.lines([`${names} can go on from ${formatInstant(rest.from)}: the first wake-up after that does it.`]);
      return false;
    case 'by the clock':
      log.annotate('warning', `This job could begin nothing of ${names}, so it wakes no other. ${byTheClock}`, {
        title,
      });
      return false;
    default:
      return unreachable(next);
  }
}

const title = 'Handed over';
const byTheClock = 'The next wake-up that comes goes on.';

async function ask({ clock, log, variables }: ActionContext, names: string): Promise<boolean> {
  const { token } = readInputs(variables);
  const forge = openForge({ clock }, runnerPlace(variables, token), token);
  const where = ownWorkflow(variables);
  if (forge === undefined || where === undefined) {
    log.lines([`${names}: this job cannot ask for the next wake-up. ${byTheClock}`]);
    return false;
  }
  const asked = await forge.dispatch({ ...where, inputs: {} });
  tell(log, names, asked);
  return asked.kind === 'done';
}

function tell(log: JobLog, names: string, asked: Awaited<ReturnType<CommandForge['dispatch']>>): void {
  switch (asked.kind) {
    case 'done':
      log.lines([`Asked for the next wake-up: it goes on with ${names}.`]);
      return;
    case 'refused': {
      const help =
        'The job needs actions: write, and its workflow workflow_dispatch without inputs that must be given.';
      log.annotate('warning', `GitHub refuses the next wake-up: ${asked.why} ${help} ${byTheClock}`, { title });
      return;
    }
    case 'unreachable':
      log.annotate('warning', `Whether the next wake-up was taken is not known: ${asked.why} ${byTheClock}`, { title });
      return;
    default:
      unreachable(asked);
  }
}
