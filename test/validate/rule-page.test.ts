import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readRuleFixtures } from '../../scripts/rule-fixtures.ts';
import { rules } from '../../src/validate/registry.ts';
import { renderRuleIndex, rulePage } from '../../src/validate/rule-page.ts';

function page(name: string): string {
  return readFileSync(new URL(`../../docs/rules/${name}.md`, import.meta.url), 'utf8');
}

describe('the pages of the rules', () => {
  test('what `explain` shows is what the documentation holds', async () => {
    for (const { code, name } of rules) {
      expect(await rulePage(code)).toBe(page(code));
      expect(await rulePage(name)).toBe(page(code));
    }
  });

  test('show the output of the fixtures as it is now', () => {
    for (const { code, output } of readRuleFixtures()) {
      expect(output).not.toBe('');
      expect(page(code)).toContain(`\`\`\`text\n${output.trimEnd()}\n\`\`\``);
    }
  });

  test('the index lists every rule', () => {
    expect(renderRuleIndex(rules)).toBe(page('README'));
  });

  test('there is no page for an unknown code', async () => {
    expect(await rulePage('SG999')).toBeUndefined();
  });
});
