import { countText } from '../../diagnostic/count-text.ts';
import type { RunDocument } from '../../run/document.ts';
import { isHandOver } from '../../run/handed-over.ts';
import type { Wait } from '../../tick/step.ts';
import { waitText } from '../command/tick-text.ts';
import { forgeLimits } from '../forge/forge-limits.ts';
import { failureLead } from '../issue/failure-lead.ts';
import { runCauses } from '../run/run-causes.ts';
import { countOf } from '../run/run-words.ts';
import { code, joinMarkdown, type Markdown, md, nothing, ownLink, plain, strong } from '../text/markdown.ts';
import { blocks, bullets, details, fence, table } from '../text/markdown-blocks.ts';
import { fitPage, fixedPart, loosePart, type PagePart } from '../text/markdown-fit.ts';
import { checkTitle } from './check-title.ts';
import type { CheckView } from './check-view.ts';

/** What one wake-up did, for the summary of its job. */
export interface SummaryView {
  readonly environment: string;
  /** Runs that it worked on, each as its check would show it. */
  readonly runs: readonly SummaryRun[];
  /** Pipelines that did not start, and why. */
  readonly waits: readonly { readonly pipeline: string; readonly why: Wait }[];
  /** What it wrote down without running anything, in words, e.g. of `noteText`. */
  readonly notes: readonly { readonly pipeline: string; readonly text: string }[];
  /** What hindered it, e.g. a broken file or a stale workflow; sentences. */
  readonly findings: readonly string[];
}

export interface SummaryRun extends CheckView {
  readonly checkUrl?: string;
}

const most = { runs: 500, fewRuns: 100, failures: 20, causes: 3, waits: 300, fewWaits: 50, findings: 50 } as const;

/** The verdict, the runs, what went wrong and why nothing ran, in Markdown of at most 1 MiB. */
export function summaryPage(view: SummaryView): string {
  const runs = [...view.runs].sort((a, b) => urgency(a.run) - urgency(b.run));
  const failed = runs.filter(({ run }) => run.state === 'failed' || run.state === 'cancelled');
  return fitPage(
    [
      fixedPart('the verdict', verdict(view)),
      fixedPart('findings', bullets(view.findings.slice(0, most.findings).map((text) => md`⚠ ${plain(text)}`))),
      loosePart('the table of runs', 1, runTable(runs, most.runs), runTable(runs, most.fewRuns)),
      ...failed.slice(0, most.failures).map(failureOf),
      loosePart(
        'notes',
        3,
        bullets(view.notes.slice(0, most.waits).map(({ pipeline, text }) => md`${code(pipeline)} ${plain(text)}`)),
      ),
      loosePart('what did not start', 3, waitTable(view, most.waits), waitTable(view, most.fewWaits)),
    ],
    forgeLimits.stepSummaryBytes,
  );
}

function verdict({ runs, waits, environment }: SummaryView): Markdown {
  const counts = [
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
    ['handed over', 'handed over to the next job'],
    ['success', 'succeeded'],
    ['running', 'still running'],
  ] as const;
  const parts = counts.flatMap(([end, word]) => {
    const count = runs.filter(({ run }) => endOf(run) === end).length;
    return count === 0 ? [] : [`${countText(count)} ${word}`];
  });
  const what = runs.length === 0 ? nothingRan(waits.length) : md`${plain(parts.join(', '))}`;
  return md`### Segue, ${plain(environment)}: ${what}`;
}

function nothingRan(waiting: number): Markdown {
  return waiting === 0 ? md`there is no pipeline to run` : md`nothing was due`;
}

/** Failures first. */
function urgency(run: RunDocument): number {
  return ['failed', 'cancelled', 'handed over', 'running', 'success'].indexOf(endOf(run));
}

function endOf({ state, cancelled }: RunDocument): RunDocument['state'] | 'handed over' {
  return state === 'cancelled' && isHandOver(cancelled) ? 'handed over' : state;
}

function runTable(runs: readonly SummaryRun[], mostRows: number): Markdown {
  const header = ['pipeline', 'run', 'result'].map((name) => plain(name));
  const rows = runs.slice(0, mostRows).map((each) => {
    const title = plain(checkTitle(each.run, runCauses(each.run, each.pipeline, each.files)));
    const result = each.run.state === 'failed' ? strong(title) : title;
    return [code(each.run.pipeline), ownLink(code(each.run.run), each.checkUrl), result];
  });
  const rest = runs.length - rows.length;
  return blocks(table(header, rows), rest > 0 ? md`And ${plain(countOf(rest, 'more run'))}.` : nothing);
}

/** Where a run failed, with the ends of the logs folded away. */
function failureOf(view: SummaryRun): PagePart {
  const causes = runCauses(view.run, view.pipeline, view.files).slice(0, most.causes);
  const body = (logLines: number): Markdown =>
    blocks(
      md`#### ${plain(view.run.pipeline)}`,
      ...causes.flatMap((cause) => [
        failureLead(cause, view),
        cause.tail.length === 0 || logLines === 0
          ? nothing
          : details(`Last lines of the log of ${cause.task}`, fence(cause.tail.slice(-logLines))),
      ]),
    );
  return causes.length === 0
    ? fixedPart('a run', nothing)
    : loosePart(`the failure of ${view.run.pipeline}`, 2, body(40), body(0));
}

/** Why the others did not start, those with the same reason together. */
function waitTable({ waits }: SummaryView, mostRows: number): Markdown {
  const reasons = new Map<string, string[]>();
  for (const { pipeline, why } of waits) {
    const text = waitText(why);
    reasons.set(text, [...(reasons.get(text) ?? []), pipeline]);
  }
  const rows = [...reasons].slice(0, mostRows).map(([text, pipelines]) => {
    const names = joinMarkdown(
      pipelines.slice(0, 10).map((name) => code(name)),
      ', ',
    );
    const rest = pipelines.length > 10 ? md` and ${plain(countText(pipelines.length - 10))} more` : nothing;
    return [md`${names}${rest}`, plain(text, 200)];
  });
  const body = table([md`pipeline`, md`why`], rows);
  return details(`Not started: ${countOf(waits.length, 'pipeline')}`, body);
}
