import type { PullChange } from '../../src/review/pull-change.ts';
import { baseTexts, caseOf, type Texts } from './pull-cases.ts';

const thirty: Texts = Object.fromEntries(
  Array.from({ length: 30 }, (_, n) => [
    `pipelines/team/table-${n}.yml`,
    `description: Loads table ${n}.\nowner: "@acme/data"\non: { schedule: [{ cron: "${n} 3 * * *" }] }\ntasks:\n  load: { run: ./jobs/load.sh ${n} }\n`,
  ]),
);

/** Without what the stored state says. */
function unknown({ history: _, runs: __, ...change }: PullChange): PullChange {
  return change;
}

/** Pull requests as people open them. */
export const pullChanges: Readonly<Record<string, PullChange>> = {
  'new-pipeline': caseOf('new-pipeline'),
  'over-midnight': caseOf('over-midnight'),
  'deadline-in-danger': caseOf('deadline-in-danger'),
  'task-removed': caseOf('task-removed'),
  renamed: caseOf('renamed', ['pipelines/ops/audit.yml']),
  'new-secret': caseOf('new-secret'),
  'catchup-bomb': caseOf('catchup-bomb'),
  backfill: caseOf('backfill'),
  'broken-yaml': caseOf('broken-yaml'),
  'failing-test': caseOf('failing-test'),
  'settings-for-30': caseOf('settings-for-30', [], thirty),
  'settings-broken': caseOf('settings-broken'),
  'sql-only': caseOf('sql-only'),
  'formatting-only': caseOf('formatting-only'),
  'old-errors': caseOf('old-errors'),
  'state-unknown': unknown(caseOf('new-secret')),
  hostile: caseOf('hostile'),
  nothing: caseOf('nothing'),
  'pipeline-removed': caseOf('nothing', ['pipelines/finance/board-report.yml']),
};

if (!('pipelines/ops/audit.yml' in baseTexts)) throw new Error('the base of the cases is not there');
