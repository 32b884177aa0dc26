import { parseComment } from '../../command/parse-comment.ts';
import type { ReviewForge } from '../../report/forge/review-forge.ts';
import { isDeclined } from './forge-answer.ts';
import { checkName } from './review-pull.ts';

/**
 * Whether a command at a pull request is for an app, since it reviews this one: what another took down it would not believe, and two would
 * write a check and a comment each. If the app is away it finds the command when it is back.
 */
export async function isLeftToApp(
  forge: Pick<ReviewForge, 'pull' | 'isCheckedByOthers'>,
  { body, pull: number }: { readonly body: string; readonly pull: number },
): Promise<boolean> {
  const parsed = parseComment(body);
  if (parsed.kind !== 'command' || (parsed.command.kind !== 'plan' && parsed.command.kind !== 'approve')) return false;
  const found = await forge.pull(number);
  if (isDeclined(found) || found.pull === undefined) return false;
  const checks = await forge.isCheckedByOthers({ commit: found.pull.head.commit, name: checkName });
  return checks.kind === 'known' && checks.byOthers;
}
