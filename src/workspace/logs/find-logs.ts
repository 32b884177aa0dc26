import { existsSync } from 'node:fs';
import { Problem } from '../../diagnostic/problem.ts';
import { logPath } from '../../process/log-paths.ts';
import type { Attempt, Instant, RunDocument } from '../../run/document.ts';
import { forgeAddress } from '../forge/forge-address.ts';
import { demandForgeToken } from '../forge/forge-token.ts';
import type { Workspace } from '../workspace.ts';
import { logsFolder } from './run-logs.ts';
import { StoredLogs } from './stored-logs.ts';

/** An attempt whose log is wanted. */
export interface WantedLog {
  readonly task: string;
  readonly attempt: Attempt;
}

export interface FoundLogs {
  /** Where the log of an attempt lies, or would lie if it had printed something here. */
  pathOf(task: string, attempt: number): string;
  /** Where those that are not of this machine come from, the newest bundle first; without those of this machine. */
  readonly stored: readonly LogOrigin[];
  /**
   * Why the forge could not be asked, or has what is missing no more: SG950 without a token, SG952 if it does not answer, SG953 if its
   * time is over. What is on this machine is all there is.
   */
  readonly problem?: Problem;
  /** Address of the page of what works on runs, if that is the forge. */
  readonly page?: string;
}

export interface LogOrigin {
  readonly storedAt: Instant;
  /** Address of the page of the job. */
  readonly page: string;
}

/**
 * Looks for the logs of attempts: on this machine, among those that were fetched, and with the forge, whose bundles are
 * fetched only if something is missing.
 *
 * @throws {Problem} SG60x about the disk.
 */
export async function findLogs(
  workspace: Workspace,
  document: RunDocument,
  wanted: readonly WantedLog[],
): Promise<FoundLogs> {
  const { segueDir } = workspace.repository;
  const { run } = document;
  const ownPath = (task: string, attempt: number) => logPath(logsFolder(segueDir), run, task, attempt);
  if (workspace.remote === undefined) return { pathOf: ownPath, stored: [] };
  const { environment, randomness } = workspace;
  const logs = new StoredLogs({ segueDir, environment, run, randomness });
  const elsewhere = wanted.filter(({ task, attempt }) => !existsSync(ownPath(task, attempt.number)));
  const asked = elsewhere.some((each) => isMissing(logs, each)) ? await ask(workspace, logs, run, elsewhere) : {};
  const found = elsewhere.flatMap(({ task, attempt }) => logs.find(task, attempt.number) ?? []);
  return {
    pathOf: (task, attempt) => {
      const own = ownPath(task, attempt);
      return existsSync(own) ? own : (logs.find(task, attempt)?.path ?? own);
    },
    stored: originsOf(found),
    ...asked,
  };
}

/** An attempt that has ended without a log has printed nothing. */
function isMissing(logs: StoredLogs, { task, attempt }: WantedLog): boolean {
  if (attempt.state !== 'running' && attempt.state !== 'lost' && attempt.log === undefined) return false;
  return logs.find(task, attempt.number)?.isWhole !== true;
}

async function ask(
  workspace: Workspace,
  logs: StoredLogs,
  run: string,
  wanted: readonly WantedLog[],
): Promise<Pick<FoundLogs, 'problem' | 'page'>> {
  const { repository, variables, clock } = workspace;
  const address = await forgeAddress(repository, variables);
  if (address === undefined) return {};
  const page = { page: `${address.page}/actions` };
  try {
    const { token } = await demandForgeToken(address, variables);
    const { forgeBundles } = await import('../forge/forge-bundles.ts');
    const { expired } = await logs.fetch(forgeBundles(address, token, clock));
    const isSomeGone = wanted.some(
      (each) => isMissing(logs, each) && logs.find(each.task, each.attempt.number) === undefined,
    );
    return expired > 0 && isSomeGone ? { ...page, problem: expiredLogs(run) } : page;
  } catch (error) {
    if (error instanceof Problem) return { ...page, problem: error };
    throw error;
  }
}

function originsOf(found: readonly LogOrigin[]): readonly LogOrigin[] {
  const byTime = new Map(found.map(({ storedAt, page }) => [`${storedAt} ${page}`, { storedAt, page }]));
  return [...byTime.values()].sort((a, b) => (a.storedAt < b.storedAt ? 1 : -1));
}

function expiredLogs(run: string): Problem {
  return new Problem(
    'SG953',
    `The logs of ${run} are gone: GitHub has kept them as long as it was asked to.`,
    `To keep later ones for longer say artifacts: { keep: 90d } in .github/segue.yml. segue status ${run} has the last lines of failed tasks.`,
  );
}
