import { analyse } from '../src/diff/analyse.ts';
import type { History } from '../src/diff/history.ts';
import type { Side } from '../src/diff/side.ts';
import { loadPipeline } from '../src/model/load.ts';
import type { Pipeline } from '../src/model/pipeline.ts';
import { defaultSettings } from '../src/model/settings.ts';
import { diffPage } from '../src/report/diff/diff-page.ts';
import { median } from './statistics.ts';
import type { Row } from './table.ts';
import { validatedPipelines } from './validated-pipelines.ts';

const [all, changed] = [1_000, 50] as const;
const now = Date.parse('2026-11-21T12:00:00Z');

/** A diff of 1,000 pipelines of 20 tasks, 50 of them changed, with the page that is made of it; in this process, files read before. */
export function diffRows(rounds: number): readonly Row[] {
  const texts = validatedPipelines(all);
  const [base, head] = [sideOf(texts, 0), sideOf(texts, changed)];
  const history = historyOf(base.pipelines);
  const times = Array.from({ length: rounds }, () => timeOf(() => diffOf(base, head, history)));
  return [
    { name: `diff: 1,000 pipelines of 20 tasks, ${changed} changed`, wallMs: median(times), goals: { wallMs: 1_000 } },
  ];
}

function diffOf(base: Side, head: Side, history: History): void {
  const analysis = analyse(base, head, history, now);
  if (analysis.pipelines.length !== changed)
    throw new Error(`${analysis.pipelines.length} changes in place of ${changed}`);
  diffPage({
    ...{ base: { name: 'main' }, head: { name: 'working tree' } },
    ...analysis,
    risks: analysis.risks.map((risk) => ({ ...risk, line: 1 })),
    pipelinesBefore: new Map(base.pipelines.map((pipeline) => [pipeline.id, pipeline])),
    pipelinesAfter: new Map(head.pipelines.map((pipeline) => [pipeline.id, pipeline])),
  });
}

/** The first `edited` pipelines with another schedule, a command, an edge and a task more. No two sides share a value. */
function sideOf(texts: Readonly<Record<string, string>>, edited: number): Side {
  const pipelines = Object.entries(texts).flatMap(([file, text], index): Pipeline | readonly Pipeline[] => {
    const own = index < edited ? edit(text) : text;
    return loadPipeline(file, own).pipeline ?? [];
  });
  return { pipelines, settings: defaultSettings, digests: new Map([['jobs/other.py', String(edited)]]) };
}

function edit(text: string): string {
  return `${text.replace(' 5 * * *', ' 6 * * *').replace('--step 7', '--step seven').replace('[step-8, step-6]', '[step-8]')}  more:\n    run: curl -sSf https://example.org\n`;
}

function historyOf(pipelines: readonly Pipeline[]): History {
  const known = { medianMs: 60_000, p95Ms: 90_000, attempts: 60 };
  return new Map(
    pipelines.map(({ id, tasks }) => [id, { tasks: Object.fromEntries(tasks.map((task) => [task.id, known])) }]),
  );
}

function timeOf(work: () => void): number {
  const start = process.hrtime.bigint();
  work();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
