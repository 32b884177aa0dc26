import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mostBytes as commitBytes, mostFiles as commitFiles } from '../../src/github/commit-files.ts';
import { mostEntries } from '../../src/github/entry-budget.ts';
import { writeDuration } from '../../src/model/duration.ts';
import { mostFindings } from '../../src/model/finding-list.ts';
import { limits } from '../../src/model/limits.ts';
import { minimumMaskBytes } from '../../src/process/mask-patterns.ts';
import { defaultDrainMs, defaultGraceMs } from '../../src/process/task-runner-times.ts';
import { mostAnnotations } from '../../src/report/review/review-annotations.ts';
import { mostSteps } from '../../src/review/affected-tests.ts';
import { mostWanted } from '../../src/review/history-wanted.ts';
import { mostCounted, onTimeMs } from '../../src/schedule/due.ts';
import { mostFires } from '../../src/schedule/fires.ts';
import { gitArtifactBytes } from '../../src/store/artifacts/artifacts-git.ts';
import { mostDocumentBytes } from '../../src/store/codec/codec.ts';
import { journalBytes } from '../../src/store/local/local-journal.ts';
import { pushesPerMinute, pushPaceMs } from '../../src/store/push/push-budget.ts';
import { largeBytes } from '../../src/store/push/push-lanes.ts';
import { snapshotUntracked } from '../../src/store/repository/changed-files.ts';
import { defaultKeptRuns } from '../../src/store/upkeep/retention.ts';
import { defaultCaps } from '../../src/workspace/review/judge-in-thread.ts';
import { mostApprovers } from '../../src/workspace/review/read-agreement.ts';
import { mostOneByOne, mostWithFailures } from '../../src/workspace/review/read-past.ts';
import { mostTeams } from '../../src/workspace/review/read-teams.ts';
import { root } from '../architecture/source-files.ts';

function bytes(count: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  const power = Math.floor(Math.log2(count) / 10);
  return `${count / 1024 ** power} ${units[power]}`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}

/** What the page calls each bound of `limits`, and how it writes its value. */
const named: Readonly<Record<keyof typeof limits, readonly [what: string, write: (value: number) => string]>> = {
  fileSize: ['a pipeline or settings file', bytes],
  openBrackets: ['brackets that are open at once', count],
  marks: ['lines, items, commas, colons and brackets', count],
  expandedNodes: ['values, with aliases followed', count],
  nesting: ['values within values', count],
  tasksPerPipeline: ['tasks', count],
  needsPerTask: ['`needs` of a task', count],
  foreachWidth: ['instances of a `foreach` task', count],
  schedulesPerPipeline: ['crons', count],
  afterPerPipeline: ['pipelines in `after`', count],
  paramsPerPipeline: ['params', count],
  secretsPerPipeline: ['secrets', count],
  envPerTask: ['variables in one `env`', count],
  artifactPatternsPerTask: ['globs in `artifacts`', count],
  tagsPerPipeline: ['tags', count],
  idLength: ['characters of an id, and of the name of a param, pool, lane or environment', count],
  pipelineIdLength: ["characters of a pipeline's id", count],
  runLength: ['characters of `run`', count],
  expressionLength: ['characters of an expression', count],
  expressionResult: ['characters that an expression gives', count],
  retries: ['retries', count],
  retryDelayMs: ['a delay between tries', writeDuration],
  timeoutMs: ['a timeout', writeDuration],
  maxActiveRuns: ['runs at once', count],
  deadlineMs: ['a deadline', writeDuration],
  poolSlots: ['slots of a pool', count],
  shortestLeaseMs: ['a lease, at least', writeDuration],
  longestLeaseMs: ['a lease, at most', writeDuration],
  maxParallelRuns: ['runs that one wake-up works on side by side', count],
  alertRoutes: ['routes of `alerts`', count],
  alertPatterns: ['globs, tags or owners of one route', count],
  alertAfter: ['failures in a row before anybody is told', count],
  alertsPerDay: ['messages a day for one webhook', count],
  policyRules: ['rules, protections and exemptions of `policy`, each', count],
  policyPatterns: ['globs, tags, owners or codes in one list of `policy`', count],
  policyApprovals: ['approvals of a protected pipeline', count],
  policyCount: ['a number in `limits` of `policy`', count],
  shortestCronDistanceMs: ['`min-cron-distance`, at least', writeDuration],
  longestCronDistanceMs: ['`min-cron-distance`, at most', writeDuration],
  setupSteps: ['steps in the `setup` of a lane', count],
  labelsPerLane: ['labels in the `runs-on` of a lane', count],
  stepMinutes: ['minutes of a set-up step', count],
  extraWakeUps: ['wake-ups a day beside those of the crons', count],
  longestLeadMs: ['how long before a fire there may be a wake-up', writeDuration],
  shortestRuntimeMs: ['`max-runtime`, at least', writeDuration],
  longestRuntimeMs: ['`max-runtime`, at most', writeDuration],
  shortestKeepMs: ['how long GitHub keeps artifacts and logs, at least', writeDuration],
  longestKeepMs: ['how long GitHub keeps artifacts and logs, at most', writeDuration],
  scheduleEntries: ['entries of `on.schedule` in the workflow that is made', count],
  backfillIntervals: ['intervals of one backfill', count],
  testCases: ['cases of one test file, and entries of its `schedule`', count],
  testFires: ['fires that one of these entries names', count],
  testAlerts: ['alerts that one case of a test expects', count],
  testJobs: ['tasks at once in a case', count],
  takeovers: ['times that a run whose runner died is taken over', count],
  catchupIntervals: ['intervals that one wake-up of a scheduler catches up', count],
  outputSize: ['all outputs of one attempt', bytes],
  outputValueSize: ['one output', bytes],
  outputsPerTask: ['outputs of one attempt', count],
  artifactSize: ['artifacts of one task', bytes],
  artifactFiles: ['files among them', count],
  logStart: ['log kept of one attempt: its start', bytes],
  logEnd: ['log kept of one attempt: its end', bytes],
};

