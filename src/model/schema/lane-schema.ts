import { z } from 'zod';
import { permissions } from '../lane.ts';
import { limits } from '../limits.ts';
import { permissionScopes } from '../permission-scopes.ts';
import { duration, expect, list, strict, text, variables, wholeNumber, words, yesOrNo } from './schema-parts.ts';

const filled = z.string(expect('filled-text')).regex(/\S/, expect('filled-text'));

function buildLabels() {
  return [filled, list(filled, limits.labelsPerLane, 'runs-on').min(1, expect('runs-on'))] as const;
}

function buildRunsOn() {
  return z.union(
    [
      ...buildLabels(),
      strict({
        group: filled.optional().describe('A group of runners.'),
        labels: z
          .union(buildLabels(), expect('runs-on'))
          .optional()
          .describe('One label, or several that a runner must have.'),
      }),
    ],
    expect('runs-on'),
  );
}

function buildContainer() {
  return z.union(
    [
      filled,
      strict(
        {
          image: filled.describe('The image: `ghcr.io/acme/dbt:1.9`.'),
          credentials: strict({
            username: filled.describe('Who pulls the image.'),
            password: filled.describe('As an expression that names a secret.'),
          })
            .optional()
            .describe('For an image that not everybody may pull.'),
          env: variables.optional().describe('Environment variables of the container.'),
          ports: list(z.union([filled, wholeNumber(1, 65_535)], expect('filled-text')), 100, 'texts')
            .optional()
            .describe('Ports that it opens.'),
          volumes: list(filled, 100, 'texts').optional().describe('Volumes: `/data:/data`.'),
          options: text.optional().describe('Further options of `docker create`.'),
        },
        'container',
      ),
    ],
    expect('container'),
  );
}

function buildStep() {
  return strict(
    {
      name: text.optional().describe('What the log calls it.'),
      id: filled.optional().describe('For `steps.ID` in expressions of later steps.'),
      if: z.union([text, yesOrNo], expect('text')).optional().describe('An expression of Actions.'),
      uses: filled.optional().describe('An action: `actions/setup-python@<commit>`.'),
      with: variables.optional().describe('Inputs of the action.'),
      run: filled.optional().describe('Commands of the shell.'),
      shell: filled.optional().describe('As Actions has it.'),
      'working-directory': filled.optional().describe('Where `run` begins.'),
      env: variables.optional().describe('Environment variables of the step.'),
      'continue-on-error': z.union([yesOrNo, filled], expect('yes-or-no')).optional().describe('The lane goes on.'),
      'timeout-minutes': z
        .union([wholeNumber(1, limits.stepMinutes), filled], expect('whole-number'))
        .optional()
        .describe('Minutes after which the step is ended.'),
    },
    'step',
  );
}

function buildEnvironment() {
  return z.union(
    [
      filled,
      strict(
        {
          name: filled.describe('Name of the environment.'),
          url: filled.optional().describe('Where its page is.'),
          deployment: yesOrNo.optional().describe('`false`: no deployment is recorded.'),
        },
        'lane-environment',
      ),
    ],
    expect('lane-environment'),
  );
}

function buildScopes() {
  return Object.fromEntries(
    permissionScopes.map(
      ([scope, description]) => [scope, words(permissions).optional().describe(description)] as const,
    ),
  );
}

/** `max-runtime`, of a lane or of all. */
export function buildMaxRuntime() {
  return duration.describe('How long a job works before it hands over to the next one, `10m` to `5d`. Default: 5h30m.');
}

/** One of `lanes`. Built on demand, as all of the settings: most commands of most repositories need none of it. */
export function buildLane() {
  return strict({
    description: text.optional().describe('What the lane is for.'),
    'runs-on': buildRunsOn().optional().describe('The runner, as Actions has it. Default: ubuntu-latest.'),
    container: buildContainer().optional().describe('The container that it runs in, as Actions has it.'),
    setup: list(buildStep(), limits.setupSteps, 'setup')
      .optional()
      .describe('Workflow steps before the pipelines: a language, a log-in. They run only if the lane has work.'),
    environment: buildEnvironment().optional().describe("GitHub's environment, with its secrets and protection rules."),
    permissions: strict(buildScopes()).optional().describe('Permissions of the token beside those that Segue needs.'),
    token: z
      .string(expect('lane-token'))
      .regex(/^\s*\$\{\{[\s\S]*\}\}\s*$/, expect('lane-token'))
      .optional()
      .describe(
        "An App's token, as an expression of Actions: Segue then works under the App's name. Default: the job's own.",
      ),
    'max-runtime': buildMaxRuntime().optional(),
  });
}

/** `wake`. */
export function buildWake() {
  return strict({
    'off-peak': yesOrNo
      .optional()
      .describe(
        'Moves wake-ups away from full hours and multiples of five minutes, 9 minutes at most. Default: false.',
      ),
    extra: wholeNumber(0, limits.extraWakeUps)
      .optional()
      .describe('Wake-ups a day beside those of the crons, 0 to 96. Default: 4.'),
    lead: duration
      .optional()
      .describe('A further wake-up so long before each fire, `1m` to `1h`; it waits for the minute. Default: none.'),
  });
}

const actionPattern = /^(?:\.{1,2}\/\S*|[\w.-]+\/[\w.-]+(?:\/[\w.-]+)*@[\w./-]+)$/;

/** `action`. */
export function buildAction() {
  return z.string(expect('action')).regex(actionPattern, expect('action'));
}
