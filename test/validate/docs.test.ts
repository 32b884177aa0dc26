import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluateCondition, evaluateTemplate } from '../../src/model/expression/expression.ts';
import { loadSettings } from '../../src/model/load-settings.ts';
import { validateFile } from '../../src/validate/validate.ts';
import { filesBelow, root } from '../architecture/source-files.ts';

const pages = ['README.md', ...filesBelow(join(root, 'docs')).map((path) => `docs/${path}`)].filter(
  (path) => path.endsWith('.md') && !/^docs\/(?:rules|policy)\//.test(path),
);

const examples = pages.flatMap((path) =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(([, text = '']) => ({
    path,
    text,
  })),
);

const shared = `
pools: { crm: 1, crm-api: 2, warehouse: 4 }
environments: { production: { vars: { schema: analytics } } }
`;

describe('the examples of the documentation', () => {
  const { settings } = loadSettings('.github/segue.yml', shared);
  const pipelines = examples.filter(({ text }) => /^tasks:/m.test(text));
  const settingsFiles = examples.filter(({ text }) => /^(?:pools|environments|lanes|policy):/m.test(text));

  test('are found', () => {
    expect(pipelines.length).toBeGreaterThan(3);
    expect(settingsFiles.length).toBeGreaterThan(0);
  });

  test.each(pipelines)('are pipelines without errors: $path', ({ text }) => {
    const { diagnostics } = validateFile({ file: 'pipelines/example.yml', content: text }, settings);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test.each(settingsFiles)('are settings without findings: $path', ({ text }) => {
    expect(loadSettings('.github/segue.yml', text).diagnostics).toEqual([]);
  });
});

describe('what docs/expressions.md says of values', () => {
  const values = {
    needs: { check: { result: 'success', outputs: { changed: 'false', rows: '["3","4",null]' } } },
    foreach: { item: { 'first name': 'Ana', name: 'b' }, index: 0 },
  } as const;

  test.each([
    [`'it''s'`, "it's"],
    [`-1.5`, '-1.5'],
    [`null`, ''],
    [`needs.check.outputs.none`, ''],
    [`foreach.item['first name']`, 'Ana'],
    [`foreach.item.name`, 'b'],
    [`FOREACH.Index`, '0'],
    [`fromJSON('[1, 2]')[0]`, '1'],
    [`fromJSON(needs.check.outputs.rows)[0]`, '3'],
    [`fromJSON(needs.check.outputs.rows)[2] == null`, 'true'],
    [`needs.check.outputs.none == null`, 'true'],
    [`'ABC' == 'abc'`, 'true'],
    [`'3' == 3`, 'true'],
    [`false && 'b' || 'c'`, 'c'],
    [`1 <= 2 && !(2 > 3)`, 'true'],
    [`contains('text', 'EX')`, 'true'],
    [`contains(fromJSON('["a"]'), 'a')`, 'true'],
    [`startsWith('text', 't') && endsWith('text', 't')`, 'true'],
    [`format('{0} of {1}', 1, 'b')`, '1 of b'],
    [`join(fromJSON('["a", "b"]'), ', ')`, 'a, b'],
    [`case(false, 'a', true, 'b', 'c')`, 'b'],
    [`fromJSON(toJSON(foreach.item)).name`, 'b'],
  ])('%s', (body, text) => {
    expect(evaluateTemplate(`\${{ ${body} }}`, values)).toEqual({ ok: true, value: text });
  });

  test.each([
    [`needs.check.outputs.changed`, true],
    [`needs.check.outputs.changed == 'true'`, false],
    [`false`, false],
    [`0`, false],
    [`''`, false],
    [`null`, false],
  ])('as a condition: %s', (body, holds) => {
    expect(evaluateCondition(body, values)).toEqual({ ok: true, value: holds });
  });
});
