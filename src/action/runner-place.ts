import { join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import type { Variables } from '../process/environment.ts';
import type { RunnerHome } from '../store/repository/runner-repository.ts';

/** Where a job works, as its runner says. */
export interface RunnerPlace {
  /** The checkout. */
  readonly checkout: string;
  readonly home: RunnerHome;
  /** `owner/name`. */
  readonly repository: string;
  /** Address of the repository's page. */
  readonly page: string;
  /** Where the API is; absent where there is none, as with a repository on a disk. */
  readonly apiUrl?: string;
  /** Address of this job's own log, if the runner says what it needs. */
  readonly jobUrl?: string;
}

/**
 * @param token For the repository; none is needed where everybody may write, as on a disk.
 * @throws {Problem} SG941 if this is no runner.
 */
export function runnerPlace(variables: Variables, token: string | undefined): RunnerPlace {
  const checkout = demand(variables, 'GITHUB_WORKSPACE');
  const repository = demand(variables, 'GITHUB_REPOSITORY');
  const server = demand(variables, 'GITHUB_SERVER_URL').replace(/\/+$/, '');
  const scratch = demand(variables, 'RUNNER_TEMP');
  const { GITHUB_RUN_ID: run, GITHUB_API_URL: apiUrl } = variables;
  return {
    checkout,
    home: {
      folder: join(scratch, 'segue', 'home.git'),
      url: `${server}/${repository}.git`,
      ...(token === undefined ? {} : { token }),
    },
    repository,
    page: `${server}/${repository}`,
    ...(apiUrl === undefined || apiUrl === '' ? {} : { apiUrl }),
    ...(run === undefined ? {} : { jobUrl: `${server}/${repository}/actions/runs/${run}` }),
  };
}

function demand(variables: Variables, name: string): string {
  const value = variables[name];
  if (value !== undefined && value !== '') return value;
  throw new Problem(
    'SG941',
    `This is no job of a workflow: ${name} is not set.`,
    'The Action runs on GitHub’s runners, your own ones, or act. Elsewhere use the command line: segue tick.',
    2,
  );
}
