import { openRuns } from '../github/open-runs.ts';
import { outcomeOf } from '../github/outcome.ts';
import { given } from '../workspace/review/forge-answer.ts';
import type { Code } from '../workspace/tick/code.ts';
import { type DueWork, dueNow, type UnsureRun } from '../workspace/tick/due-now.ts';
import { workflowFile, workflowFileName } from '../workspace/workflow-file.ts';
import { failedWith, isAskedFor, isToWake, nextLook } from './clock-decision.ts';
import { defaultCode } from './default-code.ts';
import { type Desk, declined, type Job, type JobOutcome } from './job.ts';
import { officeAtOnce } from './office-of.ts';
import { orBadNews } from './outcome-of.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import type { ClockMemory } from './repository-memory.ts';
import { mindOf } from './repository-mind.ts';
import type { Round } from './round.ts';

/** A holder that lives has shown itself by then. */
const suspectMs = 30 * 60_000;

/** The App as a punctual clock: GitHub's own is late by minutes or more. */
export const clockRound: Round = { name: 'clock', everyMs: 60_000, job: clockJob };

/** Starts the workflow if something is due and no job sees to it. Two clocks do no harm: who serves is decided by claims. */
export function clockJob(at: RepositoryAddress): Job {
  return {
    kind: 'clock',
    at,
    key: `${nameOf(at)} clock`,
    replaces: 'clock',
    work: (desk) => orBadNews(() => look(desk)),
  };
}

/** Something has happened: it is looked at in the next minute, whatever was known before. `died`: a job has ended badly. */
export function lookSoon(desk: Pick<Desk, 'clock' | 'memory'>, how: { readonly died: boolean }): void {
  const memory = desk.memory.clock;
  memory.nextLook = 0;
  memory.news += 1;
  if (how.died) memory.suspectSince ??= desk.clock.now();
}

async function look(desk: Desk): Promise<JobOutcome> {
  const memory = desk.memory.clock;
  const now = desk.clock.now();
  if (now < memory.nextLook) return { kind: 'done', what: 'nothing is due yet' };
  const { news } = memory;
  // What was told meanwhile this look may have missed.
  const lookNext = (at: number): void => {
    if (memory.news === news) memory.nextLook = at;
  };
  const code = await servedCode(desk);
  if (code === undefined) {
    lookNext(nextLook({ work: [], isRunning: false }, now));
    return { kind: 'done', what: `nothing: there is no ${workflowFileName}` };
  }
  const due = await dueNow(await officeAtOnce(desk), code);
  // How jobs ended before, nobody has told this process.
  if (memory.hasLooked === undefined) memory.suspectSince ??= now;
  memory.hasLooked = true;
  const work = [...due.work, ...(await silentWork(desk, memory, due.unsure))];
  const isWatching = memory.suspectSince !== undefined;
  lookNext(isWatching ? now : nextLook({ ...due, work }, now));
  return work.length === 0 ? { kind: 'done', what: 'nothing is due' } : wake(desk, memory, work);
}

async function wake(desk: Desk, memory: ClockMemory, work: readonly DueWork[]): Promise<JobOutcome> {
  const now = desk.clock.now();
  if (isAskedFor(work, memory.lastWake, now)) return { kind: 'done', what: 'it was asked for' };
  const open = await openRuns(desk.client, workflowFileName).catch(outcomeOf);
  if ('kind' in open) return declined(open);
  if (!isToWake(work, open, now)) return { kind: 'done', what: 'a job sees to it' };
  const last = { at: now, keys: work.map(({ key }) => key) };
  // Until there is an answer: one that was lost is on its way, and shows itself among the open runs.
  memory.lastWake = { ...last, failed: failedWith(memory.lastWake, now) };
  const asked = await desk.forge.dispatch({ workflow: workflowFileName, branch: desk.at.defaultBranch, inputs: {} });
  if (asked.kind !== 'done') return { kind: 'refused', why: asked.why };
  memory.lastWake = { ...last, failed: 0 };
  return { kind: 'done', what: `woke the workflow for ${work.length} due` };
}

/**
 * After a job has ended badly, or may have, runs whose holders have missed two beats: they died with it, most likely. The job that is woken makes
 * certain of it, which takes it a while.
 */
async function silentWork(desk: Desk, memory: ClockMemory, unsure: readonly UnsureRun[]): Promise<readonly DueWork[]> {
  const { suspectSince, news } = memory;
  const now = desk.clock.now();
  if (suspectSince === undefined) return [];
  const verdicts = unsure.length === 0 ? undefined : await mindOf(desk).leases.judge(unsure.map(({ lease }) => lease));
  const silent = unsure.filter(({ lease }) => {
    const verdict = verdicts?.get(lease);
    return verdict?.kind === 'unknown' && verdict.silent === true;
  });
  const work = silent.map(({ run }) => ({ key: `silent ${run}`, since: now }));
  // Until GitHub has started a job for them: what it refused is asked for again.
  const { lastWake } = memory;
  const isSeenTo = work.length === 0 || (lastWake?.failed === 0 && isAskedFor(work, lastWake, now));
  const isOver = (silent.length === unsure.length && isSeenTo) || now - suspectSince > suspectMs;
  if (isOver && memory.news === news) delete memory.suspectSince;
  return work;
}

/** The code of the default branch, if a workflow there serves it. */
async function servedCode(desk: Desk): Promise<Code | undefined> {
  const code = await defaultCode(desk);
  if (code === undefined) return undefined;
  const wanted = { paths: [workflowFile], longest: 1 };
  const { files } = given(await desk.forge.filesAt(code.commit, wanted));
  return files.length === 0 ? undefined : code;
}
