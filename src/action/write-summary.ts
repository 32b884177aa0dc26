import { summaryPage } from '../report/check/summary-page.ts';
import type { EndedRun } from '../workspace/tell/check-reporter.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { JobResult } from './job-result.ts';
import { writePage } from './write-page.ts';

/** Puts what the job did on its page. An idle wake-up has nothing to say, and says nothing. */
export async function writeSummary(
  { environment, variables }: Pick<Workspace, 'environment' | 'variables'>,
  runs: readonly EndedRun[],
  { told = { waits: [], notes: [], findings: [] } }: JobResult,
): Promise<void> {
  const { waits, notes, findings } = told;
  const isIdle = runs.length === 0 && notes.length === 0 && findings.length === 0;
  if (!isIdle) await writePage(variables, summaryPage({ environment, runs, waits, notes, findings }));
}
