import { fireNotes } from '../diff/diff-facts.ts';
import { diffGraphs } from '../diff/diff-graph.ts';
import { mergeNotes } from '../diff/diff-merge-notes.ts';
import { changesFold, factTable, impactLines, nextRunsFold } from '../diff/diff-parts.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import { code, type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { bullets, details, lines } from '../text/markdown-blocks.ts';
import { fitPage, fixedPart, loosePart } from '../text/markdown-fit.ts';
import { backfillLines, intervalsFold } from './review-backfills.ts';
import { beforeFold } from './review-before.ts';
import { forecastFold } from './review-forecast.ts';
import { nextSteps } from './review-next.ts';
import { problemList } from './review-problems.ts';
import { fewerTestsLine, testLine } from './review-tests.ts';
import { reviewVerdict } from './review-verdict.ts';
import type { ReviewView } from './review-view.ts';

const most = { problems: 6, facts: 12, notes: 3, pipelines: 40, fewPipelines: 8, graphs: 3, fold: 24_000 } as const;

/** Bytes that a marker and what a bot adds may take. */
const reserve = 2_000;

/** The comment on a pull request: the verdict, what may break, the figures, what one can do; the evidence is folded away. */
export function reviewComment(view: ReviewView): Markdown {
  const { diff } = view;
  return fitPage(
    [
      fixedPart('the verdict', md`### Segue: ${plain(reviewVerdict(view))}`),
      fixedPart('what is compared', comparedSides(view)),
      loosePart('the findings', 1, problemList(view, most.problems), problemList(view, 3)),
      loosePart('the figures', 2, factTable(diff, most.facts), factTable(diff, 4)),
      fixedPart('what it reaches', reach(view)),
      loosePart('notes', 3, notes(view)),
      fixedPart('what was not checked', notCheckedLine(view)),
      loosePart('the changes', 4, changesFold(diff, most.pipelines), changesFold(diff, most.fewPipelines)),
      loosePart('the simulation', 6, forecastFold(view)),
      loosePart('the next runs', 6, nextRunsFold(diff)),
      loosePart('the graph', 7, details('Graph', diffGraphs(diff, most.graphs)), details('Graph', diffGraphs(diff, 1))),
      loosePart('the intervals', 5, intervalsFold(view.backfills)),
      loosePart('what was there before', 8, beforeFold(view, ['error'], 20)),
      fixedPart('what next', nextSteps(view)),
    ],
    forgeLimits.body - reserve,
  );
}

/** `main` and the commits, short: who wants more clicks on them beside the comment. */
export function comparedSides({ diff }: ReviewView): Markdown {
  const { base, head } = diff;
  return md`${code(base.name)} ${code(shortOf(base.commit))} → ${code(shortOf(head.commit))}`;
}

function shortOf(commit = ''): string {
  return commit.slice(0, 7);
}

/** Whom it reaches, and what the merge starts. */
export function reach(view: ReviewView): Markdown {
  return lines(impactLines(view.diff), backfillLines(view.backfills), testLine(view), fewerTestsLine(view));
}

function notes({ diff }: ReviewView): Markdown {
  const all = [...mergeNotes(diff.atMerge), ...fireNotes(diff)];
  const shown = all.length === most.notes + 1 ? all : all.slice(0, most.notes);
  const rest = all.length - shown.length;
  return bullets([
    ...shown.map((note) => plain(note)),
    rest > 0 ? md`And ${plain(String(rest))} more notes in the check.` : nothing,
  ]);
}

export function notCheckedLine({ notChecked }: ReviewView): Markdown {
  return notChecked.length === 0 ? nothing : md`**Not checked:** ${plain(notChecked.join(' '))}`;
}
