import { z } from 'zod';
import { limits } from '../limits.ts';
import { answerStates, expectedRunStates, expectedTaskStates, testTriggers } from '../pipeline-test.ts';
import {
  dateOrInstant,
  duration,
  expect,
  list,
  named,
  scalarValue,
  strict,
  text,
  variables,
  wholeNumber,
  words,
  yesOrNo,
} from './schema-parts.ts';

// Alternatives that are mappings stand first: `explain-issues.ts` takes the first one whose own kind a value has.

/** What is no text becomes JSON. */
const outputs = named(z.unknown(), 'variables');

const tasks = list(text, limits.tasksPerPipeline, 'id-or-ids');

function answerSchema() {
  const full = strict(
    {
      state: words(answerStates)
        .optional()
        .describe('How the attempt ends: `success` (default), `failed` or `timeout`.'),
      'exit-code': wholeNumber(1, 255)
        .optional()
        .describe('Of a failed attempt; it then needs no `state`. Default: 1.'),
      outputs: outputs.optional().describe('What a successful attempt hands on. Lists and mappings become JSON.'),
      duration: duration
        .optional()
        .describe('How long the attempt takes; what is longer than the timeout runs into it. Default: no time.'),
    },
    'answer',
  );
  const once = z.union([full, words(answerStates)], expect('answer'));
  return z.union([full, list(once, limits.retries + 1, 'answer'), words(answerStates)], expect('answer'));
}

function expectationSchema() {
  const task = strict(
    {
      state: words(expectedTaskStates).optional().describe("The task's state at the end of the run."),
      attempts: wholeNumber(0, limits.retries + 1)
        .optional()
        .describe('How often it was tried; 0 if it did not start.'),
      reason: text.optional().describe('Part of the reason why it has its state, as `segue status` gives it.'),
      outputs: outputs.optional().describe('Outputs that it must have; others do not matter.'),
    },
    'task-expectation',
  );
  const span = strict(
    {
      'at-least': duration.optional().describe('The shortest time that the run may take.'),
      'at-most': duration.optional().describe('The longest time that the run may take.'),
    },
    'span',
  );
  return strict({
    state: words(expectedRunStates).optional().describe('The state of the run at its end.'),
    tasks: named(z.union([task, words(expectedTaskStates)], expect('task-expectation')))
      .optional()
      .describe('By task or instance (`load[3]`): its state, or what else is expected of it.'),
    starts: tasks.optional().describe('The tasks that start at all: these and no others, in any order.'),
    order: z
      .union([tasks, list(tasks, limits.tasksPerPipeline, 'order')], expect('order'))
      .optional()
      .describe('Tasks of which each starts when the one before it has ended; or a list of such lists.'),
    duration: z
      .union([span, duration], expect('span'))
      .optional()
      .describe('How long the run takes: exactly this, or a mapping with `at-least` and `at-most`.'),
    deadline: words(['met', 'missed']).optional().describe('Whether the run ends by the deadline of its pipeline.'),
    alerts: list(text.regex(/\S/, expect('filled-text')), limits.testAlerts, 'alerts')
      .optional()
      .describe('What people are told of the run: part of each title, and of nothing else; `[]`: nobody is told.'),
  });
}

function caseSchema() {
  return strict({
    name: text.regex(/\S/, expect('filled-text')).describe('What the case shows; each in a file has its own.'),
    trigger: words(testTriggers)
      .optional()
      .describe(
        'What starts the run. Default: `schedule` where the case has an interval and the pipeline a schedule, else `manual`.',
      ),
    interval: text.optional().describe('The interval of the run, as `segue run --interval` takes it.'),
    at: dateOrInstant
      .optional()
      .describe(
        "When the run starts. Default: the end of its interval, else 2026-01-01. A day is in the timezone of the pipeline's first cron.",
      ),
    params: named(scalarValue, 'variables').optional().describe("Values of the pipeline's params."),
    vars: variables.optional().describe('Values of `vars`, above those of the environment.'),
    environment: text.optional().describe('The environment whose `vars` hold. Default: local.'),
    jobs: wholeNumber(1, limits.testJobs).optional().describe('Tasks that run at once. Default: 4.'),
    'fail-fast': yesOrNo.optional().describe('Stop at the first failure, as `segue run --fail-fast` does.'),
    seed: z
      .int(expect('whole-number'))
      .optional()
      .describe('Waits with jitter are drawn from this number. Default: 0.'),
    strict: yesOrNo.optional().describe('Whether every task that starts must have an answer; above that of the file.'),
    answers: named(answerSchema())
      .optional()
      .describe(
        'By task or instance (`load[3]`): what it does in place of its command; a list has one for each attempt.',
      ),
    expect: expectationSchema().describe('What must come of it.'),
  });
}

function build() {
  const fire = strict({
    after: dateOrInstant.describe('Fires after this time.'),
    fires: list(dateOrInstant, limits.testFires, 'fires').describe('The next fire times, in their order.'),
  });
  return strict({
    pipeline: text.describe('The id of the pipeline: its path below the folder of the pipelines, without the ending.'),
    strict: yesOrNo.optional().describe('Whether every task that starts must have an answer. Default: false.'),
    cases: list(caseSchema(), limits.testCases, 'cases').optional().describe('Runs, each with what is expected of it.'),
    schedule: list(fire, limits.testCases, 'fires-after')
      .optional()
      .describe('When the schedule of the pipeline fires.'),
  });
}

let schema: ReturnType<typeof build> | undefined;

/** The shape of a test file, built at the first call. */
export function testSchema(): ReturnType<typeof build> {
  schema ??= build();
  return schema;
}

/** A test file, as written. */
export type TestFile = z.infer<ReturnType<typeof build>>;
