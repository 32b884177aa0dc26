import { Problem } from '../diagnostic/problem.ts';
import { localEnvironment } from '../store/names.ts';
import type { ServingWorkflow } from '../workspace/ask/serving-workflow.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** Options of commands that the workflow may carry out in place of this machine. */
export interface ServedOptions {
  /** On this machine, whoever serves the environment. */
  readonly here?: true;
}

/**
 * The workflow that carries out what is asked of this environment; undefined if it is done here.
 *
 * @throws {Problem} SG951, SG609 and others of git: nothing is done here because nobody could tell.
 */
export async function servedElsewhere(
  workspace: Workspace,
  { here }: ServedOptions,
): Promise<ServingWorkflow | undefined> {
  if (here || workspace.environment === localEnvironment) return undefined;
  const { servingWorkflow } = await import('../workspace/ask/serving-workflow.ts');
  return servingWorkflow(workspace);
}

/**
 * What the workflow has no input for is refused, not left out.
 *
 * @param given The options, by their names on the command line; those that are undefined or false were not given.
 * @throws {Problem} SG960
 */
export function refuseGiven({ environment }: Workspace, given: Readonly<Record<string, unknown>>): void {
  const names = Object.entries(given).flatMap(([name, value]) =>
    value === undefined || value === false ? [] : [name],
  );
  if (names.length === 0) return;
  throw new Problem(
    'SG960',
    `${environment} is served by the workflow on GitHub, which cannot be asked for ${names.join(', ')}.`,
    'Leave it out. With --here this machine does it, with its own files, tools and secrets.',
    2,
  );
}

/** @throws {Problem} SG960 always: `what` is nothing that the workflow can be asked for. */
export function refuseHere({ environment }: Workspace, what: string, help: string): never {
  const message = `${environment} is served by the workflow on GitHub: ${what}.`;
  throw new Problem('SG960', message, `${help} With --here this machine does it.`, 2);
}
