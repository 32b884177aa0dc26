import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Lane, SetupStep } from '../../src/model/lane.ts';
import { loadPipeline, loadSettings } from '../../src/model/load.ts';
import type { Pipeline } from '../../src/model/pipeline.ts';
import { defaultSettings } from '../../src/model/settings.ts';
import { type WorkflowSettings, workflowText } from '../../src/workflow/workflow-text.ts';
import { anyCron } from '../support/arbitrary-cron.ts';
import { pipelineOf, taskOf } from '../support/builders.ts';
import { changingZones } from '../support/changing-zones.ts';
import fc from '../support/seeded-fast-check.ts';
import { refusals } from './github-parser.ts';

const daily = 'on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris }] }';
const task = 'tasks: { a: { run: "true" } }';

/** Files as people write them. */
interface Files {
  readonly settings?: string;
  readonly pipelines: Readonly<Record<string, string>>;
}

function made({ settings, pipelines }: Files): string {
  const read = loadSettings('.github/segue.yml', settings);
  const loaded = Object.entries(pipelines).map(([id, text]) =>
    loadPipeline(`pipelines/${id}.yml`, `${text}\n${task}\n`),
  );
  expect([...read.diagnostics, ...loaded.flatMap(({ diagnostics }) => diagnostics)]).toEqual([]);
  return workflowText(
    loaded.flatMap(({ pipeline }) => pipeline ?? []),
    read.settings,
  );
}

const cases: Readonly<Record<string, Files>> = {
  'one-lane': {
    pipelines: { daily, hourly: 'on: { schedule: [{ cron: "0 * * * *" }] }\nsecrets: [CRM_TOKEN, API_KEY]' },
  },
  'no-pipelines': { pipelines: {} },
  'several-lanes': {
    settings: `
wake: { off-peak: true, extra: 2, lead: 10m }
action: seguehq/segue@0123456789abcdef0123456789abcdef01234567
lanes:
  unused: { runs-on: windows-latest }
  dbt:
    description: Where dbt is at home
    runs-on: { group: large, labels: [linux, x64] }
    container:
      image: ghcr.io/acme/dbt:1.9
      credentials: { username: "\${{ github.actor }}", password: "\${{ secrets.PULL }}" }
      env: { LEVEL: 1.0, EMPTY: "" }
      ports: [5432, "8080:80"]
      options: --cpus 2
    environment: { name: production, url: "https://acme.dev/data", deployment: false }
    permissions: { id-token: write, packages: read, issues: none }
    token: "\${{ steps.app.outputs.token }}"
    setup:
      - uses: actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97
        id: python
        with: { python-version: 3.10, check-latest: true, cache: "yes" }
      - name: "Install: all of it"
        if: success() && steps.python.outputs.cache-hit != 'true'
        run: |
          # everything
          pip install -r requirements.txt

          echo "\${{ github.sha }}"    
        env: { PIP_INDEX_URL: "\${{ secrets.INDEX }}", N: 0o17 }
        continue-on-error: true
        timeout-minutes: 5
  self-hosted: { runs-on: [self-hosted, "8"] }
`,
    pipelines: {
      'finance/daily-close': `${daily}\nlane: dbt\nsecrets: [WAREHOUSE]`,
      'finance/report': 'on: { after: finance/daily-close }\nlane: dbt\nsecrets: [MAIL, WAREHOUSE]',
      ingest: 'on: { schedule: [{ cron: "*/15 * * * *" }] }\nlane: self-hosted',
      byHand: 'secrets: [OTHER]',
    },
  },
  'many-crons': {
    pipelines: Object.fromEntries(
      ['UTC', 'America/New_York', 'Europe/Paris', 'Australia/Lord_Howe', 'Asia/Kathmandu'].map((timezone, index) => [
        `p${index}`,
        `on: { schedule: [{ cron: "${index * 7} 2 * * *", timezone: ${timezone} }, { cron: "30 */2 L * *", timezone: ${timezone} }, { cron: "0 9-17 15W * FRI#2", timezone: ${timezone} }] }`,
      ]),
    ),
  },
  'odd-names': {
    settings: `lanes: { _: {}, on: {}, "null": { setup: [{ run: ":" }] }, ${'x'.repeat(100)}: {} }`,
    pipelines: {
      'Ünï/çødé-1.2': `${daily}\nlane: _`,
      on: 'lane: on\nsecrets: [_, yes, NO]',
      null: 'lane: "null"',
      long: `lane: ${'x'.repeat(100)}`,
    },
  },
  'one-lane-with-set-up': {
    settings: 'wake: { extra: 0 }\nlanes: { default: { runs-on: ubuntu-24.04, setup: [{ run: make }] } }',
    pipelines: { byHand: '' },
  },
};

