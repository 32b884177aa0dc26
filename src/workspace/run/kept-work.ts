import type { Graph } from '../../dag/graph.ts';
import { ancestors } from '../../dag/select.ts';
import { Problem } from '../../diagnostic/problem.ts';
import { nameList } from '../../report/text/name-list.ts';
import type { RunDocument } from '../../run/document.ts';
import type { Plan } from '../../run/plan.ts';
import { taskOf } from '../../run/reset.ts';
import type { RunState } from '../../run/run-state.ts';
import { isFinal } from '../../run/states.ts';
import { openArtifacts } from '../artifacts.ts';
import type { Workspace } from '../workspace.ts';
import type { Workplace } from './workplace.ts';

/**
 * Makes sure that what is still to run finds what earlier tasks handed on. A success that was had at this place left its
 * files here. One that was had elsewhere must say which files it handed on; those are put back. Whoever marked a task by hand
 * answers for what it hands on.
 *
 * @throws {Problem} SG716 if such a success does not say, or its files are gone.
 */
export async function bringKeptWork(
  workspace: Workspace,
  document: Pick<RunDocument, 'state'>,
  state: RunState,
  graph: Graph,
  workplace: Workplace,
): Promise<readonly string[]> {
  const artifacts = openArtifacts(workspace);
  const notices: string[] = [];
  const { run } = state.plan;
  for (const { id, record } of foreignSuccesses(state, graph, workplace)) {
    if (record.artifacts === undefined && record.mark !== undefined) {
      notices.push(`${id} was marked by hand: no files of it are brought here.`);
      continue;
    }
    if (record.artifacts === undefined) {
      const host = record.attempts.at(-1)?.host;
      throw host === workspace.machine.place
        ? leftInCheckout(document, state.plan, id, workplace)
        : silent(document, run, id, host);
    }
    if (record.artifacts === 'none' || record.artifacts.length === 0) continue;
    const restored = await artifacts.restore(record.reused ?? run, id, workplace.root, record.artifacts);
    if (restored.missing.length > 0) throw gone(document, run, id, restored.missing);
    if (restored.written.length > 0) notices.push(`Put back what ${id} handed on: ${nameList(restored.written, 5)}`);
  }
  return notices;
}

/** Successes, and instances, that something unfinished builds on, and that were had at another place. */
function foreignSuccesses(state: RunState, graph: Graph, { host }: Workplace) {
  const nodes = [...state.nodes];
  const unfinished = nodes.filter(({ record }) => !isFinal(record.state)).map(({ planned }) => planned);
  const needed = new Set([...ancestors(graph, unfinished).keys()].map((index) => graph.ids[index]));
  return nodes.filter(({ id, record, instances }) => {
    const last = record.attempts.at(-1);
    return (
      record.state === 'success' &&
      instances.length === 0 &&
      needed.has(taskOf(id)) &&
      last !== undefined &&
      last.host !== host
    );
  });
}

type Standing = Pick<RunDocument, 'state'>;

function silent(document: Standing, run: string, task: string, host: string | undefined): Problem {
  return new Problem(
    'SG716',
    `${task} succeeded at another place (${host ?? 'unknown'}) and does not say which files it handed on, so what follows cannot be run here.`,
    `Resume it there, run ${task} again here (${retry(document, `${run} ${task}`)}), or say artifacts: [files] or artifacts: none in the pipeline.`,
  );
}

/** The files lie in the checkout, but that is something else now, so the run goes on in a worktree. */
function leftInCheckout(
  document: Standing,
  { run, commit, snapshotOf }: Plan,
  task: string,
  { drift }: Workplace,
): Problem {
  const short = (snapshotOf ?? commit).slice(0, 7);
  const changed = drift === undefined ? `${short} is checked out no more` : `${nameList(drift.code, 5)} has changed`;
  const back = drift === undefined ? `check out ${short}` : `undo the changes since (${nameList(drift.code, 5)})`;
  return new Problem(
    'SG716',
    `${task} has left its files in this checkout, where the code is not what the run is pinned to any more: ${changed}.`,
    `To go on with the new code: ${retry(document, run)}. To go on with the old one: ${back}, then segue resume ${run}. With artifacts: [files] or artifacts: none the files of ${task} are found anywhere.`,
  );
}

function gone(document: Standing, run: string, task: string, files: readonly string[]): Problem {
  return new Problem(
    'SG716',
    `${task} handed on files that are not kept here: ${nameList(files, 20)}`,
    `Resume the run where it began, or run ${task} again here: ${retry(document, `${run} ${task}`)}`,
  );
}

/** Only what has ended can be retried. */
function retry({ state }: Standing, words: string): string {
  const run = words.split(' ')[0];
  return state === 'running' ? `segue cancel ${run}, then segue retry ${words}` : `segue retry ${words}`;
}
