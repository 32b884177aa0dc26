import { fireNotes } from '../diff/diff-facts.ts';
import { diffGraphs } from '../diff/diff-graph.ts';
import { mergeNotes } from '../diff/diff-merge-notes.ts';
import { changesFold, factTable, nextRunsFold, riskList } from '../diff/diff-parts.ts';
import type { LocatedRisk } from '../diff/diff-view.ts';
import { checkedText } from '../findings/findings-words.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import { countOf } from '../run/run-words.ts';
import { type Markdown, md, nothing, plain } from '../text/markdown.ts';
import { blocks, bullets, details } from '../text/markdown-blocks.ts';
import { fitPage, fixedPart, loosePart, type PagePart } from '../text/markdown-fit.ts';
import { intervalsFold } from './review-backfills.ts';
import { beforeFold, findingTable } from './review-before.ts';
import { comparedSides, notCheckedLine, reach } from './review-comment.ts';
import { forecastFold, forecastWarnings } from './review-forecast.ts';
import { nextSteps } from './review-next.ts';
import { openRisks, policyList, staleItem } from './review-problems.ts';
import { testFailures, unplayedTests } from './review-tests.ts';
import type { ReviewView } from './review-view.ts';

const most = {
  policy: 100,
  fewPolicy: 10,
  findings: 200,
  fewFindings: 40,
  failures: 30,
  fewFailures: 5,
  facts: 200,
  fewFacts: 30,
} as const;
const pages = { openRisks: 8, risks: 100, fewRisks: 10, pipelines: 200, fewPipelines: 20, graphs: 5 } as const;

/** The full report, for the page of the check run; its title is the verdict. */
export function reviewSummary(view: ReviewView): Markdown {
  return fitPage(
    [
      fixedPart('what is compared', blocks(comparedSides(view), plain(`${checkedText(view.checked)}.`))),
      ...findingParts(view),
      ...figureParts(view),
      fixedPart('what was not checked', notCheckedLine(view)),
      ...evidenceParts(view),
      fixedPart('what next', nextSteps(view)),
    ],
    forgeLimits.checkText,
  );
}

function findingParts(view: ReviewView): readonly PagePart[] {
  const { findings } = view;
  return [
    loosePart('findings', 1, findingTable(findings, most.findings), findingTable(findings, most.fewFindings)),
    loosePart('failed tests', 2, testFailures(view, most.failures), testFailures(view, most.fewFailures)),
    loosePart('the policy', 1, policyList(view, most.policy), policyList(view, most.fewPolicy)),
    fixedPart('the workflow', view.isWorkflowStale ? bullets([staleItem()]) : nothing),
    loosePart('simulated warnings', 2, bullets(forecastWarnings(view).slice(0, most.failures))),
    loosePart('risks', 2, risks(openRisks(view), pages.risks), risks(openRisks(view), pages.fewRisks)),
  ];
}

/** The first ones open, the others folded away: they mostly say the same. */
function risks(all: readonly LocatedRisk[], atMost: number): Markdown {
  const [shown, folded] = [all.slice(0, pages.openRisks), all.slice(pages.openRisks)];
  const rest = details(countOf(folded.length, 'more risk'), riskList({ risks: folded }, atMost));
  return blocks(riskList({ risks: shown }, pages.openRisks), folded.length === 0 ? nothing : rest);
}

function figureParts(view: ReviewView): readonly PagePart[] {
  const { diff } = view;
  const notes = [...mergeNotes(diff.atMerge), ...fireNotes(diff)].map((note) => plain(note));
  return [
    loosePart('the figures', 3, factTable(diff, most.facts), factTable(diff, most.fewFacts)),
    fixedPart('what it reaches', reach(view)),
    loosePart('notes', 4, bullets(notes)),
    fixedPart('tests that were not played', unplayedTests(view)),
  ];
}

function evidenceParts(view: ReviewView): readonly PagePart[] {
  const { diff, findings, tests } = view;
  const explains = findings.length + tests.failures.length + diff.risks.length + view.policy.length > 0;
  return [
    loosePart('the changes', 5, changesFold(diff, pages.pipelines), changesFold(diff, pages.fewPipelines)),
    loosePart('the intervals', 6, intervalsFold(view.backfills, 500), intervalsFold(view.backfills)),
    loosePart('the simulation', 6, forecastFold(view)),
    loosePart('the next runs', 7, nextRunsFold(diff)),
    loosePart('the graph', 8, details('Graph', diffGraphs(diff, pages.graphs)), details('Graph', diffGraphs(diff, 1))),
    loosePart('what was there before', 9, beforeFold(view, ['error', 'warning'], 100), beforeFold(view, ['error'], 20)),
    fixedPart('how to read it', explains ? md`\`segue explain CODE\` tells more of each code.` : nothing),
  ];
}
