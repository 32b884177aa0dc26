import { airflow, dagster, type Words } from './foreign/foreign-word.ts';
import { dateYaml, scalarYaml } from './foreign/foreign-yaml.ts';

const pipeline = (value: unknown) => `pipeline: ${scalarYaml(value, 'ingest/crm')}`;
const from = (value: unknown) => `from: ${dateYaml(value)}`;
const to = (value: unknown) => `to: ${dateYaml(value)}`;
const exclusive = 'It is the day after the last one: intervals that start on it are left out.';

/** What a backfill's keys are called in other tools. */
export const backfillWords: Words = {
  'dag-id': { tool: airflow, yaml: pipeline },
  dag: { tool: airflow, yaml: pipeline },
  job: { tool: dagster, yaml: pipeline },
  'start-date': { tool: airflow, yaml: from },
  'from-date': { tool: airflow, yaml: from },
  'end-date': { tool: airflow, yaml: to, note: exclusive },
  'to-date': { tool: airflow, yaml: to, note: exclusive },
  'partition-range': { tool: dagster, yaml: 'from: 2026-01-01\nto: 2026-02-01', note: exclusive },
  'max-active-runs': {
    tool: airflow,
    yaml: (value) => `max-active: ${typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : 1}`,
  },
  'reprocess-behavior': {
    tool: airflow,
    yaml: (value) => `reprocess: ${value === 'failed' ? 'failed' : value === 'completed' ? 'all' : 'missing'}`,
  },
  'rerun-failed-tasks': { tool: airflow, yaml: 'reprocess: failed' },
  'run-backwards': { tool: airflow, yaml: 'order: newest-first' },
  'dag-run-conf': { tool: airflow, yaml: 'params: { country: DE }' },
  conf: { tool: airflow, yaml: 'params: { country: DE }' },
};
