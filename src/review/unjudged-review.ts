import { countText } from '../diagnostic/count-text.ts';
import { formatDuration } from '../model/duration.ts';
import { code, type Markdown, md, nothing, plain } from '../report/text/markdown.ts';
import { blocks } from '../report/text/markdown-blocks.ts';
import { unreachable } from '../run/states.ts';
import type { PullChange } from './pull-change.ts';
import type { Review } from './review.ts';

/** What one judgement may take. */
export interface JudgeCaps {
  readonly ms: number;
  readonly megabytes: number;
}

/** Why there is no judgement. */
export type Unjudged =
  | { readonly kind: 'slow' }
  | { readonly kind: 'large' }
  /** The program ends. */
  | { readonly kind: 'closed' }
  /** A fault of Segue itself; an empty message if it left none. */
  | { readonly kind: 'broken'; readonly message: string };

/** What is said where nothing could be found out. It fails: what nobody has looked at must not look as if it were well. */
export function unjudgedReview(change: PullChange, why: Unjudged, caps: JudgeCaps): Review {
  return reviewOfNothing(change, wordsOf(why, caps));
}

/** The same in these words. */
export function reviewOfNothing({ base, head }: PullChange, { title, reason, advice }: UnjudgedWords): Review {
  const sides = md`${code(base.name)} ${code(base.commit.slice(0, 7))} → ${code(head.commit.slice(0, 7))}`;
  const page = blocks(sides, reason, advice);
  return {
    changesPipelines: true,
    conclusion: 'failure',
    title,
    summary: page,
    annotations: [],
    comment: blocks(md`### Segue: ${plain(title)}`, page),
  };
}

export interface UnjudgedWords {
  readonly title: string;
  readonly reason: Markdown;
  readonly advice: Markdown;
}

const elsewhere = md`On a machine of your own nothing ends it: ${code('segue validate')}, ${code('segue test')} and ${code('segue diff main...HEAD')}.`;

function wordsOf(why: Unjudged, { ms, megabytes }: JudgeCaps): UnjudgedWords {
  switch (why.kind) {
    case 'slow':
      return {
        title: 'not judged: this pull request is too slow to judge',
        reason: md`Its files were not through after ${plain(formatDuration(ms))}, which is all that a pull request gets. Nothing is known of it, neither good nor bad.`,
        advice: md`Split it into smaller ones. ${elsewhere}`,
      };
    case 'large':
      return {
        title: 'not judged: this pull request is too large to judge',
        reason: md`To judge its files takes more than ${plain(countText(megabytes))} MB of memory, which is all that a pull request gets. Nothing is known of it, neither good nor bad.`,
        advice: md`Split it into smaller ones. ${elsewhere}`,
      };
    case 'closed':
      return {
        title: 'not judged: Segue was ended meanwhile',
        reason: md`Nothing is known of this pull request, neither good nor bad.`,
        advice: md`The check can be run again.`,
      };
    case 'broken':
      return {
        title: 'not judged: Segue broke down',
        reason: md`This is a fault of Segue, and not of the pull request. Nothing is known of it, neither good nor bad.${why.message === '' ? nothing : md` What broke: ${code(why.message)}`}`,
        advice: md`Run the check again; if it breaks again, please report it. ${elsewhere}`,
      };
    default:
      return unreachable(why);
  }
}
