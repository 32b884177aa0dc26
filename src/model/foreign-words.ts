import { cronYaml, listYaml, minutes, scalarYaml, scheduleYaml, seconds } from './foreign-yaml.ts';

/** A key of another tool: whose it is, and what to write instead, as YAML or as a sentence. */
export interface ForeignWord {
  readonly tool: string;
  readonly yaml?: string | ((value: unknown) => string);
  readonly note?: string;
}

type Words = Readonly<Record<string, ForeignWord>>;

const actions = 'GitHub Actions';
const airflow = 'Airflow';
const dagster = 'Dagster';
const prefect = 'Prefect';
const flyte = 'Flyte';
const kestra = 'Kestra';

/** A key of a pipeline, a task or a part of them, in other tools' words; spelling with `-` or `_` does not matter. */
export function foreignWord(level: string, key: string): ForeignWord | undefined {
  const words = Object.hasOwn(levels, level) ? levels[level] : undefined;
  const spelled = key.toLowerCase().replaceAll('_', '-');
  return words !== undefined && Object.hasOwn(words, spelled) ? words[spelled] : undefined;
}

/** The words that are known at a level; for tests and the documentation. */
export function foreignWordsAt(level: string): readonly string[] {
  return Object.keys(levels[level] ?? {});
}

const schedule: ForeignWord = { tool: airflow, yaml: (value) => scheduleYaml(value) };

const pipelineWords: Words = {
  jobs: {
    tool: actions,
    yaml: 'tasks:\n  extract: { run: ./extract.sh }',
    note: 'A task is one command, without `steps`.',
  },
  steps: { tool: actions, yaml: 'tasks:\n  extract: { run: ./extract.sh }' },
  'runs-on': { tool: actions, yaml: 'lane: default', note: 'Runners belong to lanes in `.github/segue.yml`.' },
  container: { tool: actions, yaml: 'lane: default', note: 'Containers belong to lanes in `.github/segue.yml`.' },
  permissions: { tool: actions, note: 'Leave it out: tasks get no token of the forge.' },
  concurrency: { tool: actions, yaml: 'max-active-runs: 1', note: 'Tasks share a limit by `pool`.' },
  'run-name': { tool: actions, yaml: (value) => `name: ${scalarYaml(value, 'User data')}` },
  inputs: { tool: kestra, yaml: 'params:\n  country: { type: string, default: FR }' },
  variables: { tool: kestra, yaml: 'env: { COUNTRY: FR }' },
  'timeout-minutes': { tool: actions, yaml: (value) => `defaults: { timeout: ${minutes(value)} }` },
  cron: { tool: 'cron', yaml: (value) => scheduleYaml(value) },
  schedule,
  'schedule-interval': schedule,
  timetable: schedule,
  schedules: { tool: dagster, yaml: (value) => scheduleYaml(value) },
  'cron-schedule': { tool: dagster, yaml: (value) => scheduleYaml(value) },
  triggers: { tool: kestra, yaml: 'on: { schedule: [{ cron: "0 5 * * *" }] }' },
  timezone: {
    tool: airflow,
    yaml: (value) => `on:\n  schedule:\n    - cron: "0 5 * * *"\n      timezone: ${scalarYaml(value, 'Europe/Paris')}`,
  },
  'start-date': {
    tool: airflow,
    note: 'Leave it out: the schedule counts from the merge on, and a backfill asks for past intervals.',
  },
  'end-date': { tool: airflow, note: 'Leave it out, and delete the file when the pipeline has done its work.' },
  'dag-id': { tool: airflow, note: 'Leave it out: the id is the path of the file below `pipelines/`.' },
  id: { tool: kestra, note: 'Leave it out: the id is the path of the file below `pipelines/`. A title is `name`.' },
  namespace: { tool: kestra, note: 'Leave it out: folders below `pipelines/` are part of the id.' },
  'default-args': { tool: airflow, yaml: 'defaults: { retries: 1, timeout: 20m }' },
  'max-active-tasks': { tool: airflow, note: 'Put the tasks into a `pool`, or run with `--jobs`.' },
  'dagrun-timeout': { tool: airflow, yaml: 'deadline: { after: 90m }' },
  sla: { tool: airflow, yaml: 'deadline: { after: 90m }' },
  'on-failure-callback': {
    tool: airflow,
    yaml: 'tasks:\n  alert: { needs: [load], trigger-rule: one_failed, run: ./alert.sh }',
  },
  ops: { tool: dagster, yaml: 'tasks:\n  extract: { run: ./extract.sh }' },
  assets: { tool: dagster, yaml: 'tasks:\n  users: { run: ./users.sh }' },
  flow: { tool: prefect, yaml: 'tasks:\n  extract: { run: ./extract.sh }' },
  'task-runner': { tool: prefect, note: 'Leave it out: as many tasks run at once as `--jobs` allows.' },
  parameters: { tool: prefect, yaml: 'params:\n  country: { type: string, default: FR }' },
  deployments: { tool: prefect, note: 'Leave it out: a merge is the deployment.' },
  workflow: { tool: flyte, yaml: 'tasks:\n  extract: { run: ./extract.sh }' },
  'launch-plan': { tool: flyte, yaml: 'on: { schedule: [{ cron: "0 5 * * *" }] }' },
  stages: {
    tool: 'GitLab CI',
    yaml: 'tasks:\n  build: { needs: extract, run: dbt build }',
    note: 'Order comes from `needs` alone.',
  },
};

