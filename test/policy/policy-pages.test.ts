import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readPolicyFixtures } from '../../scripts/policy-fixtures.ts';
import { judgeFixture, policyExamples, policyPages } from '../../scripts/policy-pages.ts';
import { policyPage } from '../../src/policy/policy-page.ts';
import { changeRules } from '../../src/policy/policy-registry.ts';

const pages = policyPages(policyExamples());

test.each([...pages])('%s is what its fixtures and its rule give', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test.each(changeRules)('$code: the program has the same page', async ({ code, name }) => {
  expect(await policyPage(code.toLowerCase())).toBe(pages.get(`docs/policy/${code}.md`));
  expect(await policyPage(name)).toContain(`error[${code}]`);
});

test.each(readPolicyFixtures())(
  '$code-$name: the change has this finding and no other; where it passes none is left',
  (fixture) => {
    const found = judgeFixture(fixture, false);
    expect([...new Set(found.map(({ code, blocks }) => `${code} ${blocks}`))]).toEqual([`${fixture.code} true`]);
    expect(changeRules.find(({ code }) => code === fixture.code)?.name).toBe(fixture.name);
    expect(judgeFixture(fixture, true).filter(({ blocks }) => blocks)).toEqual([]);
  },
);

test('there is no page of what no change is judged by', async () => {
  expect(await policyPage('SG871')).toBeUndefined();
});
