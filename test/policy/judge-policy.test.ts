import { describe, expect, test } from 'vitest';
import { riskRules } from '../../src/diff/risk-registry.ts';
import { riskCodes } from '../../src/model/policy.ts';
import { acceptedRisks, judgePolicy } from '../../src/policy/judge-policy.ts';
import { policyRules } from '../../src/policy/policy-registry.ts';
import { caseOf, judged, review, type Texts, waive } from './cases.ts';

const task = 'tasks: { load: { run: ./load.sh } }';
const other = 'tasks: { load: { run: ./load.sh, timeout: 5m } }';
const owned = (owner: string, text = task) => `owner: "${owner}"\n${text}`;

function said(texts: Texts): readonly string[] {
  return judged(texts).map(
    ({ severity, code, pipeline = '-', message }) => `${severity} ${code} ${pipeline}: ${message}`,
  );
}

test('the registry has each code once, in order, and the settings can name every risk', () => {
  const codes = policyRules.map(({ code }) => code);
  expect(codes).toEqual([...new Set(codes)].sort());
  expect(riskCodes).toEqual(riskRules.map(({ code }) => code));
});

test('without a policy nothing is found', () => {
  expect(said({ base: { a: task }, head: { b: other } })).toEqual([]);
});

describe('what a pipeline by itself has to follow', () => {
  const policy = 'require: [owner], shells: [bash]';

  test('is asked of what is new or changes, not of what was there', () => {
    const base = { old: task, touched: task };
    const head = { old: task, touched: other, fresh: task };
    expect(said({ policy, base, head })).toEqual([
      'error SG871 fresh: the pipeline has no `owner`, which the policy requires',
    ]);
  });

  test('is asked of what the settings of the change bring about', () => {
    const found = said({ policy, base: { a: task }, settings: ['', 'defaults: { shell: sh }'] });
    expect(found).toEqual(['error SG872 a: `load` has the shell `sh`, which the policy does not allow']);
  });

  test('is asked of what could not be read before', () => {
    expect(said({ policy, base: { a: 'tasks: 3' }, head: { a: task } })).toEqual([
      'error SG871 a: the pipeline has no `owner`, which the policy requires',
    ]);
  });

  test('is what the base says, not what the change makes of it', () => {
    const settings = ['', 'policy: { shells: [] }'] as const;
    const found = judged({ policy, base: { a: task }, head: { a: owned('@ana', other) }, settings });
    expect(found.map(({ code }) => code)).toEqual(['SG878']);
  });
});

test.each<[lanes: readonly [string, string], labels: readonly string[]]>([
  [['', 'lanes: { big: { runs-on: large } }'], ['large']],
  [['lanes: { big: { runs-on: large } }', 'lanes: { big: { runs-on: large } }'], []],
  [['lanes: { big: { runs-on: large } }', 'lanes: { big: { runs-on: [large, gpu] } }'], ['gpu']],
  [['', 'lanes: { big: { runs-on: ubuntu-24.04 }, usual: {} }'], []],
  [
    ['', 'lanes: { big: { runs-on: { group: metal, labels: [arm] } } }'],
    ['metal', 'arm'],
  ],
  [['', 'lanes: { default: { runs-on: self-hosted } }'], ['self-hosted']],
])('runners: %j', (settings, labels) => {
  const found = judged({ policy: 'runners: [ubuntu-*]', base: { a: task }, settings });
  expect(found.map(({ code }) => code)).toEqual(labels.map(() => 'SG875'));
  expect(found.map(({ message }) => /run on `(.*?)`/.exec(message)?.[1]).sort()).toEqual(labels.toSorted());
});

describe('limits', () => {
  const daily = owned('@acme/data', `on: { schedule: [{ cron: "0 5 * * *" }] }\n${task}`);
  const policy = 'limits: { "@Acme/Data": { pipelines: 1, tasks: 1, runs-per-month: 30 }, "*": { pipelines: 0 } }';

  test('are broken by what goes further over them', () => {
    expect(said({ policy, base: { a: daily }, head: { a: daily, b: daily } })).toEqual([
      'error SG876 -: `@acme/data` would have 2 pipelines in place of 1, and may have 1',
      'error SG876 -: `@acme/data` would have 2 tasks in place of 1, and may have 1',
      'error SG876 -: `@acme/data` would have 60 scheduled runs in 30 days in place of 30, and may have 30',
    ]);
  });

  test('are those of one owner, however its name is written', () => {
    const [one, other] = [owned('@acme/data'), owned('ACME/data')];
    expect(
      said({ policy: 'limits: { "@acme/data": { pipelines: 1 } }', base: { a: one }, head: { a: one, b: other } }),
    ).toEqual(['error SG876 -: `ACME/data` would have 2 pipelines in place of 1, and may have 1']);
  });

  test('are not broken by what stays over them', () => {
    expect(said({ policy, base: { a: daily, b: daily }, head: { a: daily, b: `${daily}\ntags: [x]` } })).toEqual([]);
    expect(
      said({ policy, base: { a: daily, b: daily, c: daily }, head: { a: daily, c: `${daily}\ntags: [x]` } }),
    ).toEqual([]);
  });

  test('of others are for each that is not named, and for nobody', () => {
    expect(said({ policy, base: {}, head: { a: task, b: owned('ana') } })).toEqual([
      'error SG876 -: pipelines without an owner would have 1 pipeline in place of 0, and may have 0',
      'error SG876 -: `ana` would have 1 pipeline in place of 0, and may have 0',
    ]);
  });
});