describe.each(Object.entries(cases))('the workflow of %s', (name, files) => {
  test('is as it was', async () => {
    await expect(made(files)).toMatchFileSnapshot(`golden/${name}.yml`);
  });

  test('is one for GitHub', async () => {
    expect(await refusals(made(files))).toEqual([]);
  });
});

test('the parser would refuse what is wrong', async () => {
  const text = made(cases['one-lane'] ?? { pipelines: {} });
  expect(await refusals(text.replace('"0 5 * * *"', '"0 25 * * *"'))).not.toEqual([]);
  expect(await refusals(text.replace('timeout-minutes', 'timeout'))).not.toEqual([]);
  expect(await refusals(text.replace('inputs.run }', 'inputs.run |}'))).not.toEqual([]);
  expect(await refusals(text.replace('github.event_name', 'secrets.event_name'))).not.toEqual([]);
});

interface Written {
  readonly on: { readonly schedule?: readonly { readonly cron: string; readonly timezone?: string }[] };
  readonly jobs: Readonly<
    Record<
      string,
      {
        readonly 'runs-on': unknown;
        readonly steps: readonly (Readonly<Record<string, unknown>> & { readonly env?: object })[];
      }
    >
  >;
}

function written(pipelines: readonly Pipeline[], settings: Partial<WorkflowSettings> = {}): Written {
  return parse(workflowText(pipelines, { ...defaultSettings, ...settings }));
}

const name = fc.stringMatching(/^[A-Za-z_][\w-]{0,20}$/).filter((each) => !['constructor', '__proto__'].includes(each));
const secret = fc.stringMatching(/^[A-Za-z_]\w{0,20}$/).filter((each) => !each.startsWith('__'));
/** Any text but an expression: of those GitHub takes only its own. */
const text = fc.oneof(
  fc.constantFrom(
    'yes',
    '010',
    '1.10',
    'null',
    '~',
    '#',
    ': ',
    "'",
    '"',
    '- a',
    '  a\n b\n\n',
    'a\r\nb\t',
    '\u2028é\u0085',
    '%',
    '*a',
    '|',
  ),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.array(fc.string({ unit: 'binary-ascii', maxLength: 12 }), { maxLength: 4 }).map((lines) => lines.join('\n')),
);
const literal = text.filter((each) => !each.includes('${{'));
const filled = literal.filter((each) => /\S/.test(each));
const setupStep: fc.Arbitrary<SetupStep> = fc.oneof(
  fc.record(
    { name: literal, run: filled, env: fc.dictionary(secret, literal, { maxKeys: 3 }) },
    { requiredKeys: ['run'] },
  ),
  fc.record({ uses: fc.constant('./action'), with: fc.dictionary(name, literal, { maxKeys: 3 }) }),
);
const lane: fc.Arbitrary<Lane> = fc.record(
  {
    runsOn: fc.oneof(filled, fc.array(filled, { minLength: 1, maxLength: 3 })),
    setup: fc.array(setupStep, { maxLength: 4 }),
    permissions: fc.dictionary(
      fc.constantFrom('packages', 'issues', 'pages'),
      fc.constantFrom('read', 'write', 'none'),
    ),
  },
  { requiredKeys: [] },
);
const lanes = fc.dictionary(name, lane, { minKeys: 1, maxKeys: 4 }).filter(areApart);
const cron = fc.tuple(anyCron, fc.constantFrom('UTC', ...changingZones));
const world = lanes.chain((all) =>
  fc.record({
    lanes: fc.constant(all),
    wake: fc.record({
      offPeak: fc.boolean(),
      extra: fc.integer({ min: 0, max: 96 }),
      leadMs: fc.constantFrom(0, 600_000),
    }),
    pipelines: fc.array(
      fc.record({
        lane: fc.constantFrom('default', ...Object.keys(all)),
        secrets: fc.uniqueArray(secret, { maxLength: 4 }),
        crons: fc.array(cron, { maxLength: 3 }),
      }),
      { maxLength: 6 },
    ),
  }),
);

/** Ids that differ by letter case alone are refused when settings are read. */
function areApart(all: object): boolean {
  return new Set(Object.keys(all).map((each) => each.toLowerCase())).size === Object.keys(all).length;
}

