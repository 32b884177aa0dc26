import { expect, test } from 'vitest';
import { defaultSettings } from '../../src/model/settings.ts';
import { validateFile } from '../../src/validate/validate.ts';

/** Findings of a pipeline whose task `load` has these artifacts: the code and the text that it points at. */
function found(artifacts: string, shared = 'shell: sh'): readonly string[] {
  const content = `
params: { day: { default: monday } }
defaults: { ${shared} }
tasks:
  list: { run: x, artifacts: none }
  load:
    needs: list
    run: x
    foreach: fromJSON(needs.list.outputs.files)
    artifacts: ${artifacts}
`;
  const { diagnostics } = validateFile({ file: 'pipelines/a.yml', content }, defaultSettings);
  return diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, range }) => `${code} ${content.slice(range.start, range.end)}`);
}

test.each([
  `out/\${{ params.day }}/*.csv`,
  `["out/\${{ foreach.index }}.csv", "\${{ needs.list.outputs.file }}"]`,
  `"\${{ run.id }}-\${{ foreach.item.name }}.csv"`,
])('a glob may hold expressions: %s', (artifacts) => {
  expect(found(artifacts)).toEqual([]);
});

test.each([
  [`out/\${{ parms.day }}.csv`, 'SG402 parms'],
  [`[plain.csv, "out/\${{ params.dya }}.csv"]`, 'SG407 dya'],
  [`["\${{ needs.load.outputs.x }}"]`, 'SG403 load'],
  [`["\${{ params.day", b]`, `SG401 \${{ params.day`],
  [`["\${{ always() }}"]`, 'SG102 always'],
  ['[ok.csv, ../out.csv]', 'SG409 ../out.csv'],
  ['../out.csv', 'SG409 ../out.csv'],
])('what is wrong in a glob is pointed at: %s', (artifacts, finding) => {
  expect(found(artifacts)).toEqual([finding]);
});

test('a single glob is not mistaken for the list of `defaults`', () => {
  expect(found('../own.csv', 'artifacts: [shared.csv]')).toEqual(['SG409 ../own.csv']);
  expect(found(`own/\${{ params.dya }}`, 'artifacts: [shared.csv]')).toEqual(['SG407 dya']);
});
