import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { liveClock } from '../../src/process/clock.ts';
import { liveRandomness } from '../../src/process/randomness.ts';
import type { AuditEntry } from '../../src/run/audit.ts';
import type { Clock, StateWriter } from '../../src/run/ports.ts';
import type { Chance } from '../../src/store/documents/document-state.ts';
import { type GitState, type GitStateOptions, openGitState } from '../../src/store/git/git-state.ts';
import type { Urgency } from '../../src/store/push/push-budget.ts';
import { openRepository } from '../../src/store/repository/repository.ts';
import { type ScratchRepository, scratchAt, scratchFolder } from '../support/scratch-repository.ts';
import { runOf } from './state-documents.ts';

/** For the audit log, where a test does not mind what it says. */
export const putEntry: AuditEntry = { action: 'end', by: 'Ana' };

/** The real clock and chance, as a run has them. */
export const live = { clock: liveClock(), chance: liveRandomness() };

/** What waits for so long waits for a flush. */
const neverMs = 3_600_000;

/** A clock that stands still and calls back at once, but for what is to wait for ever. */
export const stoppedClock: Clock = {
  now: () => Date.parse('2026-03-01T05:00:00.000Z'),
  steady: () => 0,
  after(ms, callback) {
    if (ms < neverMs) queueMicrotask(callback);
    return () => undefined;
  },
};

/** Claims go out at once; what is written in the background waits for a flush. */
export const noBudget = {
  wait: (urgency: Urgency) => (urgency === 'soon' ? neverMs : 0),
  start: () => () => undefined,
  keepRoomFor: () => undefined,
};

/** Nonces that are all different and the same in each run of a test. */
export function countedChance(seed = 'chance'): Chance {
  let count = 0;
  return {
    fraction: () => 0.5,
    hex: (bytes) =>
      createHash('sha256')
        .update(`${seed} ${count++}`)
        .digest('hex')
        .slice(0, bytes * 2),
  };
}

export async function openState(
  repository: ScratchRepository,
  options: Partial<Omit<GitStateOptions, 'repository'>> = {},
): Promise<GitState> {
  return openGitState({
    ...live,
    budget: noBudget,
    ...options,
    repository: (await openRepository(repository.place)).home,
  });
}

/** A bare repository, and clones of it that call it `origin`. Paths have spaces. */
export function sharedRemote(): {
  readonly bare: ScratchRepository;
  readonly clone: (name: string) => ScratchRepository;
} {
  const folder = scratchFolder();
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' });
  git('init', '--bare', '--initial-branch=main', 'the bare.git');
  return {
    bare: scratchAt(join(folder, 'the bare.git')),
    clone(name) {
      git('clone', 'the bare.git', name);
      return scratchAt(join(folder, name));
    },
  };
}

/** Stores a run that has ended. */
export function store(state: StateWriter, environment: string, pipeline: string, run: string, push?: 'now') {
  const document = runOf(environment, pipeline, run, { state: 'success', finishedAt: '2026-03-01T06:00:00.000Z' });
  return state.update(environment, pipeline, { ...putEntry, run }, () => ({ runs: [document] }), push ? { push } : {});
}

/** Ids of the runs that a pipeline lists, sorted. */
export async function listedRuns(
  state: Pick<StateWriter, 'view'>,
  environment: string,
  pipeline: string,
): Promise<string[]> {
  const runs = await (await state.view(environment, pipeline)).runs();
  return runs.map(({ run }) => run).sort();
}
