import { answerComment, answerLate, commentKey } from '../command/answer-comment.ts';
import type { CommandLedger } from '../command/ledger.ts';
import { parseComment } from '../command/parse-comment.ts';
import type { NewComment } from '../command/reply.ts';
import { outcomeOf } from '../github/outcome.ts';
import { commentById, commentsSince, type WrittenComment } from '../github/written-comments.ts';
import { ledgerOf } from './command-tools.ts';
import { type Desk, declined, type Job, type JobOutcome } from './job.ts';
import { officeOf } from './office-of.ts';
import { commentJob } from './on-comment.ts';
import { orBadNews } from './outcome-of.ts';
import { nameOf, type RepositoryAddress } from './repository-address.ts';
import type { RepositoryMemory } from './repository-memory.ts';
import type { Round } from './round.ts';

/** Finds commands that no webhook told of, or whose answer broke off: a lost webhook is not sent again by itself. */
export const lostCommandsRound: Round = { name: 'lost commands', everyMs: 5 * 60_000, job: lostCommandsJob };

/** What is older was lost for longer than its person waits. */
const windowMs = 2 * 60 * 60 * 1000;
/** So long a webhook, or a job of the workflow, is given to come first. */
const graceMs = 2 * 60_000;
/** The same question for so long, so that its answer costs nothing while nobody writes. */
const stepMs = 30 * 60_000;

function lostCommandsJob(at: RepositoryAddress): Job {
  return {
    kind: 'command',
    at,
    key: `${nameOf(at)} lost commands`,
    replaces: 'lost commands',
    work: (desk) => orBadNews(() => look(desk)),
  };
}

/** What was worked off and left no trace is looked at again with later looks. */
const mostTimes = 3;
const mostFound = 1_000;

async function look(desk: Desk): Promise<JobOutcome> {
  const ledger = ledgerOf(desk, officeOf(desk, desk.login));
  const now = desk.clock.now();
  const since = new Date(Math.floor((now - windowMs) / stepMs) * stepMs).toISOString();
  const written = await commentsSince(desk.client, since).catch(outcomeOf);
  if ('kind' in written) return declined(written);
  const commands = written.filter((each) => isLost(each, now));
  const known = commands.length === 0 ? new Set<string>() : await ledger.known();
  let found = 0;
  for (const comment of commands) {
    const asked = commandOf(comment);
    if (asked === undefined || known.has(commentKey(comment.id)) || !isNews(desk.memory, comment.id)) continue;
    desk.offer(countedJob(desk.memory, foundJob(desk.at, asked, answerComment), comment.id));
    found += 1;
  }
  return { kind: 'done', what: `${found} lost, ${await offerUnanswered(desk, ledger)} unanswered` };
}

/** A stranger's command leaves no trace in the book, and would be looked at each time; as many of them as somebody cares to write. */
function isNews({ found }: RepositoryMemory, id: number): boolean {
  return (found.get(id) ?? 0) < mostTimes;
}

/** Counts how often it was worked off. Where GitHub gave no answer nobody has been answered, so the next look finds it again. */
function countedJob({ found }: RepositoryMemory, job: Job, id: number): Job {
  const work = async (desk: Desk): Promise<JobOutcome> => {
    let isPutOff = false;
    try {
      const outcome = await job.work(desk);
      isPutOff = outcome.kind === 'later';
      return outcome;
    } finally {
      if (found.size >= mostFound && !found.has(id)) found.clear();
      if (!isPutOff) found.set(id, (found.get(id) ?? 0) + 1);
    }
  };
  return { ...job, work };
}

/** Each look finds it again: the next takes its place where it still waits, and in a full queue it makes way. */
function foundJob(at: RepositoryAddress, asked: NewComment, answer: Parameters<typeof commentJob>[2]): Job {
  return { ...commentJob(at, asked, answer), replaces: `lost ${commentKey(asked.id)}` };
}

/** An edited one may say something else than what its person has sent. */
function isLost({ body, isEdited, isBot, writtenAt }: WrittenComment, now: number): boolean {
  const age = now - Date.parse(writtenAt);
  if (isBot || isEdited || age < graceMs || age > windowMs) return false;
  return parseComment(body.split('\n', 1)[0] ?? '').kind !== 'none';
}

/** What somebody took up and died over. Buttons are found again where GitHub lists what it has sent. */
async function offerUnanswered(desk: Desk, ledger: CommandLedger): Promise<number> {
  const comments = (await ledger.unsettled()).flatMap((key) => {
    const id = /^comment\/(?<id>\d{1,15})$/.exec(key)?.groups?.id;
    return id === undefined ? [] : [{ key, id: Number(id) }];
  });
  for (const { key, id } of comments) {
    const comment = await commentById(desk.client, id).catch(outcomeOf);
    // GitHub does not say whether it is there: the next look asks again.
    if (comment !== undefined && 'kind' in comment) continue;
    const asked = comment === undefined ? undefined : commandOf(comment);
    if (comment === undefined || asked === undefined) await ledger.settle(key);
    else desk.offer(foundJob(desk.at, asked, (each, tools) => answerLate(each, comment.isEdited, tools)));
  }
  return comments.length;
}

function commandOf({ id, issue, login, isBot, body, writtenAt }: WrittenComment): NewComment | undefined {
  return login === undefined ? undefined : { id, issue, login, isBot, body, writtenAt };
}
