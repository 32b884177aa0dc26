import { expect, test } from 'vitest';
import type { PolicyFinding } from '../../src/policy/finding.ts';
import { judgePolicy } from '../../src/policy/judge-policy.ts';
import type { People, PolicyCase } from '../../src/policy/policy-case.ts';
import fc from '../support/seeded-fast-check.ts';
import { caseOf, commit, otherCommit } from './cases.ts';

const texts = [
  'tasks: { load: { run: x } }',
  'owner: "@ana"\ntasks: { load: { run: x, shell: sh } }',
  'owner: "@acme/data"\ntags: [pci]\ntasks: { load: { run: x } }',
  'owner: "@ben"\nlane: big\non: { schedule: [{ cron: "*/5 * * * *" }] }\ntasks: { load: { run: x } }',
  'owner: "@acme/data"\non: { schedule: [{ cron: "0 5 * * *" }] }\ntasks: { load: { run: x, retries: 3 }, b: { run: y } }',
  'tasks: 3',
] as const;

const policies = [
  'require: [owner, deadline], shells: [bash], lanes: [default], min-cron-distance: 10m',
  'protect: [{ pipelines: finance/** }, { tags: pci, approvals: 2 }], require: [tags], severity: warning',
  'runners: [ubuntu-*], limits: { "*": { pipelines: 1 } }, block: [SG851, SG853, SG856]',
  'protect: [{}], rules: [{ pipelines: a, require: [runbook] }], exempt: [{ pipelines: b, codes: [SG871], reason: x }]',
] as const;

const ids = ['a', 'b', 'finance/close', 'finance/open'] as const;
const repository = fc.dictionary(fc.constantFrom(...ids), fc.constantFrom(...texts));
const settings = fc.constantFrom('lanes: { big: {} }', 'lanes: { big: { runs-on: metal } }', 'defaults: { shell: sh }');
const logins = fc.constantFrom('ana', 'ben', 'cleo', 'dora');
const commits = fc.constantFrom(commit, otherCommit);
const bases = fc.constantFrom('main', 'main', 'old');
const approvals = fc.record({ login: logins, commit: commits, base: bases });
const codes = fc.constantFrom('SG871', 'SG872', 'SG875', 'SG876', 'SG877', 'SG853');
const waivers = fc.record(
  {
    ...{ code: codes, login: logins, reason: fc.constant('x'), commit: commits, base: bases },
    pipeline: fc.constantFrom(...ids),
  },
  { requiredKeys: ['code', 'login', 'reason', 'commit', 'base'] },
);

const cases: fc.Arbitrary<PolicyCase> = fc
  .record({
    base: repository,
    head: repository,
    policy: fc.constantFrom(...policies),
    settings: fc.tuple(settings, settings),
    codeowners: fc.constantFrom('', '* @cleo', '/pipelines/finance/ @acme/data\n/.github/ @dora'),
    approvals: fc.array(approvals, { maxLength: 3 }),
    waivers: fc.array(waivers, { maxLength: 3 }),
    makers: fc.record({
      logins: fc.subarray(['Ana', 'ben', 'cleo']),
      unknown: fc.constant(0),
      isWhole: fc.constantFrom(true, true, false),
    }),
  })
  .map(({ approvals, waivers, makers, ...given }) =>
    caseOf(given, { approvals, waivers, makers, teams: new Map([['@acme/data', ['ana', 'ben']]]) }),
  );

/** Each case is two repositories that are read and judged. */
const few = { numRuns: 50 };

/** What was found, whoever has agreed to it. */
function found(findings: readonly PolicyFinding[]) {
  return findings.map(({ agreed, missing, blocks, notChecked, involved, ...rest }) => rest);
}

function withPeople(given: PolicyCase, people: Partial<People>): PolicyCase {
  return { ...given, people: { ...given.people, ...people } };
}

test('the cases have findings of many codes, waived and not', () => {
  const all = fc.sample(cases, { numRuns: 120, seed: 7 }).flatMap(judgePolicy);
  const seen = new Set(all.map(({ code, blocks }) => `${code} ${blocks}`));
  expect(
    ['SG871', 'SG872', 'SG873', 'SG874', 'SG875', 'SG876', 'SG877', 'SG853'].filter(
      (code) => !seen.has(`${code} true`),
    ),
  ).toEqual([]);
  expect(['SG871', 'SG875', 'SG877'].filter((code) => !seen.has(`${code} false`))).toEqual([]);
});

test('another word never adds a finding, and never takes an agreement away', () => {
  fc.assert(
    fc.property(cases, approvals, waivers, (given, approval, waiver) => {
      const before = judgePolicy(given);
      const { people } = given;
      const after = judgePolicy(
        withPeople(given, { approvals: [...people.approvals, approval], waivers: [...people.waivers, waiver] }),
      );
      expect(found(after)).toEqual(found(before));
      for (const [index, { missing, agreed }] of before.entries()) {
        expect(after[index]?.missing).toBeLessThanOrEqual(missing);
        expect(after[index]?.agreed.length).toBeGreaterThanOrEqual(agreed.length);
      }
    }),
    few,
  );
});

test('a word for another commit or branch, or of who made some of it for what needs four eyes, never counts', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { approvals: all, waivers: more } = given.people;
      const fresh = {
        approvals: all.filter((each) => each.commit === commit && each.base === 'main'),
        waivers: more.filter((each) => each.commit === commit && each.base === 'main'),
      };
      expect(judgePolicy(given)).toEqual(judgePolicy(withPeople(given, fresh)));
      const guarded = judgePolicy(given).filter(({ code }) => code === 'SG877');
      const { logins: made = [], isWhole = true } = given.people.makers ?? {};
      const own = new Set(['ben', ...made.map((login) => login.toLowerCase())]);
      const heard = guarded.flatMap(({ agreed }) => agreed);
      expect(heard.filter(({ login }) => !isWhole || own.has(login))).toEqual([]);
    }),
    few,
  );
});

test('the order of pipelines, approvals and waivers does not matter', () => {
  fc.assert(
    fc.property(cases, (given) => {
      const { base, head, people } = given;
      const turned = {
        ...withPeople(given, { approvals: people.approvals.toReversed(), waivers: people.waivers.toReversed() }),
        base: { ...base, pipelines: base.pipelines.toReversed() },
        head: { ...head, pipelines: head.pipelines.toReversed() },
      };
      expect(judgePolicy(turned)).toEqual(judgePolicy(given));
    }),
    few,
  );
});

test('a change of nothing is against no policy', () => {
  fc.assert(
    fc.property(repository, fc.constantFrom(...policies), (base, policy) => {
      expect(judgePolicy(caseOf({ base, policy }))).toEqual([]);
    }),
    few,
  );
});
