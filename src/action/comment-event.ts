import { readFileSync } from 'node:fs';
import type { NewComment } from '../command/reply.ts';
import { Problem } from '../diagnostic/problem.ts';
import type { Variables } from '../process/environment.ts';
import { integer, object, optional, ShapeError, text } from '../store/codec/shape.ts';
import { ownWorkflowFile } from './own-workflow.ts';

/** Of a body on GitHub, with room to spare. */
const longestBody = 1_000_000;
const name = text(1_000);
const number = integer(1, Number.MAX_SAFE_INTEGER);

const eventShape = object({
  action: name,
  comment: object({
    id: number,
    body: text(longestBody),
    created_at: optional(name),
    user: object({ login: name, type: name }),
  }),
  issue: object({ number, pull_request: optional(object({})) }),
  repository: object({ default_branch: name }),
});

/** What woke a job: a comment, and where its workflow is. */
export interface CommentEvent {
  /** Absent if the comment was edited or deleted: nothing is taken from it then. */
  readonly comment?: NewComment;
  /** Whether it stands at a pull request. */
  readonly isAtPull: boolean;
  readonly branch: string;
  /** Name of the workflow's file. */
  readonly workflow: string;
}

/** @throws {Problem} SG941 if no comment woke this job. */
export function readCommentEvent(variables: Variables): CommentEvent {
  const { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: path } = variables;
  if (event !== 'issue_comment' || path === undefined) throw noComment(`the event is ${event ?? 'not named'}`);
  const { action, comment, issue, repository } = parse(readFileSync(path, 'utf8'));
  const { id, body, user, created_at: writtenAt } = comment;
  const isBot = user.type !== 'User';
  const when = writtenAt === undefined ? {} : { writtenAt };
  return {
    ...(action === 'created' ? { comment: { id, issue: issue.number, login: user.login, isBot, body, ...when } } : {}),
    isAtPull: issue.pull_request !== undefined,
    branch: repository.default_branch,
    workflow: ownWorkflowFile(variables),
  };
}

function parse(json: string): ReturnType<typeof eventShape> {
  try {
    return eventShape(JSON.parse(json));
  } catch (error) {
    if (error instanceof ShapeError) throw noComment(error.where);
    if (error instanceof SyntaxError) throw noComment(error.message);
    throw error;
  }
}

function noComment(why: string): Problem {
  return new Problem(
    'SG941',
    `No comment woke this job: ${why}.`,
    'command: comment is for the event issue_comment; segue workflow --write makes a workflow with such a job.',
    2,
  );
}
