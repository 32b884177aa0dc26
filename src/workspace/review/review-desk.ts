import type { Approval } from '../../command/approval.ts';
import type { ApprovalDesk, Outcome } from '../../command/desk.ts';
import { refused } from '../../command/refused.ts';
import type { Waiver } from '../../policy/waiver.ts';
import { waiverBody, waiverKey } from '../../policy/waiver-text.ts';
import type { PullFacts } from '../../report/forge/review-forge.ts';
import { code, type Markdown, md, plain } from '../../report/text/markdown.ts';
import { historyWanted } from '../../review/history-wanted.ts';
import { given, NotGiven } from './forge-answer.ts';
import { waiversIn } from './read-agreement.ts';
import { readSides } from './read-sides.ts';
import { checkPlace, type Reviewed, type ReviewTools, reviewPull } from './review-pull.ts';

/** What `/segue approve` and `/segue plan` do at a pull request, for every door. */
export function reviewDesk(tools: ReviewTools): ApprovalDesk {
  return {
    pipelinesOf: (number) => orUndefined(() => pipelinesOf(tools, number)),
    approve: (number, approval, login, writtenAt) =>
      orRefused(() => approve(tools, number, { ...approval, login }, writtenAt)),
    plan: (number) => orRefused(async () => told(await reviewPull(tools, number))),
  };
}

/** More rather than fewer: those that may be affected. */
async function pipelinesOf({ forge }: ReviewTools, number: number): Promise<ReadonlySet<string> | undefined> {
  const pull = await openPull(forge, number);
  if (pull === undefined) return undefined;
  const { commit: tip } = given(await forge.tipOf(pull.base));
  if (tip === undefined) return undefined;
  const fork = given(await forge.forkOf(tip, pull.head.commit)).commit ?? tip;
  const head = { name: pull.head.label, commit: pull.head.commit };
  const sides = await readSides(forge, { name: pull.base, commit: fork }, head);
  return new Set(historyWanted(sides.base, sides.head, sides.folder));
}

async function approve(
  tools: ReviewTools,
  number: number,
  approval: Approval & { readonly login: string },
  writtenAt: string | undefined,
): Promise<Outcome> {
  const pull = await openPull(tools.forge, number);
  if (pull === undefined) return refused(md`This is no open pull request.`);
  const unseen = await whyUnseen(tools, pull, writtenAt);
  if (unseen !== undefined) return refused(unseen);
  const waiver: Waiver = { ...approval, commit: pull.head.commit, base: pull.base };
  const body = textOf(waiver);
  if (body === undefined) return refused(md`${code(approval.code)} is no code of a finding, or it does not say why.`);
  await takeDown(tools, number, waiver, body);
  const { isDone, body: review } = told(await reviewPull(tools, number));
  const what = md`Taken down that ${code(approval.code)} may stand at ${code(waiver.commit.slice(0, 7))} in ${code(waiver.base)}.`;
  return { isDone, body: md`${what} ${review}` };
}

async function openPull(forge: ReviewTools['forge'], number: number): Promise<PullFacts | undefined> {
  const { pull } = given(await forge.pull(number));
  return pull?.state === 'open' ? pull : undefined;
}

/**
 * A push, or a turn to another branch, may come between what a person has looked at and the command: what came after the command nobody has
 * agreed to. Until a commit has its check run there was nothing to look at.
 */
async function whyUnseen(
  { forge }: ReviewTools,
  pull: PullFacts,
  writtenAt: string | undefined,
): Promise<Markdown | undefined> {
  if (writtenAt === undefined) return undefined;
  const { turns } = given(await forge.originOf(pull.number));
  const turned = turns.at(-1)?.at;
  if (turned !== undefined && Date.parse(writtenAt) <= Date.parse(turned)) {
    return md`When this was written, the pull request went to another branch than ${code(pull.base)}. Say it again if it may stand there, too.`;
  }
  const { at } = given(await forge.checkSince(checkPlace(pull)));
  if (at !== undefined && Date.parse(at) <= Date.parse(writtenAt)) return undefined;
  const commit = code(pull.head.commit.slice(0, 7));
  return md`The newest commit, ${commit}, had not been judged when this was written. Look at what is said of it (${code('/segue plan')} judges it now), then say it again.`;
}

/** Undefined for what no waiver can be. */
function textOf(waiver: Waiver): string | undefined {
  try {
    return waiverBody(waiver);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** What was edited is believed no more, not even if we had done it: so another reason is another comment. */
async function takeDown({ forge }: ReviewTools, issue: number, waiver: Waiver, body: string): Promise<void> {
  const place = { issue, key: waiverKey(waiver) };
  const own = given(await forge.ownComments(issue, place.key)).comments.filter(({ key }) => key === place.key);
  const isThere = waiversIn(own).some((each) => waiverBody(each) === body);
  if (own.length > 0 && !isThere) given(await forge.removeComment(place));
  given(await forge.ensureComment({ ...place, body }));
}

function told(reviewed: Reviewed): Outcome {
  switch (reviewed.kind) {
    case 'reviewed':
      return { isDone: true, body: md`Judged ${code(reviewed.commit.slice(0, 7))}: ${plain(reviewed.review.title)}.` };
    case 'superseded':
      return { isDone: true, body: md`A newer commit came meanwhile, which is judged for itself.` };
    case 'over':
      return refused(md`This is no open pull request any more.`);
    case 'refused':
    case 'unreachable':
      return refused(md`It could not be judged: ${plain(reviewed.why)}.`);
    default:
      return reviewed satisfies never;
  }
}

async function orRefused(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotGiven) return refused(md`GitHub did not do it: ${plain(error.message)}.`);
    throw error;
  }
}

async function orUndefined<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NotGiven) return undefined;
    throw error;
  }
}