const ofOtherFolders: readonly (readonly [what: string, value: string])[] = [
  ['findings shown of one file, and of one rule', count(mostFindings)],
  ['artifacts of one run that other machines need', bytes(gitArtifactBytes)],
  ['bytes of a secret that can be masked, at least', count(minimumMaskBytes)],
  ['the journal of one run', bytes(journalBytes)],
  ['from TERM to KILL', writeDuration(defaultGraceMs)],
  ['how long processes that a task left behind may live', writeDuration(defaultDrainMs)],
  ['runs of a pipeline that are kept whole', count(defaultKeptRuns)],
  ['how late a wake-up may be under `catchup: none`', writeDuration(onTimeMs)],
  ['intervals passed over at once that are counted', count(mostCounted)],
  ['fires that `segue next` lists of a pipeline', count(mostFires)],
  ['one document', bytes(mostDocumentBytes)],
  ['pushes of one process in any minute', count(pushesPerMinute)],
  ['from one push of state in the background to the next, at least', writeDuration(pushPaceMs)],
  ['artifacts that go with other pushes', bytes(largeBytes)],
  ["files of a working tree's snapshot that Git does not track", count(snapshotUntracked.files)],
  ['their size', bytes(snapshotUntracked.bytes)],
  ['YAML files of one commit that are read', count(commitFiles)],
  ['size of these files', bytes(commitBytes)],
  ['entries of folders that are looked at for that, or to see what differs', count(mostEntries)],
  ['pipelines whose earlier runs are asked for', count(mostWanted.own + mostWanted.others)],
  ['the same where GitHub takes no questions by GraphQL', count(mostOneByOne)],
  ['pipelines whose runs are looked into for how often tasks fail', count(mostWithFailures)],
  ['teams whose members are asked for', count(mostTeams)],
  ['people whose approval is looked at', count(mostApprovers)],
  ['time of a judgement', writeDuration(defaultCaps.ms)],
  ['memory for its values', bytes(defaultCaps.megabytes * 2 ** 20)],
  ['steps of the engine for its tests', count(mostSteps)],
  ['remarks on lines', count(mostAnnotations)],
];

test('docs/limits.md has every bound with its value, and no other', () => {
  const page = readFileSync(join(root, 'docs/limits.md'), 'utf8');
  const rows = [...page.matchAll(/^\| (.+?) \| (.+?) \|.*\|$/gm)].map(([, what = '', bound = '']) => [what, bound]);
  const ofModel = Object.entries(limits).map(([name, value]) => {
    const [what, write] = named[name as keyof typeof limits];
    return [what, write(value)];
  });
  const written = rows.filter(([what]) => what !== 'what');
  expect(written.toSorted()).toEqual([...ofModel, ...ofOtherFolders].toSorted());
});