describe('protected pipelines', () => {
  const policy =
    'protect: [{ pipelines: finance/** }, { tags: pci, approvals: 2, by: ["@acme/audit"], message: Cards. }]';
  const close = owned('@acme/finance');

  test.each<[what: string, texts: Texts, pipelines: readonly string[]]>([
    [
      'another change',
      { base: { 'finance/close': close }, head: { 'finance/close': `${close}\nname: x` } },
      ['finance/close'],
    ],
    ['a removal', { base: { 'finance/close': close }, head: {} }, ['finance/close']],
    ['a new one', { base: {}, head: { 'finance/close': close } }, ['finance/close']],
    ['one that moves away', { base: { 'finance/close': close }, head: { 'open/close': close } }, ['open/close']],
    ['one that moves in', { base: { 'open/close': close }, head: { 'finance/close': close } }, ['finance/close']],
    [
      'one of a protected owner, however it is written',
      { policy: 'protect: [{ owners: "@acme/pay" }]', base: {}, head: { a: owned('Acme/Pay') } },
      ['a'],
    ],
    ['one that loses its tag', { base: { a: `tags: [pci]\n${task}` }, head: { a: task } }, ['a']],
    ['one of elsewhere', { base: { a: task }, head: { a: other } }, []],
    [
      'one that nobody can read any more',
      { base: { 'finance/close': close }, head: { 'finance/close': 'tasks: 3' } },
      ['finance/close'],
    ],
    ['one that nobody could read before or after', { base: { 'finance/close': 'tasks: 3' } }, []],
    [
      'the same, when its file changes',
      {
        base: { 'finance/close': 'tasks: 3' },
        files: [{ 'pipelines/finance/close.yml': '1' }, { 'pipelines/finance/close.yml': '2' }],
      },
      ['finance/close'],
    ],
    [
      'a file that it runs',
      { base: { 'finance/close': close }, files: [{ 'load.sh': '1' }, { 'load.sh': '2' }] },
      ['finance/close'],
    ],
    [
      'its defaults',
      { base: { 'finance/close': close }, settings: ['', 'defaults: { retries: 3 }'] },
      ['finance/close'],
    ],
    [
      'its lane',
      { base: { 'finance/close': close }, settings: ['', 'lanes: { default: { runs-on: x } }'] },
      ['finance/close'],
    ],
    ['another lane', { base: { 'finance/close': close }, settings: ['', 'lanes: { more: { runs-on: x } }'] }, []],
    [
      'a backfill of it',
      {
        base: { 'finance/close': close },
        backfills: [{ file: 'pipelines/x.backfill.yml', pipeline: 'finance/close' }],
      },
      ['finance/close'],
    ],
  ])('%s', (_, texts, pipelines) => {
    const found = judged({ policy, ...texts }).filter(({ code }) => code === 'SG877');
    expect(found.map(({ pipeline }) => pipeline)).toEqual(pipelines);
  });

  test('say whom to ask, and what the repository says', () => {
    const base = { 'finance/cards': `tags: [pci]\n${close}` };
    const found = judged({ policy, base, head: { 'finance/cards': `tags: [pci]\nname: x\n${close}` } });
    expect(found.map(({ message, help, approvers, missing }) => ({ message, help, approvers, missing }))).toEqual([
      {
        message: 'what changes here needs 2 approvals of `@acme/audit`: the pipeline is protected',
        help: 'Cards. Ask for an approving review of the newest commit.',
        approvers: ['@acme/audit'],
        missing: 2,
      },
      {
        message: 'what changes here needs an approval of `@acme/finance`: the pipeline is protected',
        help: 'Ask for an approving review of the newest commit.',
        approvers: ['@acme/finance'],
        missing: 1,
      },
    ]);
  });
});

