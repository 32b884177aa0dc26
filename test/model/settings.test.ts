import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/model/load-settings.ts';
import { noPolicy } from '../../src/model/policy.ts';
import { defaultSettings } from '../../src/model/settings.ts';

const file = '.github/segue.yml';

describe('loadSettings', () => {
  it('gives the defaults if there is no file', () => {
    expect(loadSettings(file, undefined)).toEqual({ settings: defaultSettings, diagnostics: [] });
    expect(loadSettings(file, '{}').settings).toEqual(defaultSettings);
  });

  it('normalises everything that it can say', () => {
    const { settings, diagnostics } = loadSettings(
      file,
      `
pipelines: ./flows/
defaults: { timeout: 10m, env: { A: 1.0, B: b } }
pools: { crm: 2, warehouse: { slots: 3, scope: repository }, api: { slots: 1 } }
lanes: { big: { description: Much memory, max-runtime: 3d } }
environments: { production: { vars: { schema: prod } }, staging: {} }
durability: strict
lease: 90s
max-parallel-runs: 8
max-runtime: 45m
artifacts: { store: git, keep: 7d }
`,
    );
    expect(diagnostics).toEqual([]);
    expect(settings).toEqual({
      pipelines: 'flows',
      defaults: { timeout: '10m', env: { A: '1.0', B: 'b' } },
      pools: {
        crm: { slots: 2, scope: 'run' },
        warehouse: { slots: 3, scope: 'repository' },
        api: { slots: 1, scope: 'run' },
      },
      lanes: { default: {}, big: { description: 'Much memory', maxRuntimeMs: 259_200_000 } },
      environments: { local: { vars: {} }, production: { vars: { schema: 'prod' } }, staging: { vars: {} } },
      durability: 'strict',
      leaseMs: 90_000,
      maxParallelRuns: 8,
      wake: { offPeak: false, extra: 4, leadMs: 0 },
      maxRuntimeMs: 2_700_000,
      artifacts: { store: 'git', keepMs: 604_800_000 },
      alerts: { after: 1, perDay: 20, timezone: 'UTC', routes: [] },
      policy: noPolicy,
    });
  });

  it('reads whom to tell, and when not', () => {
    const { settings, diagnostics } = loadSettings(
      file,
      `
alerts:
  after: 2
  timezone: Europe/Paris
  quiet: { from: "22:00", to: "07:00", days: [fri, sat] }
  routes:
    - { webhook: FINANCE, format: json, pipelines: [finance/**], tags: [daily], owners: ["@acme/data"] }
    - { webhook: SLACK }
`,
    );
    expect(diagnostics).toEqual([]);
    expect(settings.alerts).toEqual({
      after: 2,
      perDay: 20,
      timezone: 'Europe/Paris',
      quiet: { from: '22:00', to: '07:00', days: ['fri', 'sat'], critical: 'always' },
      routes: [
        { webhook: 'FINANCE', format: 'json', pipelines: ['finance/**'], tags: ['daily'], owners: ['@acme/data'] },
        { webhook: 'SLACK', format: 'slack' },
      ],
    });
  });

  it('reads lanes as Actions has their words, and when to be woken', () => {
    const { settings, diagnostics } = loadSettings(
      file,
      `
action: seguehq/segue@0123456789abcdef0123456789abcdef01234567
wake: { off-peak: true, extra: 0, lead: 90s }
lanes:
  dbt:
    runs-on: [self-hosted, linux]
    container: { image: python, env: { LEVEL: 1.0 }, ports: [5432] }
    environment: { name: production, deployment: false }
    permissions: { id-token: write }
    setup:
      - { uses: actions/setup-python@v6, with: { python-version: 3.10, check-latest: true } }
      - { name: Install, run: uv sync, if: always(), timeout-minutes: 5 }
`,
    );
    expect(diagnostics).toEqual([]);
    expect(settings).toMatchObject({
      action: 'seguehq/segue@0123456789abcdef0123456789abcdef01234567',
      wake: { offPeak: true, extra: 0, leadMs: 90_000 },
    });
    expect(settings.lanes.dbt).toEqual({
      runsOn: ['self-hosted', 'linux'],
      container: { image: 'python', env: { LEVEL: '1.0' }, ports: [5432] },
      environment: { name: 'production', deployment: false },
      permissions: { 'id-token': 'write' },
      setup: [
        { uses: 'actions/setup-python@v6', with: { 'python-version': '3.10', 'check-latest': 'true' } },
        { name: 'Install', run: 'uv sync', if: 'always()', 'timeout-minutes': 5 },
      ],
    });
  });

  it.each<[place: string, help: string | undefined, marked: string]>([
    [`setup: [{ run: "echo \${{ githb.sha }}" }]`, 'Did you mean `github`?', 'githb'],
    [`setup: [{ uses: ./a, with: { key: "\${{ hashFile('a') }}" } }]`, 'Did you mean `hashFiles`?', 'hashFile'],
    [`token: "\${{ step.app.outputs.token }}"`, 'Did you mean `steps`?', 'step'],
    [`setup: [{ run: x, if: "succes()" }]`, 'Did you mean `success`?', 'succes'],
    [`setup: [{ run: x, if: "\${{ secrets.A != '' }}" }]`, 'Known here', 'secrets'],
    [`setup: [{ run: x, env: { A: "\${{ github.sha" } }]`, undefined, `\${{ github.sha`],
    [`setup: [{ run: x, env: { A: "\${{ github. }}" } }]`, undefined, '. '],
    [`runs-on: "\${{ secrets.RUNNER }}"`, 'Known here', 'secrets'],
    [`environment: { name: "\${{ param.x }}" }`, 'Known here', 'param'],
    [`container: { image: x, options: "\${{ need.due }}" }`, 'Did you mean `needs`?', 'need'],
  ])('refuses an expression that Actions would refuse: %s', (place, help, marked) => {
    const text = `lanes: { a: { ${place} } }`;
    const { diagnostics } = loadSettings(file, text);
    expect(diagnostics).toMatchObject([{ code: 'SG103', severity: 'error' }]);
    const [{ range, help: said } = { range: { start: 0, end: 0 }, help: undefined }] = diagnostics;
    expect(text.slice(range.start, range.end)).toBe(marked);
    if (help !== undefined) expect(said).toContain(help);
  });

  it('takes every expression that Actions has', () => {
    const text = `
lanes:
  a:
    runs-on: "\${{ vars.RUNNER || 'ubuntu-latest' }}"
    container: { image: "\${{ inputs.image }}", credentials: { username: "\${{ github.actor }}", password: "\${{ secrets.P }}" } }
    environment: { name: production, url: "\${{ steps.a.outputs.url }}" }
    setup:
      - { run: "echo \${{ runner.os }} {{ x }} $HOME", id: a, env: { K: "\${{ hashFiles('a', 'b') }}-\${{ toJSON(env) }}" } }
      - { uses: ./b, if: "always() && !cancelled()", with: { token: "\${{ secrets.A }}" } }
      - { run: x, if: "\${{ failure() || job.status == 'success' }}" }
`;
    expect(loadSettings(file, text).diagnostics).toEqual([]);
  });

  it.each([
    ['lanes: { a: { runs-on: [] } }', 'SG109', undefined],
    ['lanes: { a: { runs-on: 5 } }', 'SG103', 'ubuntu-latest'],
    ['lanes: { a: { runs_on: x } }', 'SG101', 'Did you mean `runs-on`?'],
    ['lanes: { a: { container: { options: x } } }', 'SG105', 'python:3.13'],
    ['lanes: { a: { setup: [{}] } }', 'SG105', 'has one of the two'],
    ['lanes: { a: { setup: [{ run: x, uses: y }] } }', 'SG103', 'has one of the two'],
    ['lanes: { a: { setup: [{ run: x, with: { a: b } }] } }', 'SG101', 'Remove `with`'],
    ['lanes: { a: { setup: [{ uses: x, shell: sh }] } }', 'SG101', 'Remove `shell`'],
    ['lanes: { a: { setup: [{ run: x, id: b }, { run: x, id: B }] } }', 'SG104', undefined],
    ['lanes: { a: { setup: [{ run: x, id: __b }] } }', 'SG104', undefined],
    ['lanes: { a: { setup: { run: x } } }', 'SG103', 'setup:'],
    ['lanes: { a: { permissions: { contents: admin } } }', 'SG103', undefined],
    ['lanes: { a: { permissions: { content: read } } }', 'SG101', 'Did you mean `contents`?'],
    ['lanes: { a: { permissions: write-all } }', 'SG103', undefined],
    ['lanes: { a: { environment: { url: x } } }', 'SG105', undefined],
    ['wake: { extra: 97 }', 'SG109', undefined],
    ['max-runtime: 599s', 'SG109', undefined],
    ['lanes: { a: { max-runtime: 6d } }', 'SG109', undefined],
    ['max-runtime: 5', 'SG108', '`5m` minutes'],
    ['artifacts: { keep: 12h }', 'SG109', undefined],
    ['artifacts: { keep: 401d }', 'SG109', undefined],
    ['artifacts: { store: actoins }', 'SG103', 'Did you mean'],
    ['wake: { lead: 61m }', 'SG109', undefined],
    ['wake: { lead: 5 }', 'SG108', '`5m` minutes'],
    ['wake: { offpeak: true }', 'SG101', 'Did you mean `off-peak`?'],
    ['alerts: { after: 0 }', 'SG109', undefined],
    ['alerts: { routes: [{ webhook: "https://hooks.slack.com/x" }] }', 'SG103', 'keep it as a secret'],
    ['alerts: { routes: [{ format: slack }] }', 'SG105', undefined],
    ['alerts: { routes: { webhook: SLACK } }', 'SG103', 'routes: ['],
    ['alerts: { routes: [{ webhook: A }, { webhook: B }] }', 'SG109', 'last'],
    ['alerts: { timezone: Europe/Pariss }', 'SG103', 'IANA'],
    ['alerts: { quiet: { from: "22:00", to: "22:00" } }', 'SG103', 'two times'],
    ['alerts: { quiet: { from: 22, to: "07:00" } }', 'SG108', undefined],
    ['alerts: { quiet: { from: "22:00", to: "07:00", days: [friday] } }', 'SG103', undefined],
    ['action: seguehq/segue', 'SG103', 'seguehq/segue@v1'],
    ['action: "seguehq/segue@v1 # x"', 'SG103', 'seguehq/segue@v1'],
  ])('refuses %j as %s', (text, code, help) => {
    const { diagnostics } = loadSettings(file, text);
    expect(diagnostics).toMatchObject([{ code }]);
    if (help !== undefined) expect(diagnostics[0]?.help).toContain(help);
  });

  it.each([
    ['pool: {}', 'SG101', 'Did you mean `pools`?'],
    ['pools: { a: 0 }', 'SG109', undefined],
    ['pools: { a: many }', 'SG103', 'Write `crm-api: 2`'],
    ['pools: { "a b": 1 }', 'SG104', 'Take `a-b`'],
    ['pools: { a: {} }', 'SG105', 'slots: 2'],
    ['pools: { a: { slots: 2, scope: repo } }', 'SG103', undefined],
    ['pools: { a: { slots: 2, scope: repositry } }', 'SG103', 'Did you mean `repository`?'],
    ['lease: 9s', 'SG109', undefined],
    ['lease: 61m', 'SG109', undefined],
    ['lease: 300', 'SG108', '`300s` are seconds'],
    ['max-parallel-runs: 0', 'SG109', undefined],
    ['max-parallel-runs: 101', 'SG109', undefined],
    ['max-paralel-runs: 2', 'SG101', 'Did you mean `max-parallel-runs`?'],
    ['durability: string', 'SG103', 'Did you mean `strict`?'],
    ['defaults: { timeout: 9d }', 'SG109', undefined],
    ['defaults: { run: x }', 'SG101', 'Known here'],
    ['jobs: {}', 'SG101', 'Known here'],
    ['environments: { Prod: {} }', 'SG104', 'Take `prod`'],
    ['environments: { qa_: {} }', 'SG104', 'Take `qa`'],
    ['environments: { production: { vars: { a b: c } } }', 'SG104', 'Take `a-b`'],
    ['- a', 'SG006', 'settings'],
  ])('refuses %j as %s', (text, code, help) => {
    const { diagnostics } = loadSettings(file, text);
    expect(diagnostics).toMatchObject([{ code }]);
    if (help !== undefined) expect(diagnostics[0]?.help).toContain(help);
  });

  it('keeps what is right beside what is wrong', () => {
    const { settings, diagnostics } = loadSettings(file, 'pools: { a: many, b: 2 }\ndurability: strict\nlanez: {}');
    expect(diagnostics.map(({ code }) => code)).toEqual(['SG103', 'SG101']);
    expect(settings).toMatchObject({ pools: { b: { slots: 2 } }, durability: 'strict' });
    expect(Object.keys(settings.pools)).toEqual(['b']);
  });

  it.each([
    ['10s', 10_000],
    ['1h', 3_600_000],
    ['9999ms', defaultSettings.leaseMs],
    ['1h1ms', defaultSettings.leaseMs],
    ['soon', defaultSettings.leaseMs],
  ])('a lease of %s is one of %d ms', (lease, expected) => {
    expect(loadSettings(file, `lease: ${lease}`).settings.leaseMs).toBe(expected);
  });

  it('falls back to the defaults where the text itself is broken', () => {
    const { settings, diagnostics } = loadSettings(file, 'durability: strict\npools: {');
    expect(diagnostics.map(({ code }) => code)).toEqual(['SG001']);
    expect(settings).toEqual(defaultSettings);
  });
});
