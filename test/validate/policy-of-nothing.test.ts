import { expect, test } from 'vitest';
import { loadSettings } from '../../src/model/load-settings.ts';
import { validateFiles } from '../../src/validate/validate.ts';

const ids = ['daily', 'finance/close', 'finance/tax/vat'];

function said(policy: string, files = ids): readonly string[] {
  const text = `lanes: { payroll: {} }\npolicy: { ${policy} }\n`;
  const inputs = files.map((id) => ({ file: `pipelines/${id}.yml`, content: 'tasks: { a: { run: x } }' }));
  const { diagnostics } = validateFiles(inputs, loadSettings('.github/segue.yml', text));
  return diagnostics
    .filter(({ code }) => code === 'SG506')
    .map(({ message, help, range }) => `${text.slice(range.start, range.end)}: ${message}. ${help}`);
}

test.each<[policy: string, words: readonly string[]]>([
  ['protect: [{ pipelines: finance/** }, { pipelines: [daily, finance/tax/*] }, { tags: pci }]', []],
  ['protect: [{ pipelines: finace/** }]', ['finace/**: no pipeline fits `finace/**`. Did you mean `finance/**`?']],
  [
    'protect: [{}, { pipelines: [daily, finance/txa/*] }]',
    ['finance/txa/*: no pipeline fits `finance/txa/*`. Did you mean `finance/tax/*`?'],
  ],
  ['rules: [{ pipelines: dialy, require: [owner] }]', ['dialy: no pipeline fits `dialy`. Did you mean `daily`?']],
  [
    'exempt: [{ pipelines: legacy/**, codes: [SG871], reason: x }]',
    ['legacy/**: no pipeline fits `legacy/**`. segue list shows the pipelines.'],
  ],
  ['protect: [{ pipelines: da?lx }]', ['da?lx: no pipeline fits `da?lx`. segue list shows the pipelines.']],
  ['lanes: [default, payroll], rules: [{ lanes: [payroll] }]', []],
  [
    'lanes: [default], rules: [{ tags: hr, lanes: [payrol] }]',
    ['payrol: the lane `payrol` is not in the settings. Did you mean `payroll`? Lanes: `default`, `payroll`.'],
  ],
])('%s', (policy, words) => {
  expect(said(policy)).toEqual(words);
});

test('before there are pipelines a pattern may wait for them', () => {
  expect(said('protect: [{ pipelines: finance/** }]', [])).toEqual([]);
});
