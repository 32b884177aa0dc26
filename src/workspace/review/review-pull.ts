import type { CheckWish, Declined, Ensured, Forge } from '../../report/forge/forge.ts';
import type { PullFacts } from '../../report/forge/review-forge.ts';
import type { PullChange } from '../../review/pull-change.ts';
import type { Review } from '../../review/review.ts';
import type { Clock } from '../../run/ports.ts';
import { isDeclined } from './forge-answer.ts';
import { type PullForges, type PullSources, readPull } from './read-pull.ts';

/** Name of the check run of every pull request. */
export const checkName = 'segue / pipelines';

/** Key of the comment that a pull request has at most one of. */
export const reviewKey = 'review';

/** A check that comes later than this is said to be on its way. */
const soonMs = 2_000;

export interface ReviewTools extends PullSources {
  readonly forge: PullForges & Pick<Forge, 'ensureCheck' | 'ensureComment'>;
  readonly clock: Pick<Clock, 'now' | 'after'>;
  /** In a thread that can be ended. */
  readonly judge: (change: PullChange) => Promise<Review>;
}

export type Reviewed =
  | {
      readonly kind: 'reviewed';
      /** The head that was reviewed. */
      readonly commit: string;
      readonly review: Review;
      readonly check: Ensured;
      readonly comment: Awaited<ReturnType<PullForges['removeComment']>> | Ensured;
    }
  /** It got another head or goes elsewhere meanwhile, or was closed: nothing was said of what it was. */
  | { readonly kind: 'superseded'; readonly commit: string }
  /** There is nothing to review. */
  | { readonly kind: 'over'; readonly why: 'closed' | 'gone' }
  | Declined;

/**
 * Reviews a pull request as it is now: the check run of its head and one comment are as they should be then. Done twice it says the same
 * once; what a process that died had begun is finished by the next. What the forge does not do is a value.
 */
export async function reviewPull(tools: ReviewTools, number: number): Promise<Reviewed> {
  const found = await tools.forge.pull(number);
  if (isDeclined(found)) return found;
  const { pull } = found;
  if (pull === undefined) return { kind: 'over', why: 'gone' };
  if (pull.state === 'closed') return { kind: 'over', why: 'closed' };
  const announced = announceIfSlow(tools, pull);
  const review = await judged(tools, pull).finally(announced.cancel);
  const hasBegun = await announced.hasBegun();
  if ('kind' in review) {
    // What was announced will not come; and what GitHub refuses now it refuses the next time, while somebody waits for the check.
    if (hasBegun || review.kind === 'refused') await tools.forge.ensureCheck(unfinished(pull, review));
    return review;
  }
  return tell(tools, pull, review);
}

async function judged(tools: ReviewTools, pull: PullFacts): Promise<Review | Exclude<Reviewed, { kind: 'reviewed' }>> {
  const { commit } = pull.head;
  const read = await readPull(tools, pull);
  const review = read.kind === 'read' ? await tools.judge(read.change) : undefined;
  const again = await tools.forge.pull(pull.number);
  if (isDeclined(again)) return again;
  const isSame = again.pull?.state === 'open' && again.pull.head.commit === commit && again.pull.base === pull.base;
  if (!isSame) return { kind: 'superseded', commit };
  return review ?? (read as Declined);
}

async function tell({ forge }: ReviewTools, pull: PullFacts, review: Review): Promise<Reviewed> {
  const { commit } = pull.head;
  const place = { issue: pull.number, key: reviewKey };
  const comment = await (review.comment === undefined
    ? forge.removeComment(place)
    : forge.ensureComment({ ...place, body: review.comment }));
  // The last: whoever looks for what a process that died has left looks for pull requests whose check is not there.
  const check = await forge.ensureCheck({ ...checkOf(review), ...checkPlace(pull) });
  return { kind: 'reviewed', commit, review, check, comment };
}

/** What a check run says of a review. */
export function checkOf({
  conclusion,
  title,
  summary,
  annotations,
}: Review): Omit<CheckWish, 'commit' | 'name' | 'key'> {
  return { status: 'completed', conclusion, title, summary, annotations, isExact: true };
}

/** Says that a check is on its way if it does not come soon. */
function announceIfSlow(
  { forge, clock }: ReviewTools,
  pull: PullFacts,
): { cancel(): void; hasBegun(): Promise<boolean> } {
  let announced: Promise<Ensured> | undefined;
  const cancel = clock.after(soonMs, () => {
    const title = 'Judging the change';
    announced = forge.ensureCheck({
      ...checkPlace(pull),
      status: 'in_progress',
      title,
      summary: `${title}.`,
      annotations: [],
    });
  });
  return { cancel, hasBegun: async () => (await announced) !== undefined };
}

function unfinished(pull: PullFacts, why: Exclude<Reviewed, { kind: 'reviewed' }>): CheckWish {
  const isOld = why.kind === 'superseded';
  return {
    ...checkPlace(pull),
    status: 'completed',
    conclusion: isOld ? 'skipped' : 'cancelled',
    title: isOld ? 'There is a newer commit' : 'Not judged',
    summary: isOld
      ? 'The pull request got another commit, or was closed, while this one was judged.'
      : 'GitHub did not give what is to be judged. The next push, or a re-run of this check, tries again.',
    annotations: [],
  };
}

/** Two pull requests may have the same head, and go to different branches. */
export function checkPlace({ number, head }: PullFacts): Pick<CheckWish, 'commit' | 'name' | 'key'> {
  return { commit: head.commit, name: checkName, key: `pull/${number}` };
}
