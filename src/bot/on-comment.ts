import { answerComment } from '../command/answer-comment.ts';
import { parseComment } from '../command/parse-comment.ts';
import type { Answer, NewComment } from '../command/reply.ts';
import { object, optional, text } from '../store/codec/shape.ts';
import { commandTools } from './command-tools.ts';
import { type Desk, type Job, type JobOutcome, subjectKey } from './job.ts';
import { orBadNews } from './outcome-of.ts';
import type { RepositoryAddress } from './repository-address.ts';
import { eventName, eventNumber, readPayload, type WebhookEvent } from './webhook-event.ts';

/** Of a body on GitHub, with room to spare. */
const longestBody = 1_000_000;

const commentShape = object({
  comment: object({
    id: eventNumber,
    body: text(longestBody),
    created_at: optional(eventName),
    user: object({ login: eventName, type: eventName }),
  }),
  issue: object({ number: eventNumber }),
});

/** A new comment, on an issue or a pull request. What it asks is read from the event: it may be edited by the time that its turn comes. */
export function onComment({ at, payload }: WebhookEvent): Job | undefined {
  const read = readPayload(payload, commentShape);
  if (at === undefined || read === undefined) return undefined;
  const { comment, issue } = read;
  const { id, body, user, created_at: writtenAt } = comment;
  // Nothing below the first line is read, and most comments are none of ours.
  const [line = ''] = body.split('\n', 1);
  if (parseComment(line).kind === 'none') return undefined;
  const isBot = user.type !== 'User';
  const when = writtenAt === undefined ? {} : { writtenAt };
  return commentJob(at, { id, issue: issue.number, login: user.login, isBot, body: line, ...when }, answerComment);
}

/** Answers a comment, in its turn among all that is about its issue. */
export function commentJob(
  at: RepositoryAddress,
  comment: NewComment,
  answer: (comment: NewComment, tools: ReturnType<typeof commandTools>) => Promise<Answer>,
): Job {
  return { kind: 'command', at, key: subjectKey(at, comment.issue), work: (desk) => orBadNews(() => work(desk)) };

  async function work(desk: Desk): Promise<JobOutcome> {
    return outcomeOf(await answer(comment, commandTools(desk, comment.login)));
  }
}

function outcomeOf(answer: Answer): JobOutcome {
  switch (answer.kind) {
    case 'ignored':
      return { kind: 'done', what: `nothing: ${answer.why}` };
    case 'failed':
      return { kind: answer.isRefused ? 'refused' : 'later', why: answer.why };
    case 'answered':
      return { kind: 'done', what: answer.isDone ? 'done, and answered' : 'answered that nothing was done' };
    default:
      return answer satisfies never;
  }
}
