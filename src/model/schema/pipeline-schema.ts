import { z } from 'zod';
import { limits } from '../limits.ts';
import {
  dateOrInstant,
  duration,
  expect,
  list,
  named,
  pipelineIds,
  scalarValue,
  strict,
  text,
  variables,
  wholeNumber,
  words,
} from './schema-parts.ts';
import { buildDefaultsSchema, buildTaskSchema } from './task-schema.ts';

function buildSchedule() {
  const fire = strict(
    {
      cron: text.describe('Five fields: minute, hour, day of the month, month, day of the week.'),
      timezone: text.optional().describe('An IANA name such as `Europe/Paris`. Default: UTC.'),
      start: dateOrInstant
        .optional()
        .describe(
          'The first day (`2026-01-31`, in the timezone) or instant (`2026-01-31T05:00Z`) that it may fire on.',
        ),
      end: dateOrInstant.optional().describe('The last day or instant that it may fire on.'),
    },
    'fire',
  );
  return list(fire, limits.schedulesPerPipeline, 'schedule');
}

function buildOn() {
  const shape = {
    schedule: buildSchedule().optional().describe('When it runs; several crons are united.'),
    after: pipelineIds.optional().describe('Other pipelines, by id: it runs when each of them has succeeded again.'),
  };
  return strict(shape, 'on');
}

function buildParam() {
  return strict({
    type: words(['string', 'number', 'boolean']).optional().describe('Default: the type of `default`, else string.'),
    default: scalarValue.optional().describe('Without a default the param must be given.'),
    enum: list(scalarValue, limits.foreachWidth, 'scalars')
      .min(1, expect('scalars'))
      .optional()
      .describe('The only values allowed.'),
    description: text.optional().describe('What it is for; shown where it is asked for.'),
  });
}

function buildDeadline() {
  const shape = {
    by: z
      .string(expect('time-of-day'))
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, expect('time-of-day'))
      .optional()
      .describe("A time of day, `HH:MM`, in the timezone of the pipeline's first schedule."),
    after: duration.optional().describe('A time after the run was due, e.g. `90m`.'),
  };
  return strict(shape, 'deadline');
}

function build() {
  return strict({
    name: text.optional().describe("A title for people. Default: the pipeline's id."),
    description: text.optional().describe('What the pipeline does, in a sentence or two.'),
    owner: text.optional().describe('Who answers for it, e.g. "@acme/data-platform".'),
    tags: list(text, limits.tagsPerPipeline, 'texts').optional().describe('Words to group and find pipelines by.'),
    runbook: text.optional().describe('Where it says what to do when it fails: an address or a path.'),
    'renamed-from': pipelineIds
      .optional()
      .describe(
        'The id that the pipeline had before its file moved, or all of them, the newest first: its state goes on here.',
      ),
    on: buildOn()
      .optional()
      .describe('What starts runs. Without it they are started by hand, as every pipeline can be.'),
    catchup: words(['all', 'latest', 'none'])
      .optional()
      .describe('What happens with intervals that passed unserved: `all` are run, the `latest` (default), or `none`.'),
    'max-active-runs': wholeNumber(1, limits.maxActiveRuns)
      .optional()
      .describe('Runs that may go on at once. Default: 1.'),
    deadline: buildDeadline().optional().describe('When a scheduled run must have finished: `by` or `after`.'),
    params: named(buildParam(), 'params')
      .optional()
      .describe('Values that a run may be given; tasks see them as `SEGUE_PARAM_…`.'),
    env: variables.optional().describe('Environment variables of all tasks. Values may hold expressions.'),
    secrets: list(text, limits.secretsPerPipeline, 'texts')
      .optional()
      .describe('Environment variables that hold secrets; tasks see no others, and their values are masked.'),
    lane: text.optional().describe('Where it runs on GitHub Actions; a lane of `.github/segue.yml`. Default: default.'),
    defaults: buildDefaultsSchema().optional().describe('Task keys for all tasks that do not have them.'),
    tasks: named(buildTaskSchema(), 'tasks').describe('The tasks, by id.'),
  });
}

let schema: ReturnType<typeof build> | undefined;

/** The shape of a pipeline file, built at the first call. */
export function pipelineSchema(): ReturnType<typeof build> {
  schema ??= build();
  return schema;
}

/** A pipeline file, as written. */
export type PipelineFile = z.infer<ReturnType<typeof build>>;
