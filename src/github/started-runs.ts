import { forgeLimits } from '../report/forge/forge-limits.ts';
import type { GithubClient } from './client.ts';
import { unlessGone } from './failure.ts';

/** A run of a workflow that somebody has started by hand, or by the API. */
export interface StartedRun {
  /** Absent if the account is gone. */
  readonly login?: string;
}

/** The newest hundred of those that were started since then (milliseconds since the epoch); none if there is no such workflow. Throws `GithubFailure`. */
export function startedRuns(client: GithubClient, workflow: string, since: number): Promise<readonly StartedRun[]> {
  return client.visit(async ({ github, at }) => {
    const route = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs';
    const created = `>=${new Date(since).toISOString().replace(/\.\d+Z$/, 'Z')}`;
    const which = { event: 'workflow_dispatch', created, per_page: forgeLimits.pageSize };
    const found = await unlessGone(github.request(route, { ...at, workflow_id: workflow, ...which }));
    return (found?.data.workflow_runs ?? []).map(({ actor }) =>
      actor?.login === undefined ? {} : { login: actor.login },
    );
  });
}
