import { z } from 'zod';
import { limits } from '../limits.ts';
import { buildAlerts } from './alerts-schema.ts';
import { buildAction, buildLane, buildMaxRuntime, buildWake } from './lane-schema.ts';
import { buildPolicy } from './policy-schema.ts';
import { duration, expect, named, strict, text, variables, wholeNumber, words } from './schema-parts.ts';
import { buildDefaultsSchema } from './task-schema.ts';

function buildPool() {
  const slots = wholeNumber(1, limits.poolSlots, 'pool');
  return z.union(
    [
      slots,
      strict({
        slots: wholeNumber(1, limits.poolSlots).describe('How many tasks may hold a slot at once.'),
        scope: words(['run', 'repository'])
          .optional()
          .describe('Whose tasks share the slots: those of one `run` (default), or of all runs of the `repository`.'),
      }),
    ],
    expect('pool'),
  );
}

function build() {
  return strict({
    pipelines: text.optional().describe("The folder of the pipelines, from the repository's root. Default: pipelines."),
    defaults: buildDefaultsSchema()
      .optional()
      .describe("Task keys for all pipelines; a pipeline's own `defaults` win."),
    pools: named(buildPool()).optional().describe('Named numbers of slots that tasks share: `crm-api: 2`.'),
    lanes: named(buildLane())
      .optional()
      .describe('Where pipelines run on GitHub Actions. The lane `default` always exists.'),
    wake: buildWake().optional().describe("When GitHub's clock wakes Segue, beside the crons of the pipelines."),
    'max-runtime': buildMaxRuntime().optional(),
    artifacts: strict({
      store: words(['actions', 'git'])
        .optional()
        .describe('Where jobs on GitHub keep what tasks hand on: in `actions` (default), or in `git`, 100 MiB a run.'),
      keep: duration
        .optional()
        .describe('How long GitHub keeps artifacts and logs of runs, in whole days, `1d` to `400d`. Default: 30d.'),
    })
      .optional()
      .describe('What jobs on GitHub do with the artifacts and logs of runs.'),
    alerts: buildAlerts()
      .optional()
      .describe('Whom to tell of incidents beside the issues of the forge, and when not.'),
    policy: buildPolicy().optional().describe('What is asked of pipelines, and of who changes them.'),
    commands: words(['workflow', 'app'])
      .optional()
      .describe('Who answers `/segue …` in comments: a job of the `workflow` (default), or the `app` alone.'),
    action: buildAction().optional().describe('The Action in the generated workflow. Default: seguehq/segue@v1.'),
    environments: named(strict({ vars: variables.optional().describe('Values that expressions see as `vars.NAME`.') }))
      .optional()
      .describe('Whose state a run belongs to. `local` and `production` always exist.'),
    durability: words(['grouped', 'strict'])
      .optional()
      .describe('`grouped` (default) pushes state in the background; `strict` waits for each push.'),
    lease: duration
      .optional()
      .describe('How long a process that has gone silent counts as alive, `10s` to `1h`. Default: 5m.'),
    'max-parallel-runs': wholeNumber(1, limits.maxParallelRuns)
      .optional()
      .describe('Runs that one wake-up works on side by side. Default: 4.'),
  });
}

let schema: ReturnType<typeof build> | undefined;

/** The shape of `.github/segue.yml`, built at the first call. */
export function settingsSchema(): ReturnType<typeof build> {
  schema ??= build();
  return schema;
}

/** `.github/segue.yml`, as written. */
export type SettingsFile = z.infer<ReturnType<typeof build>>;
