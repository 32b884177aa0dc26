import type { Interruption } from '../process/interrupts.ts';
import type { RunDocument } from '../run/document.ts';
import { askForCancel, askForMark, askForRetry, askForWakeUp } from '../workspace/ask/ask-about-run.ts';
import type { AskedInputs } from '../workspace/ask/asked-inputs.ts';
import { findAskedAction } from '../workspace/ask/find-asked.ts';
import type { ServingWorkflow } from '../workspace/ask/serving-workflow.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import type { FoundRun } from '../workspace/run/find-run.ts';
import type { MarkRequest } from '../workspace/run/mark-task.ts';
import type { HowToGoOn } from '../workspace/run/run-request.ts';
import { readCode } from '../workspace/tick/code.ts';
import { version } from '../workspace/version.ts';
import { type AskOptions, type Wish, WorkflowDesk } from './ask-workflow.ts';
import type { CommandContext, ExitCode } from './context.ts';
import type { RetryOptions } from './retry-options.ts';
import { refuseGiven } from './served-elsewhere.ts';
import { tellCancelled } from './tell-cancelled.ts';

/** Where something is asked, and of whom. */
export interface Office {
  readonly context: CommandContext;
  readonly workspace: OpenWorkspace;
  readonly workflow: ServingWorkflow;
}

/** Asks the workflow to run again what did not succeed, or the named tasks, with all that follows from them. */
export async function askToRetry(
  office: Office,
  document: RunDocument,
  tasks: readonly string[],
  options: RetryOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const { only, on, jobs, failFast, envFile } = options;
  refuseGiven(office.workspace, {
    '--only': only,
    '--on pinned': on === 'pinned',
    '--jobs': jobs,
    '--fail-fast': failFast,
    '--env-file': envFile,
  });
  const code = await readCode(office.workspace, office.workflow.commit, version);
  const inputs = askForRetry(code, document, tasks);
  return ask(office, wishOf(office, document, 'the retry of', inputs), options, interruption);
}

/** Asks the workflow to write down that a task was mended by hand: the forge knows who asked. */
export async function askToMark(
  office: Office,
  document: RunDocument,
  request: MarkRequest,
  options: AskOptions,
): Promise<ExitCode> {
  const inputs = await askForMark(office.workspace, document, request);
  return ask(office, wishOf(office, document, 'a mark in', inputs), options);
}

/** Asks whoever works on a run to end it, or else the workflow. */
export async function askToCancel(
  office: Office,
  found: FoundRun | undefined,
  options: AskOptions & { readonly reason?: string },
): Promise<ExitCode> {
  const asked = await askForCancel(office.workspace, found, options.reason);
  if (asked.kind === 'dispatch')
    return ask(office, wishOf(office, asked.document, 'the end of', asked.inputs), options);
  tellCancelled(office.context, { how: 'requested', document: asked.document }, options);
  return 0;
}

/** Asks the workflow for a wake-up, which goes on with a run that was interrupted. */
export async function askToResume(
  office: Office,
  found: FoundRun | undefined,
  { takeOver, jobs, failFast, envFile, ...options }: AskOptions & HowToGoOn & { readonly envFile?: string },
): Promise<ExitCode> {
  const given = { '--take-over': takeOver, '--jobs': jobs, '--fail-fast': failFast, '--env-file': envFile };
  refuseGiven(office.workspace, given);
  const { inputs, document } = await askForWakeUp(office.workspace, found);
  return ask(office, wishOf(office, document, 'a wake-up, which goes on with', inputs), options);
}

function wishOf({ workspace }: Office, document: RunDocument, what: string, inputs: AskedInputs): Wish {
  const { run } = document;
  return {
    inputs,
    what: `${what} ${run}`,
    follow: `segue status ${run} --env ${workspace.environment}`,
    find: findAskedAction(workspace, document),
  };
}

async function ask(
  { context, workspace, workflow }: Office,
  wish: Wish,
  options: AskOptions,
  interruption?: Interruption,
): Promise<ExitCode> {
  return (await WorkflowDesk.open(context, workspace, workflow)).ask(wish, options, interruption);
}
