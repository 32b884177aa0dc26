import { Problem } from '../../diagnostic/problem.ts';
import { formatDuration } from '../../model/duration.ts';
import type { CommandForge, WorkflowRun } from '../../report/forge/forge.ts';
import type { RunDocument } from '../../run/document.ts';
import type { OpenWorkspace } from '../open-workspace.ts';
import { isWaiting } from '../run/cancel-run.ts';

/** What is followed: a run that somebody else carries out. */
export interface Followed {
  /** The run of the workflow that does it, if GitHub said which. */
  readonly started?: WorkflowRun;
  /** Where a person can look. */
  readonly page: string;
  /** The run as it is stored, once it has begun. */
  readonly find: () => Promise<RunDocument | undefined>;
}

export interface FollowListener {
  /** It has begun, or got further. */
  moved(before: RunDocument | undefined, document: RunDocument): void;
  /** Something in the way, told once. */
  notice(message: string): void;
  /** Gives the function that ends the wait; the run goes on. */
  interrupts(interrupt: () => void): void;
}

/** From one look to the next. */
const lookMs = 10_000;
/** A run that GitHub does not tell about has begun by then, or nobody knows whether it will. */
const beginsWithinMs = 20 * 60_000;
/** Nobody waits longer, whatever goes on. */
const mostMs = 24 * 3_600_000;

/**
 * Waits until a run has ended that a workflow carries out, by looking at the stored state. A run that is handed over from job to
 * job is one run. Undefined if the wait was interrupted.
 *
 * @throws {Problem} SG962 if the job ends without a run, if none begins, or if it takes more than a day; SG609 if the remote stays away.
 */
export async function followAsked(
  workspace: OpenWorkspace,
  forge: Pick<CommandForge, 'workflowRun'>,
  followed: Followed,
  listener: FollowListener,
): Promise<RunDocument | undefined> {
  const { clock } = workspace;
  const begun = clock.steady();
  const pause = pauses(workspace, listener);
  let known: RunDocument | undefined;
  for (;;) {
    const isJobOver = known === undefined && (await jobIsOver(forge, followed));
    // After that: what the job has stored in its last moment is there now.
    await look(workspace, listener);
    const found = await followed.find();
    if (found !== undefined && JSON.stringify(found) !== JSON.stringify(known)) listener.moved(known, found);
    known = found ?? known;
    if (known !== undefined && known.state !== 'running' && !(await isWaiting(workspace, known))) return known;
    const passedMs = clock.steady() - begun;
    if (known === undefined && isJobOver !== false) throw nothingCame(followed, `has ended (${isJobOver})`);
    if (known === undefined && passedMs > beginsWithinMs) throw nothingCame(followed, 'has begun nothing yet');
    if (passedMs > mostMs) throw tooLong(followed);
    if ((await pause()) === 'interrupted') return undefined;
  }
}

/** How the job has ended; false while it goes on, or while nobody can tell. */
async function jobIsOver(forge: Pick<CommandForge, 'workflowRun'>, { started }: Followed): Promise<string | false> {
  if (started === undefined) return false;
  const job = await forge.workflowRun(started.id);
  return job.kind === 'known' && job.hasEnded && (job.conclusion ?? 'unknown');
}

/** The remote may be away for a while; the run is not. */
async function look(workspace: OpenWorkspace, listener: FollowListener): Promise<void> {
  try {
    for (const { problem } of await workspace.refresh()) listener.notice(problem.message);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    listener.notice(`${error.message} Looking again.`);
  }
}

function pauses({ clock }: OpenWorkspace, listener: FollowListener): () => Promise<'passed' | 'interrupted'> {
  let isInterrupted = false;
  let end = () => {};
  listener.interrupts(() => {
    isInterrupted = true;
    end();
  });
  return () =>
    new Promise((resolve) => {
      // A timer set now would keep the process for nobody.
      if (isInterrupted) return resolve('interrupted');
      const cancel = clock.after(lookMs, () => resolve('passed'));
      end = () => {
        cancel();
        resolve('interrupted');
      };
    });
}

function nothingCame({ page }: Followed, what: string): Problem {
  return new Problem('SG962', `The job ${what}, and there is no run of it.`, `Its log says why: ${page}`);
}

function tooLong({ page }: Followed): Problem {
  return new Problem('SG962', `The run has not ended in ${formatDuration(mostMs)}.`, `It may still: ${page}`);
}