describe('who answers for a pipeline', () => {
  const policy = 'protect: [{ pipelines: finance/** }], shells: [bash]';
  const close = owned('@ana');
  const mine = owned('@ben', 'tasks: { load: { run: ./load.sh, shell: sh } }');
  const approversOf = (texts: Texts) =>
    judged({ policy, ...texts }).map(({ code, approvers }) => [code, ...approvers].join(' '));

  test('is its owner of before, not whom the change makes its owner', () => {
    const texts = { base: { 'finance/close': close }, head: { 'finance/close': mine } };
    expect(approversOf(texts)).toEqual(['SG872 @ana', 'SG877 @ana']);
  });

  test('is nobody that its new text names, if nobody could read it before', () => {
    const texts = { base: { 'finance/close': 'tasks: 3' }, head: { 'finance/close': owned('@eve') } };
    expect(approversOf(texts)).toEqual(['SG877']);
    expect(approversOf({ ...texts, codeowners: '* @cleo' })).toEqual(['SG877 @cleo']);
  });

  test('of a new protected one are its code owners alone, if there are some', () => {
    const texts = { base: {}, head: { 'finance/close': owned('@eve') } };
    expect(approversOf(texts)).toEqual(['SG877 @eve']);
    expect(approversOf({ ...texts, codeowners: '* @cleo' })).toEqual(['SG877 @cleo']);
  });

  test('is whoever owns the place that it moves to, as well, if that is protected', () => {
    const codeowners = '/pipelines/finance/ @cleo\n/pipelines/finance/tax/ @tom';
    const moved = (from: string, to: string, text = close) =>
      approversOf({ base: { [from]: text }, head: { [to]: `renamed-from: ${from}\n${text}` }, codeowners });
    expect(moved('ben/close', 'finance/close', owned('@ben'))).toEqual(['SG877 @cleo']);
    expect(moved('finance/close', 'open/close')).toEqual(['SG877 @ana @cleo']);
    expect(moved('finance/close', 'finance/tax/close')).toEqual(['SG877 @ana @cleo', 'SG877 @tom']);
    expect(moved('finance/close', 'finance/later')).toEqual(['SG877 @ana @cleo']);
  });

  test('does not let pass alone what is found about a protected one', () => {
    const waivers = [waive('SG872', 'ben')];
    const open = (id: string) =>
      judged({ policy, base: { [id]: owned('@ben') }, head: { [id]: mine } }, { waivers })
        .filter(({ blocks }) => blocks)
        .map(({ code }) => code);
    expect(open('sales')).toEqual([]);
    expect(open('finance/close')).toEqual(['SG872', 'SG877']);
  });
});

describe('the rules themselves', () => {
  const base = { a: owned('ana') };
  const settings = ['', 'policy: { require: [] }'] as const;

  test('need their code owner, and the author is not enough', () => {
    const texts = { policy: 'require: [owner]', base, settings, codeowners: '/.github/ @ben @cleo' };
    expect(said(texts)).toEqual(['error SG878 -: the policy changes, which needs an approval of a code owner']);
    const blocks = (login: string) => judged(texts, { waivers: [waive('SG878', login)] }).some((each) => each.blocks);
    expect(['ben', 'ana', 'cleo'].map(blocks)).toEqual([true, true, false]);
  });

  test('without code owners are told, and pass', () => {
    const found = judged({ policy: 'require: [owner]', base, settings });
    expect(found.map(({ severity, blocks }) => [severity, blocks])).toEqual([['warning', false]]);
  });

  test('are CODEOWNERS, too', () => {
    const files = [{ CODEOWNERS: '1' }, { CODEOWNERS: '2' }] as const;
    expect(said({ policy: 'require: [owner]', base, files, codeowners: '* @cleo' })).toEqual([
      'error SG878 -: `CODEOWNERS` changes, which needs an approval of a code owner',
    ]);
    expect(said({ base, files, codeowners: '* @cleo' })).toEqual([]);
  });

  test('are a CODEOWNERS that takes the place of another, too: who owns that one is asked', () => {
    const files = [{}, { '.github/CODEOWNERS': '1' }] as const;
    const codeowners = '/CODEOWNERS @cleo\n/pipelines/ @ana';
    const found = judged({ policy: 'require: [owner]', base, files, codeowners });
    expect(found.map(({ code, blocks, approvers }) => [code, blocks, ...approvers])).toEqual([
      ['SG878', true, '@cleo'],
    ]);
  });

  test('that cannot be read let nothing pass', () => {
    expect(said({ policy: 'require: [ownr]', base })).toEqual([
      'error SG879 -: the policy of the branch that this goes to cannot be read: its settings have errors',
    ]);
  });
});

describe('risks', () => {
  const before = `owner: ana\ntasks: { load: { run: x, retries: 3 }, check: { needs: load, run: y } }`;
  const after = `owner: ana\ntasks: { load: { run: x }, check: { needs: load, run: y } }`;
  const change = { base: { a: before }, head: { a: after } };

  test('pass, unless the policy says otherwise', () => {
    expect(said(change)).toEqual([]);
    expect(said({ ...change, policy: 'block: [SG853]' })).toEqual([expect.stringMatching(/^error SG853 a: /)]);
    expect(said({ ...change, policy: 'block: [SG851]' })).toEqual([]);
  });

  test('that pass can be agreed to all the same', () => {
    const people = { approvals: [review('ana')] };
    expect(acceptedRisks(caseOf(change))).toEqual([]);
    expect(acceptedRisks(caseOf(change, people))).toEqual([
      expect.objectContaining({ code: 'SG853', pipeline: 'a', agreed: [{ login: 'ana', by: 'review' }] }),
    ]);
    expect(acceptedRisks(caseOf({ ...change, policy: 'block: [SG853]' }, people))).toEqual([]);
    expect(judgePolicy(caseOf({ ...change, policy: 'block: [SG853]' }, people))[0]).toMatchObject({
      missing: 0,
      blocks: false,
    });
  });
});
