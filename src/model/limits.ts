const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const kib = 1024;
const mib = 1024 * kib;

/**
 * Every bound of Segue. Sizes are bytes unless a name says otherwise, spans are milliseconds. `docs/limits.md`
 * gives them to users.
 */
export const limits = {
  /** A pipeline or settings file; a pipeline of 1,000 tasks takes about 60 KiB. */
  fileSize: mib,
  /** Brackets of a file that are open at once; those in scripts count, too. */
  openBrackets: 1_000,
  /** Lines, items, commas, colons and brackets of a file. Each can become a node, and 100,000 nodes take the parser a second. */
  marks: 250_000,
  /** Nodes of a document after its aliases have been followed. */
  expandedNodes: 500_000,
  /** Collections within collections; a pipeline needs six. */
  nesting: 40,
  tasksPerPipeline: 10_000,
  needsPerTask: 10_000,
  /** Instances of one `foreach` task. */
  foreachWidth: 1_000,
  schedulesPerPipeline: 50,
  /** Pipelines that one pipeline comes after. */
  afterPerPipeline: 100,
  paramsPerPipeline: 200,
  secretsPerPipeline: 200,
  envPerTask: 1_000,
  artifactPatternsPerTask: 200,
  tagsPerPipeline: 50,
  /** Characters of a task's id, and of a pool's, lane's, environment's or param's name. */
  idLength: 100,
  /** Characters of a pipeline's id. */
  pipelineIdLength: 200,
  /** Characters of `run`: Linux takes at most 128 KiB in one argument of a process. */
  runLength: 100_000,
  /** Characters of one expression; GitHub's own bound. */
  expressionLength: 21_000,
  /** Characters that an expression may give. */
  expressionResult: 8 * mib,
  retries: 20,
  retryDelayMs: day,
  timeoutMs: 7 * day,
  maxActiveRuns: 100,
  deadlineMs: 7 * day,
  poolSlots: 1_000,
  /** Shorter leases would be lost by any pause of a machine. */
  shortestLeaseMs: 10 * second,
  /** Longer ones would keep what a dead machine held for too long. */
  longestLeaseMs: hour,
  /** Runs that one wake-up works on side by side. */
  maxParallelRuns: 100,
  alertRoutes: 50,
  /** Globs, tags or owners of one of them. */
  alertPatterns: 100,
  /** Failures in a row before anybody is told. */
  alertAfter: 20,
  /** Messages for one webhook. */
  alertsPerDay: 1_000,
  /** Of the rules, the protections and the exemptions of `policy`, each. */
  policyRules: 50,
  /** Globs, tags, owners or other texts in one list of them. */
  policyPatterns: 100,
  /** People who have to agree: no more than a branch of GitHub can ask for. */
  policyApprovals: 6,
  /** What a team may be allowed at most: there is no use in more. */
  policyCount: 1_000_000,
  shortestCronDistanceMs: minute,
  /** Monthly crons are not asked to be rarer. */
  longestCronDistanceMs: 31 * day,
  /** Steps in the `setup` of a lane. */
  setupSteps: 50,
  /** Labels in the `runs-on` of a lane. */
  labelsPerLane: 20,
  /** `timeout-minutes` of a set-up step: a job of a runner of one's own lives five days. */
  stepMinutes: 7_200,
  /** Wake-ups a day beside those of the crons: one in a quarter of an hour. */
  extraWakeUps: 96,
  /** How long before a fire a tick may be woken: a job that waits is billed. */
  longestLeadMs: hour,
  /** A job that lived shorter would be over before its first task. */
  shortestRuntimeMs: 10 * minute,
  /** A job of a runner of one's own lives five days. */
  longestRuntimeMs: 5 * day,
  /** Days that GitHub keeps artifacts and logs: of a public repository it keeps them for 90 at the most. */
  shortestKeepMs: day,
  longestKeepMs: 400 * day,
  /** Entries of `on.schedule` in the workflow that `segue workflow` makes. */
  scheduleEntries: 50,
  /** Times that a run whose holder died is taken over; then it has failed. */
  takeovers: 3,
  /** Intervals that one wake-up catches up; the rest waits for the next. */
  catchupIntervals: 100,
  /** Intervals of one backfill: a year of hours has 8,784. */
  backfillIntervals: 9_000,
  /** Cases of one test file, and entries of its `schedule`. */
  testCases: 1_000,
  /** Fires that one entry of a test's `schedule` names. */
  testFires: 100,
  /** Alerts that one case of a test expects. */
  testAlerts: 20,
  /** Tasks at once in a test's case. */
  testJobs: 1_000,
  /** The file `$SEGUE_OUTPUT`: all outputs of one attempt. They go into state documents. */
  outputSize: 256 * kib,
  /** One output: it may become an environment variable. */
  outputValueSize: 64 * kib,
  outputsPerTask: 100,
  /** All artifacts of one task together. */
  artifactSize: 10 * 1024 * mib,
  artifactFiles: 100_000,
  /** Kept of the log of one attempt: its start and its end. What lies between is dropped. */
  logStart: 7 * mib,
  logEnd: mib,
} as const;

/** What a file gets that says nothing. */
export const defaults = {
  pipelinesFolder: 'pipelines',
  shell: 'bash',
  lane: 'default',
  timezone: 'UTC',
  catchup: 'latest',
  maxActiveRuns: 1,
  poolScope: 'run',
  leaseMs: 5 * minute,
  keepMs: 30 * day,
  maxParallelRuns: 4,
  extraWakeUps: 4,
  /** Half an hour less than a job of GitHub's runners lives. */
  maxRuntimeMs: 5 * hour + 30 * minute,
  timeoutMs: hour,
  retries: { limit: 0, delayMs: 10 * second, backoff: 'exponential', maxDelayMs: 5 * minute, jitter: 'full' },
  workingDirectory: '.',
} as const;
