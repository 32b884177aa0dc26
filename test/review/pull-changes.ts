import type { PipelineHistory } from '../../src/diff/history.ts';
import { loadPipeline, loadSettings } from '../../src/model/load.ts';
import type { PullChange } from '../../src/review/pull-change.ts';
import { workflowFile } from '../../src/workflow/workflow-path.ts';
import { workflowText } from '../../src/workflow/workflow-text.ts';
import { knownHistory } from './known-history.ts';
import { baseTexts, caseOf, changeOf, type Texts } from './pull-cases.ts';

const thirty: Texts = Object.fromEntries(
  Array.from({ length: 30 }, (_, n) => [
    `pipelines/team/table-${n}.yml`,
    `description: Loads table ${n}.\nowner: "@acme/data"\non: { schedule: [{ cron: "${n} 3 * * *" }] }\ntasks:\n  load: { run: ./jobs/load.sh ${n} }\n`,
  ]),
);

/** The workflow that the pipelines of these files give. */
function workflowOf(texts: Texts): string {
  const { settings } = loadSettings('.github/segue.yml', texts['.github/segue.yml']);
  const files = Object.entries(texts).filter(([path]) => path.startsWith('pipelines/') && !path.endsWith('.test.yml'));
  const pipelines = files.flatMap(([file, text]) => loadPipeline(file, text, settings).pipeline ?? []);
  return workflowText(pipelines, settings);
}

/** Without what the stored state says. */
function unknown({ history: _, runs: __, ...change }: PullChange): PullChange {
  return change;
}

const policy = caseOf('policy');
const reviewed = { login: 'bob', commit: policy.head.commit, base: 'main' };
const waived = {
  login: 'eve',
  commit: policy.head.commit,
  base: 'main',
  code: 'SG871',
  pipeline: 'ops/audit',
  reason: 'a trial, gone by Friday',
};
const teams = new Map([
  ['acme/finance', ['bob']],
  ['acme/data', ['eve', 'ana']],
  ['acme/platform', ['mia']],
]);

/** The rates have been fetched for as many nights as the rest, and take their time. */
function withSlowRates(change: PullChange): PullChange {
  const known = knownHistory.get('finance/daily-close');
  if (known === undefined) throw new Error('the history of the cases is not there');
  const rates = { medianMs: 55 * 60_000, p95Ms: 92 * 60_000, attempts: 60 };
  const tasks = { ...known.tasks, 'fx-rates': rates };
  return { ...change, history: new Map([...knownHistory, ['finance/daily-close', { ...known, tasks }]]) };
}

/** `clean` fails in a tenth of its attempts; the thirty have never run. */
function withFailures(change: PullChange): PullChange {
  const known = knownHistory.get('finance/daily-close');
  const clean = known?.tasks.clean;
  if (known === undefined || clean === undefined) throw new Error('the history of the cases is not there');
  const failing = { ...clean, failures: { failed: 2, attempts: 20 } };
  const never = { tasks: {}, environment: 'production', hasState: false };
  const ids = Object.keys(thirty).map((path) => path.slice('pipelines/'.length, -'.yml'.length));
  const history = new Map<string, PipelineHistory>([...knownHistory, ...ids.map((id) => [id, never] as const)]);
  history.set('finance/daily-close', { ...known, tasks: { ...known.tasks, clean: failing } });
  return { ...change, history };
}

/** Of two cases one is left. */
function fewerCases(): PullChange {
  const file = 'pipelines/finance/daily-close.test.yml';
  const text = baseTexts[file] ?? '';
  return changeOf(baseTexts, { ...baseTexts, [file]: text.slice(0, text.indexOf('  - name: nothing is published')) });
}

/** Pull requests as people open them. */
export const pullChanges: Readonly<Record<string, PullChange>> = {
  'new-pipeline': caseOf('new-pipeline'),
  'over-midnight': caseOf('over-midnight'),
  'deadline-in-danger': caseOf('deadline-in-danger'),
  'waits-for-rates': withSlowRates(caseOf('waits-for-rates')),
  'task-removed': caseOf('task-removed'),
  renamed: caseOf('renamed', ['pipelines/ops/audit.yml']),
  'new-secret': caseOf('new-secret'),
  'catchup-bomb': caseOf('catchup-bomb'),
  backfill: caseOf('backfill'),
  'backfill-unknown': unknown(caseOf('backfill')),
  'broken-yaml': caseOf('broken-yaml'),
  'failing-test': caseOf('failing-test'),
  'settings-for-30': withFailures(caseOf('settings-for-30', [], thirty)),
  'settings-broken': caseOf('settings-broken'),
  'sql-only': caseOf('sql-only'),
  'formatting-only': caseOf('formatting-only'),
  'old-errors': caseOf('old-errors'),
  'state-unknown': unknown(caseOf('new-secret')),
  'policy-unmet': { ...policy, teams },
  'policy-waived': { ...policy, teams, approvals: [reviewed], waivers: [waived] },
  'policy-lapsed': { ...policy, teams, approvals: [{ ...reviewed, commit: policy.base.commit }] },
  'policy-own-work': {
    ...policy,
    teams,
    approvals: [reviewed, { login: 'eve', commit: policy.head.commit, base: 'release' }],
    makers: { logins: ['ana', 'bob'], unknown: 0, isWhole: true },
  },
  'policy-edited': { ...caseOf('policy-edited'), teams },
  'stale-workflow': caseOf('over-midnight', [], { [workflowFile]: workflowOf(baseTexts) }),
  hostile: caseOf('hostile'),
  nothing: caseOf('nothing'),
  'tests-removed': caseOf('nothing', ['pipelines/finance/daily-close.test.yml']),
  'fewer-tests': fewerCases(),
  'pipeline-removed': caseOf('nothing', ['pipelines/finance/board-report.yml']),
};

if (!('pipelines/ops/audit.yml' in baseTexts)) throw new Error('the base of the cases is not there');
