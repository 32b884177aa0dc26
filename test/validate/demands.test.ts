import { expect, test } from 'vitest';
import { loadPipeline } from '../../src/model/load.ts';
import { loadSettings } from '../../src/model/load-settings.ts';
import type { Pipeline } from '../../src/model/pipeline.ts';
import type { Policy } from '../../src/model/policy.ts';
import { shortestDistance } from '../../src/schedule/cron-distance.ts';
import { demands } from '../../src/validate/demands/demand-registry.ts';
import { unmetDemands } from '../../src/validate/demands/unmet.ts';
import { validateFiles } from '../../src/validate/validate.ts';

const task = 'tasks: { load: { run: x } }';

function policyOf(text: string): Policy {
  const { settings, diagnostics } = loadSettings('.github/segue.yml', `policy: { ${text} }`);
  expect(diagnostics).toEqual([]);
  return settings.policy;
}

function pipelineOf(text: string, id = 'finance/close'): Pipeline {
  const { pipeline } = loadPipeline(`pipelines/${id}.yml`, text.includes('tasks:') ? text : `${text}\n${task}`);
  if (pipeline === undefined) throw new Error(text);
  return pipeline;
}

function unmet(policy: string, now: string, before?: string, oldTasks: readonly [string, string][] = []) {
  const old = before === undefined ? undefined : { pipeline: pipelineOf(before), oldTasks: new Map(oldTasks) };
  return demands.flatMap((demand) =>
    unmetDemands(demand, pipelineOf(now), policyOf(policy), old).map(
      ({ severity, message }) => `${severity} ${demand.code} ${message}`,
    ),
  );
}

const lacks = (key: string) => `error SG871 the pipeline has no \`${key}\`, which the policy requires`;

test.each<[policy: string, pipeline: string, said: readonly string[]]>([
  ['require: [owner, tags, name]', 'owner: ana\ntags: []\nname: " "', [lacks('tags'), lacks('name')]],
  ['require: [deadline]', '', []],
  ['require: [deadline]', 'on: { schedule: [{ cron: "0 5 * * *" }] }', [lacks('deadline')]],
  ['rules: [{ pipelines: finance/*, require: [owner] }]', '', [lacks('owner')]],
  ['rules: [{ pipelines: sales/**, require: [owner] }]', '', []],
  ['rules: [{ pipelines: "**", tags: [pci, hr], require: [owner] }]', 'tags: [hr]', [lacks('owner')]],
  ['rules: [{ pipelines: "**", tags: [pci], require: [owner] }]', 'tags: [hr]', []],
  ['rules: [{ owners: "@Acme/Data", require: [name] }]', 'owner: "@acme/data"', [lacks('name')]],
  ['rules: [{ owners: "@acme/data", require: [name] }]', '', []],
  ['severity: warning, require: [name]', '', [lacks('name').replace('error', 'warning')]],
  ['severity: warning, require: [name], rules: [{ require: [name] }]', '', [lacks('name')]],
  ['require: [name], exempt: [{ pipelines: finance/**, codes: [SG871], reason: x }]', '', []],
  ['require: [name], exempt: [{ pipelines: finance/**, codes: [SG872], reason: x }]', '', [lacks('name')]],
  ['shells: []', '', ['error SG872 `load` has the shell `bash`, which the policy does not allow']],
  ['shells: [bash, python]', 'tasks: { a: { run: x }, b: { run: x, shell: python } }', []],
  [
    'shells: [bash]',
    'tasks: { a: { run: x, shell: sh }, b: { run: x, shell: sh }, c: { run: x, shell: node } }',
    [
      'error SG872 `a` and `b` have the shell `sh`, which the policy does not allow',
      'error SG872 `c` has the shell `node`, which the policy does not allow',
    ],
  ],
  ['lanes: [small]', '', ['error SG873 the pipeline runs in the lane `default`, which the policy does not allow it']],
  ['lanes: [default, small], rules: [{ lanes: [default] }]', '', []],
  ['min-cron-distance: 1h', 'on: { schedule: [{ cron: "0 * * * *" }] }', []],
  ['min-cron-distance: 1h', 'on: { schedule: [{ cron: "nonsense" }] }', []],
  ['min-cron-distance: 1h', 'on: { schedule: [{ cron: "0 5 * * *" }] }', []],
  ['min-cron-distance: 1d', 'on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris, start: 2024-03-20 }] }', []],
  [
    'min-cron-distance: 2d',
    'on: { schedule: [{ cron: "0 5 * * *" }] }',
    ['error SG874 the pipeline starts again after 1 d, and the policy wants 2 d between two starts'],
  ],
  ['min-cron-distance: 31d', 'on: { after: other }', []],
])('%s of %j', (policy, pipeline, said) => {
  expect(unmet(policy, pipeline)).toEqual(said);
});