const needs = (tool: string): ForeignWord => ({ tool, yaml: (value) => `needs: ${listYaml(value, 'extract')}` });
const run = (tool: string): ForeignWord => ({ tool, yaml: (value) => `run: ${scalarYaml(value, './load.sh')}` });
const retryDelay = (tool: string): ForeignWord => ({
  tool,
  yaml: (value) => `retries: { limit: 3, delay: ${seconds(value)} }`,
});
const foreach = (tool: string): ForeignWord => ({
  tool,
  yaml: 'foreach: fromJSON(needs.list.outputs.files)',
  note: 'The item is `foreach.item`.',
});

/** Also of `defaults`. */
const sharedWords: Words = {
  'timeout-minutes': { tool: actions, yaml: (value) => `timeout: ${minutes(value)}` },
  'execution-timeout': { tool: airflow, yaml: (value) => `timeout: ${seconds(value, '20m')}` },
  'timeout-seconds': { tool: prefect, yaml: (value) => `timeout: ${seconds(value, '20m')}` },
  'retry-delay': retryDelay(airflow),
  'retry-delay-seconds': retryDelay(prefect),
  'retry-exponential-backoff': { tool: airflow, yaml: 'retries: { limit: 3, backoff: exponential }' },
  'max-retry-delay': { tool: airflow, yaml: 'retries: { limit: 3, max-delay: 5m }' },
  'retry-policy': { tool: dagster, yaml: 'retries: { limit: 3, delay: 10s }' },
  retry: {
    tool: kestra,
    yaml: (value) => (typeof value === 'number' ? `retries: ${value}` : 'retries: { limit: 3, delay: 10s }'),
  },
  'allow-failure': { tool: kestra, yaml: 'continue-on-error: true' },
  cwd: { tool: airflow, yaml: (value) => `working-directory: ${scalarYaml(value, 'etl')}` },
  'pool-slots': { tool: airflow, yaml: 'pool: crm-api', note: 'A task takes one slot.' },
  concurrency: { tool: actions, yaml: 'pool: crm-api', note: 'The number of slots stands in `.github/segue.yml`.' },
  'runs-on': { tool: actions, note: 'Leave it out: a pipeline runs in one `lane`, which stands at the top level.' },
  container: { tool: actions, note: 'Leave it out: containers belong to lanes in `.github/segue.yml`.' },
  permissions: { tool: actions, note: 'Leave it out: tasks get no token of the forge.' },
  interruptible: { tool: flyte, note: 'Leave it out: an interrupted run is resumed.' },
  secrets: { tool: actions, yaml: 'secrets: [CRM_TOKEN]', note: 'It stands at the top level, for all tasks.' },
  'on-failure-callback': {
    tool: airflow,
    yaml: 'alert: { needs: [load], trigger-rule: one_failed, run: ./alert.sh }',
    note: 'It is a task of its own.',
  },
};

