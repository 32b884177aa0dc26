import { answerComment } from '../command/answer-comment.ts';
import type { Answer, NewComment } from '../command/reply.ts';
import { Problem } from '../diagnostic/problem.ts';
import { CommandBoard } from '../store/shared/command-board.ts';
import { codeAt } from '../workspace/desk/code-at.ts';
import { commandDesk } from '../workspace/desk/command-desk.ts';
import { rollbackDesk } from '../workspace/desk/rollback-desk.ts';
import type { OpenWorkspace } from '../workspace/open-workspace.ts';
import { isLeftToApp } from '../workspace/review/left-to-app.ts';
import { reviewDesk } from '../workspace/review/review-desk.ts';
import { mergedCode } from '../workspace/tick/merged-code.ts';
import type { ActionContext } from './action-context.ts';
import { type CommentEvent, readCommentEvent } from './comment-event.ts';
import type { JobResult } from './job-result.ts';
import { openPullTools, type PullTools } from './pull-tools.ts';
import type { ActionRequest } from './read-inputs.ts';
import type { RunnerPlace } from './runner-place.ts';

/**
 * Does what the comment asks that woke this job. It has no secrets and no set-up: what runs tasks is asked of another job.
 *
 * @throws {Problem} SG940 without a token, SG941 without a comment or an API.
 */
export async function answerEvent(
  context: ActionContext,
  workspace: OpenWorkspace,
  { token }: ActionRequest,
  place: RunnerPlace,
): Promise<JobResult> {
  const { log } = context;
  const event = readCommentEvent(context.variables);
  const tools = openPullTools(context, place, token);
  if (tools === undefined) throw unanswerable();
  if (event.comment === undefined) {
    log.lines(['Nothing is taken from edited comments.']);
    return { runs: [], hasTrouble: false };
  }
  const { body, issue } = event.comment;
  try {
    if (event.isAtPull && (await isLeftToApp(tools.forge, { body, pull: issue }))) {
      log.lines(['An app reviews this pull request, and answers this comment.']);
      return { runs: [], hasTrouble: false };
    }
    const answer = await answerFrom(workspace, tools, event, event.comment);
    if (answer.kind === 'failed') log.annotate('error', `Nothing was done: ${answer.why}`, { title: 'Not answered' });
    else log.lines([answer.kind === 'ignored' ? `Nothing is to be done: ${answer.why}.` : answer.text]);
    if (answer.kind === 'answered' && answer.untold !== undefined) {
      log.annotate('warning', `The answer could not be written: ${answer.untold}`, { title: 'Not answered' });
    }
    return { runs: [], hasTrouble: answer.kind === 'failed' };
  } finally {
    tools.close();
  }
}

function answerFrom(
  workspace: OpenWorkspace,
  tools: PullTools,
  { branch, workflow, isAtPull }: CommentEvent,
  comment: NewComment,
): Promise<Answer> {
  const { forge } = tools;
  const desk = commandDesk({
    office: workspace,
    starter: { forge, branch, workflow },
    code: () => mergedCode(workspace),
    ...(isAtPull ? { approvals: reviewDesk(tools) } : {}),
    rollbacks: rollbackDesk({ forge, branch, codeAt: (commit) => codeAt(forge, commit) }),
  });
  const { refs, environment, randomness, clock } = workspace;
  const ledger = new CommandBoard({ refs, environment, chance: randomness, now: () => clock.now() });
  return answerComment(comment, { forge, desk, ledger });
}

function unanswerable(): Problem {
  return new Problem(
    'SG940',
    'Without the input token and an API no comment can be answered.',
    'Leave token as it is, or give an App’s token.',
    2,
  );
}
