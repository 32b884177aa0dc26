import { statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../../diagnostic/problem.ts';
import { replay } from '../../run/replay.ts';
import { fileProblem } from '../../store/git/git-problem.ts';
import { ifExists } from '../../store/local/local-file.ts';
import { readJournal, removeJournal } from '../../store/local/local-journal.ts';
import { listJournals } from '../../store/local/local-journal-list.ts';
import { sweepLocal } from '../../store/local/local-sweep.ts';
import type { Workspace } from '../workspace.ts';
import { completeRun } from './claim.ts';
import { ownerOf, takeRun } from './ownership.ts';

const day = 24 * 60 * 60 * 1000;

/**
 * Stores runs that ended but whose end could not be stored then (a full disk, a broken repository). Their journals are
 * all that says so. Costs one look into a folder if there are none.
 */
export async function storeEnded(workspace: Workspace): Promise<void> {
  const { segueDir } = workspace.repository;
  for (const key of listJournals(segueDir)) {
    const entries = readJournal(segueDir, key)?.entries ?? [];
    if (key.environment !== workspace.environment || entries.at(-1)?.kind !== 'end') continue;
    if (ownerOf(workspace, key.pipeline, key.run) !== undefined) continue;
    const stored = await workspace.state.run(key.environment, key.pipeline, key.run);
    const document = replay(entries, stored);
    if (document === undefined) continue;
    const lock = takeRun(workspace, key.pipeline, key.run);
    try {
      await completeRun(workspace, document, document.finishedAt ?? document.startedAt);
      removeJournal(segueDir, key);
    } finally {
      lock.release();
    }
  }
}

/** Once a day: frees what runs that are no longer kept have left beside the repository. */
export async function sweepDaily(workspace: Workspace): Promise<void> {
  const { repository, clock, state } = workspace;
  const mark = join(repository.segueDir, 'swept');
  const last = ifExists(() => statSync(mark).mtimeMs);
  const now = clock.now();
  if (last !== undefined && now - last < day) return;
  note(mark, now);
  if (last === undefined) return sweepAfterWork(workspace);
  await sweepLeases(workspace);
  const keep = listJournals(repository.segueDir).map(({ run }) => run);
  for (const environment of await state.environments()) {
    for (const pipeline of await state.pipelines(environment)) {
      const runs = await (await state.view(environment, pipeline)).runs();
      keep.push(...runs.map(({ run }) => run));
    }
  }
  await sweepLocal(repository, { keep, now });
}

/** Best effort: without it the next one sweeps again, which a full disk may be in need of. */
function note(mark: string, now: number): void {
  try {
    writeFileSync(mark, '');
    utimesSync(mark, now / 1000, now / 1000);
  } catch (error) {
    if (fileProblem(error) === undefined) throw error;
  }
}

/** A machine of a forge has no second day. Whoever has worked there looks once; an idle wake-up asks the remote nothing more. */
async function sweepAfterWork(workspace: Workspace): Promise<void> {
  if (workspace.lease.holder !== undefined) await sweepLeases(workspace);
}

/** Without the remote leases can wait for another day. */
async function sweepLeases({ lease }: Workspace): Promise<void> {
  try {
    await lease.sweep();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
