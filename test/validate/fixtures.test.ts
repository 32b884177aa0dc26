import { describe, expect, test } from 'vitest';
import { type RuleFixture, readRuleFixtures, type Side } from '../../scripts/rule-fixtures.ts';
import { renderDiagnostic } from '../../src/diagnostic/code-frame.ts';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.ts';
import { loadSettings } from '../../src/model/load.ts';
import { findRule } from '../../src/validate/registry.ts';
import { validateFiles } from '../../src/validate/validate.ts';

/** Notes are advice on style; only a rule that is itself a note looks at them. */
function findingsOf({ code, settings }: RuleFixture, { files }: Side): readonly Diagnostic[] {
  const inputs = files.map(({ file, text }) => ({ file, content: text }));
  const { diagnostics } = validateFiles(inputs, loadSettings('.github/segue.yml', settings));
  const wantsNotes = findRule(code)?.severity === 'note';
  return diagnostics.filter(({ severity }) => wantsNotes || severity !== 'note');
}

function rendered(diagnostics: readonly Diagnostic[], { files }: Side): string {
  const texts = new Map(files.map(({ file, text }) => [file, text]));
  return diagnostics
    .map((diagnostic) => renderDiagnostic(diagnostic, (file) => texts.get(file), { color: false, width: 100 }))
    .join('\n\n')
    .concat(diagnostics.length > 0 ? '\n' : '');
}

describe.each(readRuleFixtures())('$code-$name', (fixture) => {
  test('the bad example gives this code, and no other', async () => {
    const found = findingsOf(fixture, fixture.bad);
    expect([...new Set(found.map(({ code }) => code))]).toEqual([fixture.code]);
    expect(new Set(found.map(({ severity }) => severity))).toEqual(new Set([findRule(fixture.code)?.severity]));
    await expect(rendered(found, fixture.bad)).toMatchFileSnapshot(fixture.outputFile);
  });

  test('the good example gives nothing', () => {
    expect(fixture.good.files).not.toEqual([]);
    expect(rendered(findingsOf(fixture, fixture.good), fixture.good)).toBe('');
  });
});
