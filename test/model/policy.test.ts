import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load-settings.ts';
import { noPolicy } from '../../src/model/policy.ts';

const file = '.github/segue.yml';

function load(text: string) {
  const { settings, diagnostics, source } = loadSettings(file, text);
  const said = diagnostics.map(({ code, message, range, help = '' }) => ({
    code,
    message,
    help,
    marked: source?.text.slice(range.start, range.end),
  }));
  return { policy: settings.policy, said };
}

test('everything that it can say is normalised', () => {
  const { policy, said } = load(`
policy:
  require: [owner, description, owner]
  shells: [bash, uv run *]
  lanes: [default]
  min-cron-distance: 15m
  message: See the handbook.
  runners: [ubuntu-*]
  rules:
    - { pipelines: finance/**, tags: [pci], require: [deadline], severity: warning }
    - { owners: "@acme/data", shells: [bash] }
  limits:
    "@acme/data": { pipelines: 20, tasks: 200, runs-per-month: 3000 }
    "*": { pipelines: 0 }
  protect:
    - { pipelines: [finance/**, hr/*], approvals: 2, by: ["@acme/audit", "@ana"], message: Closes the books. }
    - { tags: pci }
  exempt: [{ pipelines: legacy/**, codes: [SG871, SG872], reason: Moves to dbt }]
  block: [SG851, SG854]
`);
  expect(said).toEqual([]);
  expect(policy).toEqual({
    rules: [
      {
        severity: 'error',
        require: ['owner', 'description'],
        shells: ['bash', 'uv run *'],
        lanes: ['default'],
        minCronDistanceMs: 900_000,
        message: 'See the handbook.',
      },
      { pipelines: ['finance/**'], tags: ['pci'], severity: 'warning', require: ['deadline'] },
      { owners: ['@acme/data'], severity: 'error', require: [], shells: ['bash'] },
    ],
    runners: ['ubuntu-*'],
    limits: [
      { owner: '@acme/data', pipelines: 20, tasks: 200, runsPerMonth: 3000 },
      { owner: '*', pipelines: 0 },
    ],
    protect: [
      { pipelines: ['finance/**', 'hr/*'], approvals: 2, by: ['@acme/audit', '@ana'], message: 'Closes the books.' },
      { tags: ['pci'], approvals: 1 },
    ],
    exempt: [{ pipelines: ['legacy/**'], codes: ['SG871', 'SG872'], reason: 'Moves to dbt' }],
    block: ['SG851', 'SG854'],
  });
});

test.each(['', '{}', 'policy: {}', 'policy: { severity: warning }'])('%j asks nothing', (text) => {
  expect(load(text === '' ? '{}' : text)).toEqual({ policy: noPolicy, said: [] });
});

test.each<[line: string, code: string, marked: string, help: RegExp]>([
  ['requires: [owner]', 'SG101', 'requires', /`require`/],
  ['require: owner', 'SG103', 'owner', /Write `require: \[owner, description\]`/],
  ['require: [onwer]', 'SG103', 'onwer', /owner/],
  ['severity: note', 'SG103', 'note', /error/],
  ['min-cron-distance: 15', 'SG108', '15', /15m/],
  ['min-cron-distance: 1s', 'SG109', '1s', /^/],
  ['rules: [{ min-cron-distance: 60d }]', 'SG109', '60d', /^/],
  ['rules: [{ pipeline: a }]', 'SG101', 'pipeline', /`pipelines`/],
  ['protect: [{ by: [acme] }]', 'SG103', 'acme', /@organisation\/team/],
  ['protect: [{ approvals: 0 }]', 'SG109', '0', /^/],
  ['exempt: [{ codes: [SG877], reason: x }]', 'SG103', 'SG877', /^/],
  ['exempt: [{ codes: [SG871] }]', 'SG105', '{ codes: [SG871] }', /^/],
  ['block: [SG871]', 'SG103', 'SG871', /^/],
  ['limits: { "@a/b": { pipeline: 1 } }', 'SG101', 'pipeline', /`pipelines`/],
])('%s is told', (line, code, marked, help) => {
  const { said } = load(`policy: { ${line} }`);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatchObject({ code, marked });
  expect(`${said[0]?.message} ${said[0]?.help}`).toMatch(help);
});
