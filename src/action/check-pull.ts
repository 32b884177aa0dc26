import type { CheckAnnotation } from '../report/forge/forge.ts';
import { code, md, ownLink, plain } from '../report/text/markdown.ts';
import { blocks } from '../report/text/markdown-blocks.ts';
import type { Review } from '../review/review.ts';
import { isDeclined } from '../workspace/review/forge-answer.ts';
import { reviewMergeGroup } from '../workspace/review/review-merge-group.ts';
import { checkName, type Reviewed, reviewPull } from '../workspace/review/review-pull.ts';
import type { ActionContext } from './action-context.ts';
import type { JobResult } from './job-result.ts';
import type { PullEvent } from './pull-event.ts';
import type { PullTools } from './pull-tools.ts';
import { writePage } from './write-page.ts';

/** Why there was no review, and whether that is since the token may not see pull requests at all. */
export interface NotReviewed {
  readonly kind: 'not-reviewed';
  readonly why: string;
  readonly isBlind: boolean;
}

/**
 * Reviews what woke this job, by the API alone: the checkout is not looked at. Where the token may write no check run, as that of a fork's
 * pull request, the job's own page and its annotations say the same.
 */
export async function checkPull(
  context: ActionContext,
  tools: PullTools,
  event: PullEvent,
): Promise<JobResult | NotReviewed> {
  const seen = event.kind === 'pull' ? await tools.forge.pull(event.number) : undefined;
  if (seen !== undefined && isDeclined(seen)) {
    // A limit or a fault may be somebody's doing, and is over in a while.
    return { kind: 'not-reviewed', why: seen.why, isBlind: seen.kind === 'refused' };
  }
  const reviewed = await (event.kind === 'pull' ? reviewPull(tools, event.number) : reviewMergeGroup(tools, event));
  if (isDeclined(reviewed)) return { kind: 'not-reviewed', why: reviewed.why, isBlind: false };
  if (reviewed.kind !== 'reviewed') {
    context.log.lines([wordsOf(reviewed)]);
    return { runs: [], hasTrouble: false };
  }
  await show(context, reviewed);
  return { runs: [], hasTrouble: reviewed.review.conclusion === 'failure' };
}

function wordsOf(reviewed: Extract<Reviewed, { kind: 'over' | 'superseded' }>): string {
  if (reviewed.kind === 'over') return `The pull request is ${reviewed.why}: there is nothing to review.`;
  return 'The pull request got another commit meanwhile, which has a job of its own.';
}

type Shown = Pick<Extract<Reviewed, { kind: 'reviewed' }>, 'review' | 'check'> &
  Partial<Pick<Extract<Reviewed, { kind: 'reviewed' }>, 'comment'>>;

async function show({ log, variables }: ActionContext, { review, check, comment }: Shown): Promise<void> {
  log.lines([`${review.title}.`]);
  if ('id' in check) {
    const page = blocks(
      md`### Segue: ${plain(review.title)}`,
      md`${ownLink(code(checkName), check.url)} has the report.`,
    );
    await writePage(variables, page);
  } else {
    log.lines([`The check run could not be written, so this page has the report: ${check.why}`]);
    annotate(log, review);
    await writePage(variables, `### Segue: ${plain(review.title)}\n\n${review.summary}`);
  }
  if (comment !== undefined && isDeclined(comment)) log.lines([`The comment could not be written: ${comment.why}`]);
}

const levels = { failure: 'error', warning: 'warning', notice: 'notice' } as const satisfies Readonly<
  Record<CheckAnnotation['level'], string>
>;

function annotate(log: ActionContext['log'], { annotations }: Review): void {
  for (const { level, message, title, path: file, startLine: line } of annotations) {
    log.annotate(levels[level], message, { file, line, ...(title === undefined ? {} : { title }) });
  }
}
