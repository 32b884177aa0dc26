import { counting } from './foreign-trigger-words.ts';
import {
  actions,
  airflow,
  dagster,
  type ForeignWord,
  flyte,
  kestra,
  oneByOne,
  prefect,
  type Words,
} from './foreign-word.ts';
import {
  activeRunsYaml,
  listYaml,
  minutes,
  pipelinesYaml,
  scalarYaml,
  scheduleYaml,
  windowYaml,
} from './foreign-yaml.ts';

const schedule: ForeignWord = { tool: airflow, yaml: (value) => scheduleYaml(value) };

const inTheOther = 'It stands in the file of the pipeline that comes after.';
const after = (tool: string): ForeignWord => ({
  tool,
  yaml: 'on: { after: [ingest/crm] }',
  note: 'It runs when these pipelines have succeeded.',
});

/** At the top level. */
export const pipelineWords: Words = {
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
  'start-date': { tool: airflow, yaml: (value) => windowYaml('start', value), note: counting },
  'end-date': { tool: airflow, yaml: (value) => windowYaml('end', value) },
  'depends-on-past': { tool: airflow, note: oneByOne },
  'concurrency-limit': { tool: prefect, yaml: (value) => activeRunsYaml(value) },
  'trigger-dag-id': { tool: airflow, yaml: (value) => `on: { after: ${pipelinesYaml(value)} }`, note: inTheOther },
  dataset: after(airflow),
  datasets: after(airflow),
  sensors: after(dagster),
  automations: after(prefect),
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

/** Of one param. */
export const paramWords: Words = {
  options: { tool: actions, yaml: (value) => `enum: ${listYaml(value, 'FR', 'DE')}` },
  choices: { tool: prefect, yaml: (value) => `enum: ${listYaml(value, 'FR', 'DE')}` },
  required: { tool: actions, note: 'Leave it out: a param without `default` must be given.' },
};
