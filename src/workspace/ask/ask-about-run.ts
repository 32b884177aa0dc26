import { Problem } from '../../diagnostic/problem.ts';
import { claimOf } from '../../run/claim-of.ts';
import type { RunDocument } from '../../run/document.ts';
import type { ActiveRun } from '../../run/ports.ts';
import { withoutSecrets } from '../given-secrets.ts';
import type { Office } from '../office.ts';
import { person } from '../person.ts';
import { hasEnded, isWaiting, newestGoingOn } from '../run/cancel-run.ts';
import { heldElsewhere, livingHolder } from '../run/demand-free.ts';
import type { FoundRun } from '../run/find-run.ts';
import { demandMarkable, type MarkRequest } from '../run/mark-task.ts';
import { demandResumable, newestResumable } from '../run/resume-run.ts';
import { demandRetriable } from '../run/retry-run.ts';
import type { Code } from '../tick/code.ts';
import { now } from '../workspace.ts';
import { type AskedInputs, retryInputs } from './asked-inputs.ts';

/**
 * The inputs that ask for a retry.
 *
 * @param code That of the default branch: what did not succeed runs with it.
 * @throws {Problem} SG714 if the run has not ended or there is nothing to retry, SG703 unknown task, SG717 if its pipeline is not
 *   there any more, SG702 if it has errors.
 */
export function askForRetry(code: Code, document: RunDocument, tasks: readonly string[]): AskedInputs {
  if (document.state === 'running') throw goesOn(document);
  const { pipelines, broken } = code;
  const found = pipelines.get(document.pipeline);
  if (found === undefined) throw broken.get(document.pipeline) ?? gone(document, code.commit);
  demandRetriable(document, found.pipeline, { tasks, only: false });
  return retryInputs(document.run, tasks);
}

/**
 * The inputs that ask for a mark.
 *
 * @throws {Problem} SG703 unknown task, SG720 without a reason, SG726 while somebody works on the run.
 */
export async function askForMark(
  office: Office,
  document: RunDocument,
  { task, state, reason }: Omit<MarkRequest, 'run'>,
): Promise<AskedInputs> {
  const { run } = document;
  demandMarkable(document, { run, task, state, reason });
  const held = await storedClaim(office, document);
  if (held !== undefined && held.interrupted !== true) throw heldElsewhere(run, held);
  return { command: 'mark', run, tasks: task, state, reason: oneLine(withoutSecrets(office, reason)) };
}

/**
 * Asks for a wake-up, which goes on with what was interrupted: each does, at the commit of the run.
 *
 * @param found The newest run that was interrupted if absent.
 * @throws {Problem} SG713 if it was not interrupted, SG726 while somebody works on it, SG960 if no wake-up would go on with it.
 */
export async function askForWakeUp(
  office: Office,
  found: FoundRun | undefined,
): Promise<{ readonly inputs: AskedInputs; readonly document: RunDocument }> {
  const { document } = found ?? (await newestResumable(office));
  demandResumable(document);
  const { run, pipeline } = document;
  const living = await livingHolder(office, pipeline, run);
  if (living !== undefined && living.interrupted !== true) throw heldElsewhere(run, living);
  if ((await storedClaim(office, document)) === undefined) throw letGo(document);
  return { inputs: { command: 'tick' }, document };
}

/** `requested`: whoever works on it reads that with its next beat; nothing is left to be asked of the workflow. */
export type CancelAsked =
  | { readonly kind: 'requested'; readonly document: RunDocument }
  | { readonly kind: 'dispatch'; readonly inputs: AskedInputs; readonly document: RunDocument };

/**
 * Asks for the end of a run. Who works on it reads requests in Git: that takes a minute at most and no job. If nobody does, or
 * this account may not write there, the workflow is asked.
 *
 * @param found The newest run that goes on if absent.
 * @throws {Problem} SG721 if it has ended or nothing goes on, SG609 if the remote cannot be reached.
 */
export async function askForCancel(
  office: Office,
  found: FoundRun | undefined,
  given: string | undefined,
): Promise<CancelAsked> {
  const { document } = found ?? (await newestGoingOn(office));
  if (document.state !== 'running' && !(await isWaiting(office, document))) throw hasEnded(document);
  const { run } = document;
  // It stands on the page of the job, and in Git.
  const reason = given === undefined ? undefined : withoutSecrets(office, given);
  const why = reason === undefined ? {} : { reason: oneLine(reason) };
  const dispatch = { kind: 'dispatch', inputs: { command: 'cancel', run, ...why }, document } as const;
  const holder = (await storedClaim(office, document))?.lease;
  if (document.state !== 'running' || holder === undefined || office.inbox === undefined) return dispatch;
  try {
    const by = await person(office);
    await office.inbox.ask({
      kind: 'cancel',
      run,
      holder,
      by,
      at: now(office),
      ...(reason === undefined ? {} : { reason }),
    });
    return { kind: 'requested', document };
  } catch (error) {
    if (error instanceof Problem && error.code === 'SG608') return dispatch;
    throw error;
  }
}

async function storedClaim(
  { state }: Office,
  { environment, pipeline, run }: RunDocument,
): Promise<ActiveRun | undefined> {
  return claimOf(await state.state(environment, pipeline), run);
}

/** A form of GitHub has one line for each input. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

function goesOn({ run, environment }: RunDocument): Problem {
  const help = `Wait for it, or end it: segue cancel ${run} --env ${environment}`;
  return new Problem('SG714', `Run ${run} has not ended.`, help, 2);
}

/** A person had asked for it, and a person has ended its job. */
function letGo({ run, environment }: RunDocument): Problem {
  const help = `segue retry ${run} --env ${environment} runs what did not succeed.`;
  return new Problem('SG960', `Run ${run} was interrupted and let go of: no wake-up goes on with it.`, help, 2);
}

function gone({ pipeline, run }: RunDocument, commit: string): Problem {
  return new Problem(
    'SG717',
    `The default branch has no pipeline ${pipeline} any more (at ${commit.slice(0, 7)}).`,
    `Run ${run} stays as it is; segue status ${run} shows how.`,
    2,
  );
}
