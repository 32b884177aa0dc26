import { renderDiagnostic } from '../diagnostic/code-frame.ts';
import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import { findingsPage } from '../report/findings/findings-page.ts';
import { createLocator } from '../report/findings/findings-position.ts';
import { findingsVerdict } from '../report/findings/findings-words.ts';
import { trusting } from '../store/repository/runner-repository.ts';
import { openWorkspace } from '../workspace/open-workspace.ts';
import { validateWorkspace } from '../workspace/pipelines/load-pipelines.ts';
import { textReader } from '../workspace/pipelines/text-reader.ts';
import { version } from '../workspace/version.ts';
import type { ActionContext } from './action-context.ts';
import type { JobResult } from './job-result.ts';
import { writePage } from './write-page.ts';

const look = { color: false, width: 160 } as const;

/**
 * What is wrong with the pipelines, backfills and settings of the checkout: on their lines, in the job's log and on its page.
 * It reads files and nothing else, so it may judge what a stranger proposes: it needs no token, and starts no task.
 */
export async function checkPipelines(
  { clock, log, variables, pid }: ActionContext,
  checkout: string,
): Promise<JobResult> {
  const environment = { ...variables, ...trusting(variables) };
  const workspace = await openWorkspace({ cwd: checkout, environment: 'local', clock, variables: environment, pid });
  try {
    const { diagnostics, files, backfills, tests } = await validateWorkspace(workspace, version);
    const textOf = textReader(workspace.repository.root);
    const locate = createLocator(textOf);
    for (const diagnostic of diagnostics) {
      log.lines([renderDiagnostic(diagnostic, textOf, look), '']);
      const { severity, code: title, range } = diagnostic;
      log.annotate(levelOf(severity), wordsOf(diagnostic), { title, file: range.file, line: locate(range).line });
    }
    const counts = { pipelines: files.length, backfills: backfills.length, tests: tests.length };
    const view = { ...counts, diagnostics, textOf };
    log.lines([`${findingsVerdict(view, diagnostics)}.`]);
    await writePage(variables, findingsPage(view));
    return { runs: [], hasTrouble: diagnostics.some(({ severity }) => severity === 'error') };
  } finally {
    await workspace.close();
  }
}

function wordsOf({ message, help }: Diagnostic): string {
  return help === undefined ? message : `${message}\n${help}`;
}

function levelOf(severity: Severity): 'error' | 'warning' | 'notice' {
  return severity === 'note' ? 'notice' : severity;
}