const often = (minutes: number) => `on: { schedule: [{ cron: "*/${minutes} * * * *" }] }`;

test.each<[what: string, policy: string, before: string, now: string, count: number]>([
  ['what was lacking before', 'require: [owner, name]', '', 'description: x', 0],
  ['what is lacking now', 'require: [owner, name]', 'owner: ana', 'description: x', 1],
  ['a shell that the task had', 'shells: [bash]', 'defaults: { shell: sh }', 'defaults: { shell: sh }\nname: x', 0],
  ['another wrong shell', 'shells: [bash]', 'defaults: { shell: sh }', 'defaults: { shell: node }', 1],
  [
    'a new task with a shell that others had',
    'shells: [bash]',
    'tasks: { a: { run: x, shell: sh } }',
    'tasks: { a: { run: x, shell: sh }, b: { run: x, shell: sh } }',
    1,
  ],
  ['starts that are more rare', 'min-cron-distance: 30m', often(5), often(10), 0],
  ['starts that are more frequent', 'min-cron-distance: 30m', often(10), often(5), 1],
  ['a rule that begins to fit', 'rules: [{ tags: pci, require: [name] }]', '', 'tags: [pci]', 1],
  [
    'an exemption by a new tag',
    'shells: [bash], exempt: [{ tags: old, codes: [SG872], reason: x }]',
    '',
    'tags: [old]\ndefaults: { shell: sh }',
    1,
  ],
  [
    'an exemption by an old tag',
    'shells: [bash], exempt: [{ tags: old, codes: [SG872], reason: x }]',
    'tags: [old]',
    'tags: [old]\ndefaults: { shell: sh }',
    0,
  ],
])('against the side before: %s', (_, policy, before, now, count) => {
  expect(unmet(policy, now, before)).toHaveLength(count);
});

test('a task that is renamed keeps what it had', () => {
  const [before, now] = ['tasks: { a: { run: x, shell: sh } }', 'tasks: { b: { run: x, shell: sh } }'];
  expect(unmet('shells: [bash]', now, before)).toHaveLength(1);
  expect(unmet('shells: [bash]', now, before, [['b', 'a']])).toEqual([]);
});

test.each<[crons: readonly string[], minutes: number | undefined]>([
  [['* * * * *'], 1],
  [['0 5 * * *'], 24 * 60],
  [['0 5 * * *', '30 5 * * 1'], 30],
  [['0 5 1 * *'], 29 * 24 * 60],
  [['0 5 29 2 *'], 1461 * 24 * 60],
  [['0 5 * * *', '0 5 * * 1-5'], 24 * 60],
  [[], undefined],
])('%j leaves %s minutes at least', (crons, minutes) => {
  const lines = crons.map((cron) => ({ cron, timezone: 'UTC' }));
  expect(shortestDistance(lines)).toBe(minutes === undefined ? undefined : minutes * 60_000);
});

test('an hour that comes twice is no second start', () => {
  expect(shortestDistance([{ cron: '30 2 * * *', timezone: 'Europe/Paris', start: '2024-10-20' }])).toBe(86_400_000);
  const once = { cron: '0 5 * * *', timezone: 'UTC', start: '2024-01-01', end: '2024-01-01' };
  expect(shortestDistance([once])).toBeUndefined();
});

test('validation warns, and does not say twice that there is no owner', () => {
  const settings = loadSettings('.github/segue.yml', 'policy: { require: [owner], shells: [python] }');
  const found = validateFiles([{ file: 'pipelines/a.yml', content: task }], settings);
  expect(found.diagnostics.map(({ code, severity }) => `${severity} ${code}`).sort()).toEqual([
    'note SG504',
    'warning SG871',
    'warning SG872',
  ]);
  expect(found.diagnostics.find(({ code }) => code === 'SG504')?.message).toBe('the pipeline has no `description`');
});
