import { actions, airflow, dagster, type ForeignWord, flyte, kestra, prefect, type Words } from './foreign-word.ts';
import { cronYaml, dateYaml, pipelinesYaml, scalarYaml } from './foreign-yaml.ts';

/** Airflow demands it, Segue does not. */
export const counting = 'It may stay out: a schedule counts from the merge on, and a backfill asks for past intervals.';
const onAfter = (tool: string): ForeignWord => ({
  tool,
  yaml: 'after: [ingest/crm]',
  note: 'It runs when these pipelines have succeeded.',
});

/** Below `on`. */
export const onWords: Words = {
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
  'workflow-run': { tool: actions, yaml: (value) => `after: ${pipelinesYaml(value)}`, note: 'Pipelines, by id.' },
  'repository-dispatch': { tool: actions, note: 'Leave it out: every pipeline can be started with `segue run`.' },
  needs: { tool: actions, yaml: (value) => `after: ${pipelinesYaml(value)}`, note: 'Pipelines, by id.' },
  asset: onAfter(dagster),
  assets: onAfter(dagster),
  dataset: onAfter(airflow),
  datasets: onAfter(airflow),
  flow: onAfter(kestra),
  cron: { tool: 'cron', yaml: (value) => `schedule: [{ cron: ${cronYaml(value)} }]` },
};

/** Of an entry of `on.schedule`. */
export const scheduleWords: Words = {
  'start-date': { tool: airflow, yaml: (value) => `start: ${dateYaml(value)}`, note: counting },
  'end-date': { tool: airflow, yaml: (value) => `end: ${dateYaml(value)}` },
  'anchor-date': { tool: prefect, yaml: (value) => `start: ${dateYaml(value)}` },
  'start-time': { tool: flyte, yaml: (value) => `start: ${dateYaml(value)}` },
  catchup: { tool: airflow, yaml: 'catchup: latest', note: 'It stands at the top level, for all crons.' },
  'cron-schedule': { tool: dagster, yaml: (value) => `cron: ${cronYaml(value)}` },
  'execution-timezone': { tool: dagster, yaml: (value) => `timezone: ${scalarYaml(value, 'Europe/Paris')}` },
  tz: { tool: 'cron', yaml: (value) => `timezone: ${scalarYaml(value, 'Europe/Paris')}` },
};
