import { Problem } from '../../diagnostic/problem.ts';
import { GithubClient } from '../../github/client.ts';
import { githubForge } from '../../github/forge.ts';
import type { CommandForge, WorkflowRun } from '../../report/forge/forge.ts';
import { demandForgeToken } from '../forge/forge-token.ts';
import { version } from '../version.ts';
import { workflowFile, workflowFileName } from '../workflow-file.ts';
import type { Workspace } from '../workspace.ts';
import type { AskedInputs } from './asked-inputs.ts';
import type { ServingWorkflow } from './serving-workflow.ts';

/** What was asked of the workflow, and taken. */
export interface Asked {
  readonly inputs: AskedInputs;
  /** The run of the workflow that does it, if GitHub says which. */
  readonly started?: WorkflowRun;
}

/** GitHub takes no more characters for all inputs together. */
const mostCharacters = 65_535;

/**
 * Starts the workflow with what is asked.
 *
 * @throws {Problem} SG950 without a token, SG961 if GitHub does not take it, or does not answer.
 */
export async function askWorkflow(
  { branch, page }: Pick<ServingWorkflow, 'branch' | 'page'>,
  forge: Pick<CommandForge, 'dispatch'>,
  inputs: AskedInputs,
): Promise<Asked> {
  if (JSON.stringify(inputs).length > mostCharacters) {
    throw notStarted(`GitHub takes ${mostCharacters} characters at most`, 'Ask for less at once.');
  }
  const asked = await forge.dispatch({ workflow: workflowFileName, branch, inputs });
  switch (asked.kind) {
    case 'done':
      return { inputs, ...(asked.started === undefined ? {} : { started: asked.started }) };
    case 'refused':
      throw notStarted(asked.why, refusedHelp(asked.why));
    case 'unreachable':
      throw notStarted(asked.why, `Before you ask again, see whether it has started: ${page}`);
    default:
      return asked satisfies never;
  }
}

/**
 * GitHub, as the token of whoever works here may use it.
 *
 * @throws {Problem} SG950 without a token.
 */
export async function openForgeHere(
  { variables, clock }: Workspace,
  { address }: Pick<ServingWorkflow, 'address'>,
): Promise<CommandForge> {
  const { token } = await demandForgeToken(address, variables);
  const { repository, apiUrl } = address;
  return githubForge(new GithubClient({ token, repository, apiUrl, version, clock }));
}

function refusedHelp(why: string): string {
  if (/unexpected inputs|not have '?workflow_dispatch/i.test(why)) {
    return `${workflowFile} on the default branch is older than this Segue: segue workflow --write, and merge it.`;
  }
  return 'The token needs "Actions: write" for this repository, and the workflow must not be switched off.';
}

function notStarted(why: string, help: string): Problem {
  return new Problem('SG961', `The workflow was not asked: ${why}`, help);
}
