import { forgeLimits } from '../forge/forge-limits.ts';
import { policyList } from '../review/review-problems.ts';
import { code, type Markdown, md, plain } from '../text/markdown.ts';
import { bullets, details } from '../text/markdown-blocks.ts';
import { fitPage, fixedPart, loosePart } from '../text/markdown-fit.ts';
import { fireNotes } from './diff-facts.ts';
import { diffGraphs } from './diff-graph.ts';
import { mergeNotes } from './diff-merge-notes.ts';
import { changesFold, factTable, impactLines, nextRunsFold, riskList } from './diff-parts.ts';
import { diffVerdict, historyNote, notCompared, sideLabel } from './diff-verdict.ts';
import type { DiffView } from './diff-view.ts';

const most = {
  policy: 30,
  fewPolicy: 8,
  risks: 30,
  fewRisks: 8,
  facts: 40,
  fewFacts: 10,
  pipelines: 100,
  fewPipelines: 10,
} as const;

/** Bytes that a marker and what a bot adds may take. */
const reserve = 2_000;

/** What a change of pipelines does, as the body of a comment: the verdict, what may break, figures; the evidence is folded away. */
export function diffPage(view: DiffView): Markdown {
  return fitPage(
    [
      fixedPart('the verdict', md`### Segue: ${plain(diffVerdict(view))}`),
      fixedPart('what is compared', md`${code(sideLabel(view.base))} → ${code(sideLabel(view.head))}`),
      loosePart('the policy', 1, policyOf(view, most.policy), policyOf(view, most.fewPolicy)),
      loosePart('the warnings', 1, riskList(view, most.risks), riskList(view, most.fewRisks)),
      loosePart('the figures', 2, factTable(view, most.facts), factTable(view, most.fewFacts)),
      fixedPart('what it reaches', impactLines(view)),
      loosePart(
        'notes',
        3,
        bullets(
          [...mergeNotes(view.atMerge), ...fireNotes(view), historyNote(view)]
            .filter(Boolean)
            .map((note) => plain(note)),
        ),
      ),
      fixedPart('what was not compared', plain(notCompared(view))),
      loosePart('the changes', 4, changesFold(view, most.pipelines), changesFold(view, most.fewPipelines)),
      loosePart('the next runs', 5, nextRunsFold(view)),
      loosePart('the graph', 6, details('Graph', diffGraphs(view)), details('Graph', diffGraphs(view, 1))),
    ],
    forgeLimits.body - reserve,
  );
}

function policyOf({ policy = [] }: DiffView, atMost: number): Markdown {
  return policyList({ policy, accepted: [] }, atMost);
}
