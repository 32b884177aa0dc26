import { hasGithubRemote } from './forge/github-remote.ts';
import { InvalidPipeline } from './pipelines/invalid-pipeline.ts';
import { judgeWorkflow, staleFiles, workflowFile } from './workflow-file.ts';
import type { Workspace } from './workspace.ts';

/** What there is to say of the workflow of GitHub Actions; nothing where there is none, and no remote for one. */
export interface WorkflowFinding {
  readonly about: 'workflow';
  readonly state: 'ok' | 'warning';
  readonly message: string;
  readonly help?: string;
}

/** A stale workflow is no error: what it does not wake for is served at the next wake-up that there is. */
export async function workflowFindings(place: Pick<Workspace, 'repository'>): Promise<readonly WorkflowFinding[]> {
  const about = 'workflow';
  try {
    const judged = judgeWorkflow(place);
    const [stale] = staleFiles(place, judged).filter(({ file }) => file !== workflowFile);
    const others = stale === undefined ? [] : [staleFinding(stale.file)];
    switch (judged.staleness?.kind) {
      case undefined:
        return [{ about, state: 'ok', message: `${workflowFile} is current` }, ...others];
      case 'absent':
        if (!(await hasGithubRemote(place.repository))) return [];
        return [
          { about, state: 'warning', message: `there is no ${workflowFile}`, help: 'segue workflow --write makes it.' },
        ];
      case 'foreign':
        return [
          {
            about,
            state: 'warning',
            message: `${workflowFile} was not made by Segue`,
            help: 'If it should be, rename it, then: segue workflow --write',
          },
        ];
      case 'stale':
        return [staleFinding(workflowFile), ...others];
      default:
        return judged.staleness satisfies never;
    }
  } catch (error) {
    // That files have errors is a finding of its own.
    if (error instanceof InvalidPipeline) return [];
    throw error;
  }
}

function staleFinding(file: string): WorkflowFinding {
  const help = 'segue workflow --check shows how, segue workflow --write mends it.';
  return { about: 'workflow', state: 'warning', message: `${file} is stale`, help };
}
