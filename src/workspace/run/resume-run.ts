import { buildGraph } from '../../dag/graph.ts';
import { Problem } from '../../diagnostic/problem.ts';
import type { RunDocument } from '../../run/document.ts';
import { resetForResume } from '../../run/reset.ts';
import type { Office } from '../office.ts';
import { person } from '../person.ts';
import { loadPinned } from '../pipelines/load-pinned.ts';
import type { Workspace } from '../workspace.ts';
import { type Continuation, continueRun } from './continue-run.ts';
import { heldElsewhere, livingHolder } from './demand-free.ts';
import { type FoundRun, findRun, listRuns, readRun } from './find-run.ts';
import type { HowToGoOn } from './run-request.ts';
import type { RunAudience } from './run-session.ts';
import { pinnedWorkplace } from './workplace.ts';

/** Codes of what makes a run impossible to continue anywhere: what it builds on is not there. */
export const cannotGoOn: ReadonlySet<string> = new Set(['SG716', 'SG717', 'SG718', 'SG723', 'SG724']);

/**
 * Goes on with an interrupted run (the machine died, Ctrl-C): same commit, only what is unfinished. Without an id it is
 * the newest one that was interrupted. Waits until it is certain that no other machine works on it.
 *
 * @throws {Problem} SG713 if there is nothing to resume, SG716 or SG718 if it cannot go on here, SG726 if another machine has it.
 */
export async function resumeRun(
  workspace: Workspace,
  idOrPrefix: string | undefined,
  how: HowToGoOn,
  audience: RunAudience,
): Promise<RunDocument> {
  const found = idOrPrefix === undefined ? await newestResumable(workspace) : await findRun(workspace, idOrPrefix);
  if (found.owner === undefined) demandResumable(found.document);
  const by = await person(workspace);
  const decide = async (document: RunDocument) => ({ ...(await decideResume(workspace, document)), by });
  return continueRun(workspace, found, how, decide, audience);
}

/** True for a run that ended because its process died or was told to stop, not because somebody wanted it to end. */
export function isResumable(document: RunDocument): boolean {
  return document.state === 'running' || (document.state === 'cancelled' && document.cancelled?.why === 'interrupt');
}

export async function decideResume(workspace: Workspace, document: RunDocument): Promise<Continuation> {
  demandResumable(document);
  const { commit, snapshotOf } = document;
  const loaded = await loadPinned(workspace, document);
  const workplace = await pinnedWorkplace(workspace, document, loaded.pipeline);
  return {
    kind: 'resume',
    loaded,
    workplace,
    commit,
    ...(snapshotOf === undefined ? {} : { snapshotOf }),
    action: {},
    notices: [],
    reset: resetForResume(document, buildGraph(loaded.pipeline.tasks)),
  };
}

/** @throws {Problem} SG713 */
export function demandResumable(document: RunDocument): void {
  if (isResumable(document)) return;
  const { run, state } = document;
  const retry =
    state === 'success' ? 'It is complete.' : `segue retry ${run} runs what did not succeed, with your fix.`;
  throw new Problem('SG713', `Run ${run} was not interrupted: it ended ${state}.`, retry, 2);
}

/**
 * What lives elsewhere is passed over: it was not interrupted.
 *
 * @throws {Problem} SG713 if there is none, SG726 if all of them live.
 */
export async function newestResumable(office: Office): Promise<FoundRun> {
  let living: Problem | undefined;
  for (const { pipeline, run, state } of await listRuns(office)) {
    if (state !== 'running' && state !== 'cancelled') continue;
    const found = await readRun(office, pipeline, run);
    if (found.owner !== undefined || !isResumable(found.document)) continue;
    const holder = await livingHolder(office, pipeline, run);
    if (holder === undefined) return found;
    living ??= heldElsewhere(run, holder);
  }
  throw living ?? new Problem('SG713', 'No run was interrupted.', 'segue status shows the newest run.', 2);
}
