import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Problem } from '../diagnostic/problem.ts';
import type { ActionContext } from './action-context.ts';
import { checkPipelines } from './check-pipelines.ts';
import { checkPull } from './check-pull.ts';
import type { JobResult } from './job-result.ts';
import { readPullEvent } from './pull-event.ts';
import { openPullTools } from './pull-tools.ts';
import type { RunnerPlace } from './runner-place.ts';

/**
 * Judges what is proposed: the pull request that woke this job, as a whole, if GitHub gives it; else the files of the checkout, which are
 * those of the pull request except for the event `pull_request_target`.
 *
 * @throws {Problem} SG942 if there is neither.
 */
export async function checkEvent(
  context: ActionContext,
  place: RunnerPlace,
  token: string | undefined,
): Promise<JobResult> {
  const { variables, log } = context;
  const event = readPullEvent(variables);
  const tools = event === undefined ? undefined : openPullTools(context, place, token);
  if (event === undefined) return checkPipelines(context, place.checkout);
  let why = 'there is no token, or no API';
  if (tools !== undefined) {
    try {
      const result = await checkPull(context, tools, event.number);
      if (!('kind' in result)) return result;
      why = result.why;
    } finally {
      tools.close();
    }
  }
  if (event.isOfBase || !existsSync(join(place.checkout, '.git'))) throw unseen(why);
  const help =
    'Only the files of the checkout were judged. The job needs contents: read, pull-requests: write and checks: write.';
  if (tools !== undefined) log.annotate('warning', `${why}\n${help}`, { title: 'Not reviewed as a whole' });
  return checkPipelines(context, place.checkout);
}

function unseen(why: string): Problem {
  return new Problem(
    'SG942',
    `The pull request cannot be read: ${why}.`,
    'The job needs a token with contents: read, pull-requests: write and checks: write; a checkout for the event pull_request is judged without.',
  );
}
