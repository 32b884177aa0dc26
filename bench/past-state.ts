import { execFileSync } from 'node:child_process';
import type { RunDocument } from '../src/run/document.ts';
import { mostDurations } from '../src/run/durations.ts';
import type { PipelineState, RunSummary, TaskDurations } from '../src/run/ports.ts';
import { encodeHistory, encodeRun } from '../src/store/codec/codec.ts';
import { encodeDurations, encodeRunList } from '../src/store/codec/codec-past.ts';
import type { MonthHistory } from '../src/store/codec/schema-state.ts';
import { stateText } from '../src/store/documents/edits.ts';
import { durationsPath, historyPath, runListPath, runPath, statePath, stateRef } from '../src/store/names.ts';
import { addToHistory, defaultKeptRuns, monthOf, summaryOf, withRuns } from '../src/store/upkeep/retention.ts';

const hourMs = 3_600_000;

export interface PastOfPipeline {
  readonly environment: string;
  readonly pipeline: string;
  /** ISO 8601. */
  readonly cursor: string;
  /** Runs up to the cursor, one an hour, all of them successes. */
  readonly runs: number;
}

/** Writes states as they are after so many runs, all at once: a commit a pipeline. Gives what `git update-ref` needs to come back. */
export function writePast(root: string, pasts: readonly PastOfPipeline[]): string {
  const input = pasts.map(importOf).join('');
  execFileSync('git', ['fast-import', '--quiet', '--force'], { cwd: root, input, maxBuffer: 2 ** 30 });
  const format = 'update %(refname) %(objectname)';
  return `${execFileSync('git', ['for-each-ref', `--format=${format}`, 'refs/segue'], { cwd: root, encoding: 'utf8' })}`;
}

function importOf(past: PastOfPipeline): string {
  const { environment, pipeline } = past;
  const files = filesOf(past).map(([path, text]) => `M 100644 inline ${path}\n${dataOf(text)}`);
  const who = 'committer Bench <bench@localhost> 1767225600 +0000';
  return `commit ${stateRef(environment, pipeline)}\n${who}\n${dataOf('Past runs\n')}deleteall\n${files.join('')}\n`;
}

function dataOf(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

function filesOf(past: PastOfPipeline): readonly (readonly [path: string, text: string])[] {
  const { environment, pipeline, cursor, runs } = past;
  const all = Array.from({ length: runs }, (_, index) => runOf(past, index));
  const kept = all.slice(0, defaultKeptRuns);
  const months = new Map<string, MonthHistory>();
  for (const each of all.slice(defaultKeptRuns)) {
    const summary = summaryOf(each);
    months.set(monthOf(summary), addToHistory(months.get(monthOf(summary)), summary));
  }
  const list = withRuns([], kept);
  return [
    [statePath, stateText({ version: 1, environment, pipeline, cursor, ...succeeded(all), active: [] }, list)],
    ...(runs === 0 ? [] : pastTexts(list, past)),
    ...kept.map((each) => [runPath(each.run), encodeRun(each)] as const),
    ...Array.from(months, ([month, history]) => [historyPath(month), encodeHistory(history)] as const),
  ];
}

/** What a pipeline remembers of its successes, which have no gap. */
function succeeded(all: readonly RunDocument[]): Pick<PipelineState, 'served' | 'successes'> {
  const [newest, oldest] = [all[0], all.at(-1)];
  if (!newest?.interval || !oldest?.interval) return {};
  const { run, createdAt: at } = newest;
  const served = [{ start: oldest.interval.start, end: newest.interval.end }];
  return { served, successes: { count: all.length, run, at } };
}

/** The lists that grow up to a bound: as many runs as are kept, and the durations of ten tasks. */
function pastTexts(list: readonly RunSummary[], past: PastOfPipeline): readonly (readonly [string, string])[] {
  const recentMs = Array.from({ length: mostDurations }, (_, index) => 1_000 + index);
  const tasks: TaskDurations = Object.fromEntries(
    Array.from({ length: 10 }, (_, task) => [`task-${task}`, { recentMs }]),
  );
  return [
    [runListPath, encodeRunList(list, past)],
    [durationsPath, encodeDurations(tasks, past)],
  ];
}

/** The newest has the index 0. */
function runOf({ environment, pipeline, cursor }: PastOfPipeline, index: number): RunDocument {
  const end = Date.parse(cursor) - index * hourMs;
  const at = new Date(end).toISOString();
  const commit = '0'.repeat(40);
  const attempts = [{ number: 1, state: 'success', startedAt: at, finishedAt: at, commit }] as const;
  return {
    version: 1,
    run: `r-${index.toString(36).padStart(8, '0')}`,
    pipeline,
    file: `pipelines/${pipeline}.yml`,
    environment,
    state: 'success',
    commit,
    trigger: { kind: 'schedule', by: 'bench' },
    interval: { start: new Date(end - hourMs).toISOString(), end: at },
    generation: 0,
    params: {},
    createdAt: at,
    startedAt: at,
    finishedAt: at,
    actions: [],
    tasks: { only: { state: 'success', definition: '0'.repeat(64), attempts } },
  };
}
