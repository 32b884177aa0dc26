import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { riskExamples, riskPages } from '../../scripts/risk-pages.ts';
import { riskPage } from '../../src/diff/risk-page.ts';
import { riskRules } from '../../src/diff/risk-registry.ts';

const pages = riskPages(riskExamples());

test.each([...pages])('%s is what its fixtures and its risk give', (file, text) => {
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test.each(riskRules)('$code: the program has the same page', async ({ code, name }) => {
  expect(await riskPage(code.toLowerCase())).toBe(pages.get(`docs/risks/${code}.md`));
  expect(await riskPage(name)).toContain(
    `warning[${code}]`.replace('warning', ['SG855', 'SG856'].includes(code) ? 'note' : 'warning'),
  );
});

test('there is no page of what is no risk', async () => {
  expect(await riskPage('SG201')).toBeUndefined();
});
