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
import { listYaml, minutes, scalarYaml, seconds } from './foreign-yaml.ts';

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
export const sharedWords: Words = {
  'depends-on-past': { tool: airflow, note: oneByOne },
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

/** Of one task. */
export const taskWords: Words = {
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
  'trigger-dag-id': {
    tool: airflow,
    note: 'Leave the task out: the other pipeline says `on: { after: [ingest/crm] }`, with the id of this one.',
  },
  'external-dag-id': {
    tool: airflow,
    note: 'Leave the task out: the pipeline itself says `on: { after: [ingest/crm] }`.',
  },
  outlets: { tool: airflow, note: 'Leave it out: what comes after this pipeline says `on: { after: [ingest/crm] }`.' },
  inlets: {
    tool: airflow,
    note: 'Leave it out: the pipeline says what it comes after: `on: { after: [ingest/crm] }`.',
  },
  'map-index': foreach(airflow),
  requests: { tool: flyte, note: 'Leave it out: machines belong to lanes in `.github/segue.yml`.' },
};

/** Of `retries`. */
export const retryWords: Words = {
  'max-attempts': {
    tool: kestra,
    yaml: (value) => `limit: ${typeof value === 'number' ? Math.max(0, value - 1) : 3}`,
    note: '`limit` counts the tries after the first.',
  },
  'max-retries': { tool: dagster, yaml: (value) => `limit: ${typeof value === 'number' ? value : 3}` },
  interval: { tool: kestra, yaml: 'delay: 10s' },
  maxinterval: { tool: kestra, yaml: 'max-delay: 5m' },
};
