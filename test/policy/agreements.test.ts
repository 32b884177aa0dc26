import { describe, expect, test } from 'vitest';
import { answerTo, type Question } from '../../src/policy/agreements.ts';
import { nobody, type People } from '../../src/policy/policy-case.ts';
import { commit, otherCommit, review, waive } from './cases.ts';

const teams = new Map([
  ['@acme/data', ['ana', 'Cleo']],
  ['@Acme/Empty', []],
]);

function answer(question: Partial<Question>, people: Partial<People>) {
  return answerTo(
    { code: 'SG871', owners: [], ...question },
    { ...nobody, author: 'ben', commit, base: 'main', teams, ...people },
  );
}

function agreed(question: Partial<Question>, people: Partial<People>): readonly string[] {
  return answer(question, people).agreed.map(({ login, by }) => `${login} by ${by}`);
}

test.each<[owners: readonly string[], login: string, counts: boolean]>([
  [['@ana'], 'ana', true],
  [['ana'], 'ANA', true],
  [['@ana'], 'cleo', false],
  [['@acme/data'], 'cleo', true],
  [['@ACME/Data'], 'ana', true],
  [['acme/data'], 'ana', true],
  [['@acme/data'], 'dora', false],
  [['@acme/empty'], 'ana', false],
  [['@acme/unknown'], 'ana', false],
  [['@acme/unknown', '@ana'], 'ana', true],
  [['Data team'], 'dora', true],
  [['ana@acme.dev'], 'dora', true],
  [[], 'dora', true],
])('of the owners %j the approval of %s counts: %s', (owners, login, counts) => {
  expect(agreed({ owners }, { approvals: [review(login)] })).toEqual(counts ? [`${login} by review`] : []);
  expect(agreed({ owners }, { waivers: [waive('SG871', login)] })).toEqual(counts ? [`${login} by command`] : []);
});

describe('the author', () => {
  const own = { waivers: [waive('SG871', 'ben')] };

  test.each<[what: string, question: Partial<Question>, counts: boolean]>([
    ['as an owner', { owners: ['@ben'] }, true],
    ['as one of several owners', { owners: ['@ana', '@ben'] }, true],
    ['as an owner of what needs four eyes', { owners: ['@ben'], fourEyes: true }, false],
    ['of what nobody owns', {}, false],
    ['of what nobody can be asked about', { owners: ['Data team'] }, false],
  ])('%s', (_, question, counts) => {
    expect(agreed(question, own)).toEqual(counts ? ['ben by command'] : []);
  });

  test('who is the only owner does not leave what needs four eyes without anybody', () => {
    const question = { owners: ['@Ben'], fourEyes: true } as const;
    expect(answer(question, { approvals: [review('dora')] })).toMatchObject({ approvers: [], missing: 0 });
    expect(answer({ owners: ['@ben', '@ana'], fourEyes: true }, { approvals: [review('dora')] })).toMatchObject({
      approvers: ['@ben', '@ana'],
      missing: 1,
    });
  });
});

describe('a word counts', () => {
  const owners = ['@ana'];

  test('for the commit that it was given for', () => {
    const old = { approvals: [review('ana', otherCommit)], waivers: [waive('SG871', 'ana', { commit: otherCommit })] };
    expect(agreed({ owners }, old)).toEqual([]);
    expect(agreed({ owners }, { approvals: [review('ana')], commit: otherCommit })).toEqual([]);
    expect(answerTo({ code: 'SG871', owners }, { ...nobody, ...old, teams }).agreed).toEqual([]);
  });

  test('for the branch that it was given for', () => {
    const other = {
      approvals: [
        { ...review('ana'), base: 'release' },
        { login: 'ana', commit },
      ],
      waivers: [waive('SG871', 'ana', { base: 'release' })],
    };
    expect(agreed({ owners }, other)).toEqual([]);
    expect(agreed({ owners }, { ...other, base: 'release' })).toEqual(['ana by review']);
  });

  test('for the code and the pipeline that it names', () => {
    const of = (waiver: People['waivers'][number]) => agreed({ owners, pipeline: 'a' }, { waivers: [waiver] });
    expect(of(waive('SG871', 'ana', { pipeline: 'a' }))).toEqual(['ana by command']);
    expect(of(waive('sg871', 'ana'))).toEqual(['ana by command']);
    expect(of(waive('SG871', 'ana', { pipeline: 'b' }))).toEqual([]);
    expect(of(waive('SG872', 'ana'))).toEqual([]);
    expect(agreed({ owners }, { waivers: [waive('SG871', 'ana', { pipeline: 'a' })] })).toEqual([]);
  });

  test('once for each person', () => {
    const people = { approvals: [review('Ana'), review('cleo')], waivers: [waive('SG871', 'ana')] };
    const question = { owners: ['@acme/data'], approvals: 3 };
    expect(answer(question, people)).toMatchObject({
      agreed: [
        { login: 'Ana', by: 'review' },
        { login: 'cleo', by: 'review' },
      ],
      missing: 1,
    });
  });
});

describe('who has made some of it', () => {
  const makers = { logins: ['ben', 'Cleo'], unknown: 0, isWhole: true };
  const both = { approvals: [review('cleo'), review('dora')], makers };

  test.each<[what: string, question: Partial<Question>, counts: readonly string[], involved: readonly string[]]>([
    ['is no second person', { fourEyes: true }, ['dora'], ['cleo']],
    ['is none as an owner', { owners: ['@acme/data'], fourEyes: true }, [], ['cleo']],
    ['is none of what nobody owns', {}, ['dora'], ['cleo']],
    ['is told only where the word would count', { owners: ['@ana'], fourEyes: true }, [], []],
    ['may agree to what is theirs, as the author may', { owners: ['@cleo'] }, ['cleo'], []],
  ])('%s', (_, question, counts, involved) => {
    const found = answer(question, both);
    expect(found.agreed.map(({ login }) => login)).toEqual(counts);
    expect(found.involved ?? []).toEqual(involved);
  });

  test('of an owner who is named by a commit nobody else gets a say: anybody can write a name into a commit', () => {
    const question = { owners: ['@cleo'], fourEyes: true } as const;
    expect(answer(question, both)).toMatchObject({ approvers: ['@cleo'], agreed: [], missing: 1, involved: ['cleo'] });
  });

  test('is anybody, where nobody knows who made all of it', () => {
    const cut = { ...both, makers: { ...makers, isWhole: false } };
    expect(answer({ fourEyes: true }, cut)).toMatchObject({ agreed: [], involved: ['cleo', 'dora'] });
    expect(answer({ owners: ['@cleo'] }, cut)).toMatchObject({ missing: 0 });
  });
});

test('a team of which nothing is known is told where somebody may be of it', () => {
  const question = { owners: ['@acme/data', '@acme/unknown', 'Data team'] };
  const approvers = ['@acme/data', '@acme/unknown'];
  const asked = (login: string) => answer(question, { approvals: [review(login)] });
  expect(answer(question, {})).toEqual({ approvers, notChecked: [], agreed: [], missing: 1 });
  expect(asked('dora')).toEqual({ approvers, notChecked: ['@acme/unknown'], agreed: [], missing: 1 });
  expect(asked('ana')).toMatchObject({ notChecked: [], missing: 0 });
});

test.each([[], ['@dependabot[bot]']])('a program agrees to nothing, whoever owns it: %j', (...owners) => {
  expect(agreed({ owners }, { approvals: [review('dependabot[bot]')] })).toEqual([]);
});
