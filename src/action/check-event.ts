import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import type { ActionContext } from './action-context.ts';
import { checkPipelines } from './check-pipelines.ts';
import { checkPull } from './check-pull.ts';
import type { JobResult } from './job-result.ts';
import { type PullEvent, readPullEvent } from './pull-event.ts';
import { openPullTools } from './pull-tools.ts';
import type { RunnerPlace } from './runner-place.ts';

const permissions = 'contents: read, pull-requests: write and checks: write';

/**
 * Judges what is proposed: the pull request or the merge queue's group that woke this job, as a whole. Only where the token may not even
 * see pull requests, the files of the checkout are judged in its place: what GitHub refuses later may be refused because of what is proposed.
 *
 * @throws {Problem} SG942 if it can be read neither way.
 */
export async function checkEvent(
  context: ActionContext,
  place: RunnerPlace,
  token: string | undefined,
): Promise<JobResult> {
  const { variables, log } = context;
  const event = readPullEvent(variables);
  if (event === undefined) return checkPipelines(context, place.checkout);
  const hasCheckout = isOfHead(event) && existsSync(join(place.checkout, '.git'));
  const tools = openPullTools(context, place, token);
  if (tools === undefined) {
    if (!hasCheckout) throw unseen('there is no token, or no API');
    return checkPipelines(context, place.checkout);
  }
  try {
    const result = await checkPull(context, tools, event);
    if (!('kind' in result)) return result;
    if (!hasCheckout || !result.isBlind) throw unseen(result.why);
    const help = `Only the files of the checkout were judged. The job needs ${permissions}.`;
    log.annotate('warning', `${result.why}\n${help}`, { title: 'Not reviewed as a whole' });
    return await checkPipelines(context, place.checkout);
  } finally {
    tools.close();
  }
}

/** Whether a checkout is of what is proposed, as `actions/checkout` makes it. */
function isOfHead(event: PullEvent): boolean {
  return event.kind === 'merge-group' || !event.isOfBase;
}

function unseen(why: string): Problem {
  return new Problem('SG942', `What is proposed cannot be read: ${why}.`, `The job needs a token with ${permissions}.`);
}
