import { Problem } from '../../diagnostic/problem.ts';
import { runGit } from '../../store/git/git-process.ts';
import { filesAt } from '../../store/repository/files-at.ts';
import { type ForgeAddress, forgeAddress } from '../forge/forge-address.ts';
import { fetchNewest } from '../tick/pull.ts';
import { workflowFile, workflowFileName } from '../workflow-file.ts';
import type { Workspace } from '../workspace.ts';

/** The workflow on GitHub that runs what is asked of an environment. */
export interface ServingWorkflow {
  readonly address: ForgeAddress;
  /** The default branch, whose workflow it is. */
  readonly branch: string;
  /** The newest commit of that branch: what will run. */
  readonly commit: string;
  /** Address of the list of its runs. */
  readonly page: string;
}

/** The one environment that a generated workflow is for. */
export const workflowEnvironment = 'production';

/**
 * Who runs the tasks of this environment: a workflow on GitHub, or, if this gives undefined, whoever is asked. The rule is a fact
 * that all clones see alike: the default branch of `origin` has `.github/workflows/segue.yml`. In a job of Actions it is the job.
 *
 * @throws {Problem} SG951 if there is such a file, and nobody can tell whether the server runs it; those of git.
 */
export async function servingWorkflow(workspace: Workspace): Promise<ServingWorkflow | undefined> {
  const { environment, variables, remote, repository } = workspace;
  if (environment !== workflowEnvironment || remote === undefined) return undefined;
  if (variables.GITHUB_ACTIONS === 'true' || (await isFolder(workspace, remote))) return undefined;
  const newest = await fetchNewest(workspace);
  if (newest === undefined) return undefined;
  const files = await filesAt(repository, newest.commit, [workflowFile]);
  if (files.length === 0) return undefined;
  const address = await forgeAddress(repository, variables);
  if (address === undefined) throw unknownServer(remote);
  return { ...newest, address, page: `${address.page}/actions/workflows/${workflowFileName}` };
}

function unknownServer(remote: string): Problem {
  return new Problem(
    'SG951',
    `The default branch has ${workflowFile}, and nobody can tell whether ${remote} runs it: it is no address at GitHub.`,
    'For a server of GitHub Enterprise whose name does not say so set GH_HOST to its name. With --here this machine does it.',
    2,
  );
}

/** Nothing serves a folder but whoever works on it. */
async function isFolder({ repository }: Workspace, remote: string): Promise<boolean> {
  const { stdout } = await runGit(repository.place, ['remote', 'get-url', remote]);
  return isPath(stdout.toString().trim());
}

/** Of an address as git knows it: `/srv/data.git`, `../data`, `C:\data`, `file:///srv/data.git`. */
export function isPath(address: string): boolean {
  const isUrl = /^[a-z][a-z+]*:\/\//i.test(address);
  return isUrl ? /^file:/i.test(address) : !/^(?:[^/@:]+@)?[^/@:]{2,}:/.test(address);
}
