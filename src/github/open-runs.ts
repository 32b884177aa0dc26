import type { GithubClient } from './client.ts';
import { unlessGone } from './failure.ts';

/** A run of a workflow that has not ended. */
export interface OpenRun {
  readonly hasBegun: boolean;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** More of them than stay open at a time. */
const newest = 30;

/** The newest runs of a workflow that have not ended; none if there is no such workflow. Throws `GithubFailure`. */
export function openRuns(client: GithubClient, workflow: string): Promise<readonly OpenRun[]> {
  return client.visit(async ({ github, at }) => {
    const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
    const asked = { ...at, workflow_id: workflow, per_page: newest };
    const found = await unlessGone(github.request(route, asked));
    const open = (found?.data.workflow_runs ?? []).filter(({ status }) => status !== 'completed');
    return open.map((run) => ({
      hasBegun: run.status === 'in_progress',
      createdAt: Date.parse(run.created_at),
    }));
  });
}
