import { describe, expect, it } from 'vitest';
import { loadSettings } from '../../src/model/load-settings.ts';
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
lanes: { big: { description: Much memory } }
environments: { production: { vars: { schema: prod } }, staging: {} }
durability: strict
lease: 90s
max-parallel-runs: 8
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
      lanes: { default: {}, big: { description: 'Much memory' } },
      environments: { local: { vars: {} }, production: { vars: { schema: 'prod' } }, staging: { vars: {} } },
      durability: 'strict',
      leaseMs: 90_000,
      maxParallelRuns: 8,
    });
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
