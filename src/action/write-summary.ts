import { summaryPage } from '../report/summary-page.ts';
import type { EndedRun } from '../workspace/tell/check-reporter.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { JobResult } from './job-result.ts';

/** Puts what the job did on its page. An idle wake-up has nothing to say, and says nothing. */
export async function writeSummary(
  { environment, variables }: Pick<Workspace, 'environment' | 'variables'>,
  runs: readonly EndedRun[],
  { told = { waits: [], notes: [], findings: [] } }: JobResult,
): Promise<void> {
  const { waits, notes, findings } = told;
  const isIdle = runs.length === 0 && notes.length === 0 && findings.length === 0;
  if (isIdle || (variables.GITHUB_STEP_SUMMARY ?? '') === '') return;
  const { summary } = await import('@actions/core');
  await summary.addRaw(summaryPage({ environment, runs, waits, notes, findings })).write();
}