function pipelinesOf(
  all: readonly { lane: string; secrets: string[]; crons: [{ text: string }, string][] }[],
): Pipeline[] {
  return all.map(({ lane, secrets, crons }, index) =>
    pipelineOf([taskOf('a')], {
      id: `p${index}`,
      lane,
      secrets,
      on: { schedule: crons.map(([each, timezone]) => ({ cron: each.text, timezone })), after: [] },
    }),
  );
}

describe('whatever pipelines and settings say', () => {
  test('GitHub takes the workflow, and it is the same for the same input', async () => {
    await fc.assert(
      fc.asyncProperty(world, async ({ pipelines, lanes, wake }) => {
        const all = pipelinesOf(pipelines);
        const settings = { lanes: { default: {}, ...lanes }, wake };
        const first = workflowText(all, settings);
        expect(await refusals(first)).toEqual([]);
        expect(workflowText(all.toReversed(), structuredClone(settings))).toBe(first);
      }),
      { numRuns: 150 },
    );
  });

  test('set-up steps and runners arrive as they are written', () => {
    fc.assert(
      fc.property(lane, (lane) => {
        const { jobs } = written([pipelineOf([taskOf('a')], { lane: 'x' })], { lanes: { default: {}, x: lane } });
        const { 'runs-on': runsOn, steps } = jobs['lane-x'] ?? jobs.tick ?? { steps: [], 'runs-on': '' };
        expect(steps.slice(1, -1)).toEqual(lane.setup ?? []);
        expect(runsOn).toEqual(lane.runsOn ?? 'ubuntu-latest');
      }),
      { numRuns: 300 },
    );
  });

  test('each secret is seen by one step, of the lane whose pipelines name it', () => {
    fc.assert(
      fc.property(world, ({ pipelines, lanes, wake }) => {
        const { jobs } = written(pipelinesOf(pipelines), { lanes: { default: {}, ...lanes }, wake });
        for (const [id, { steps }] of Object.entries(jobs)) {
          const own = pipelines.filter(({ lane }) => id === 'tick' || id === `lane-${lane}`);
          const names = id === 'due' || id === 'comment' ? [] : own.flatMap(({ secrets }) => secrets);
          expect(Object.keys(steps.at(-1)?.env ?? {}).sort()).toEqual([...new Set(names)].sort());
        }
      }),
      { numRuns: 100 },
    );
  });
});

test('no text of a pipeline gets into the workflow', () => {
  const trap = fc.constantFrom(`\${{ secrets.X }}`, '`id`', '$(id)', "'; id; '", '\n      - run: id', '"\nx: y', '# ');
  const nasty = fc.tuple(trap, text, trap).map((parts) => parts.join(''));
  const base = made({ pipelines: { a: daily } });
  fc.assert(
    fc.property(nasty, (words) => {
      const quoted = JSON.stringify(words);
      const says = ['name', 'description', 'owner', 'runbook'].map((key) => `${key}: ${quoted}`);
      const more = `env: { A: ${quoted} }\nparams: { p: { default: ${quoted}, description: ${quoted} } }\ntags: [${quoted}]`;
      const body = `${daily}\n${says.join('\n')}\n${more}\ntasks: { a: { run: ${quoted}, env: { B: ${quoted} } } }`;
      const { pipeline } = loadPipeline('pipelines/a.yml', body);
      if (pipeline !== undefined) expect(workflowText([pipeline], defaultSettings)).toBe(base);
    }),
    { numRuns: 200 },
  );
});

test('a comment costs a job only if its first word is /segue', () => {
  const { jobs } = written([]);
  expect(Object.entries(jobs).map(([id, job]) => [id, (job as unknown as { if: string }).if])).toEqual([
    ['tick', "github.event_name != 'issue_comment'"],
    [
      'comment',
      "github.event_name == 'issue_comment' && (github.event.comment.body == '/segue' || startsWith(github.event.comment.body, '/segue '))",
    ],
  ]);
});

test('each lane has the secrets that alerts are sent to, and no others but its own', () => {
  const pipelines = [pipelineOf([taskOf('a')], { secrets: ['OWN'] })];
  const route = { webhook: 'SLACK_WEBHOOK', format: 'slack' } as const;
  const alerts = { ...defaultSettings.alerts, routes: [route] };
  const text = workflowText(pipelines, { ...defaultSettings, alerts });
  expect(text).toMatch(/SLACK_WEBHOOK: \$\{\{ secrets.SLACK_WEBHOOK \}\}/);
  expect([...text.matchAll(/secrets\.(\w+)/g)].map(([, name]) => name).sort()).toEqual(['OWN', 'SLACK_WEBHOOK']);
});
