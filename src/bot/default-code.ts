import { codeAt } from '../workspace/desk/code-at.ts';
import { given } from '../workspace/review/forge-answer.ts';
import type { Code } from '../workspace/tick/code.ts';
import type { Desk } from './job.ts';
import { mindOf } from './repository-mind.ts';

/**
 * The pipelines of the default branch as it is now. Read again only when it has moved.
 *
 * @throws {NotGiven}
 * @throws {Problem} SG702 if the settings have errors.
 */
export async function defaultCode(desk: Desk): Promise<Code | undefined> {
  const { commit } = given(await desk.forge.tipOf(desk.at.defaultBranch));
  return commit === undefined ? undefined : codeOfCommit(desk, commit);
}

/** The same of any commit. The one that was read last is remembered. */
export async function codeOfCommit(
  desk: Pick<Desk, 'client' | 'clock' | 'forge' | 'memory'>,
  commit: string,
): Promise<Code> {
  const mind = mindOf(desk);
  if (mind.code?.commit === commit) return mind.code;
  const code = await codeAt(desk.forge, commit);
  mind.code = code;
  return code;
}