const taskWords: Words = {
  ...sharedWords,
  uses: { tool: actions, yaml: 'run: ./load.sh', note: 'A task is a command; actions run in workflows only.' },
  with: { tool: actions, yaml: 'env: { COUNTRY: FR }' },
  steps: {
    tool: actions,
    yaml: 'run: |\n  ./first.sh\n  ./second.sh',
    note: 'Several steps are one script, or several tasks.',
  },
  strategy: foreach(actions),
  matrix: foreach(actions),
  'with-items': foreach('Argo'),
  expand: foreach(airflow),
  values: foreach(kestra),
  outputs: { tool: actions, note: 'Leave it out, and write `name=value` to the file `$SEGUE_OUTPUT`.' },
  id: { tool: kestra, note: 'Leave it out: the id is the key of the task below `tasks`.' },
  'task-id': { tool: airflow, note: 'Leave it out: the id is the key of the task below `tasks`.' },
  type: { tool: kestra, note: 'Leave it out: a task is what its `run` says.' },
  'depends-on': needs(airflow),
  dependson: needs(kestra),
  dependencies: needs('Argo'),
  depends: needs('Argo'),
  upstream: needs(airflow),
  after: needs('Make'),
  deps: needs(dagster),
  ins: needs(dagster),
  'wait-for': needs(prefect),
  command: run('Docker'),
  commands: run(kestra),
  cmd: run('Docker'),
  script: run('GitLab CI'),
  'bash-command': run(airflow),
  entrypoint: run(prefect),
  condition: { tool: 'Azure Pipelines', yaml: "if: needs.extract.outputs.changed == 'true'" },
  runif: { tool: kestra, yaml: "if: needs.extract.outputs.changed == 'true'" },
  when: { tool: 'Argo', yaml: "if: needs.extract.outputs.changed == 'true'" },
  'on-failure': {
    tool: prefect,
    yaml: 'alert: { needs: [load], trigger-rule: one_failed, run: ./alert.sh }',
    note: 'It is a task of its own.',
  },
  'depends-on-past': {
    tool: airflow,
    note: 'Leave it out: with `max-active-runs: 1` intervals run one after the other.',
  },
  'map-index': foreach(airflow),
  requests: { tool: flyte, note: 'Leave it out: machines belong to lanes in `.github/segue.yml`.' },
};

const onWords: Words = {
  push: {
    tool: actions,
    note: 'Leave it out: pipelines run on a schedule or when they are asked to; a merge deploys them.',
  },
  'pull-request': { tool: actions, note: 'Leave it out: a pull request is checked, not run.' },
  'workflow-dispatch': {
    tool: actions,
    note: 'Leave it out: every pipeline can be started by hand. Its inputs are `params`.',
  },
  'workflow-call': { tool: actions, note: 'Leave it out: pipelines do not call each other.' },
  'workflow-run': { tool: actions, note: 'Leave it out: pipelines do not call each other.' },
  'repository-dispatch': { tool: actions, note: 'Leave it out: every pipeline can be started with `segue run`.' },
  cron: { tool: 'cron', yaml: (value) => `schedule: [{ cron: ${cronYaml(value)} }]` },
};

const scheduleWords: Words = {
  'cron-schedule': { tool: dagster, yaml: (value) => `cron: ${cronYaml(value)}` },
  'execution-timezone': { tool: dagster, yaml: (value) => `timezone: ${scalarYaml(value, 'Europe/Paris')}` },
  tz: { tool: 'cron', yaml: (value) => `timezone: ${scalarYaml(value, 'Europe/Paris')}` },
};

const retryWords: Words = {
  'max-attempts': {
    tool: kestra,
    yaml: (value) => `limit: ${typeof value === 'number' ? Math.max(0, value - 1) : 3}`,
    note: '`limit` counts the tries after the first.',
  },
  'max-retries': { tool: dagster, yaml: (value) => `limit: ${typeof value === 'number' ? value : 3}` },
  interval: { tool: kestra, yaml: 'delay: 10s' },
  maxinterval: { tool: kestra, yaml: 'max-delay: 5m' },
};

const paramWords: Words = {
  options: { tool: actions, yaml: (value) => `enum: ${listYaml(value, 'FR', 'DE')}` },
  choices: { tool: prefect, yaml: (value) => `enum: ${listYaml(value, 'FR', 'DE')}` },
  required: { tool: actions, note: 'Leave it out: a param without `default` must be given.' },
};

const levels: Readonly<Record<string, Words>> = {
  '': pipelineWords,
  defaults: sharedWords,
  'tasks.*': taskWords,
  on: onWords,
  'on.schedule.*': scheduleWords,
  'tasks.*.retries': retryWords,
  'defaults.retries': retryWords,
  'params.*': paramWords,
};
