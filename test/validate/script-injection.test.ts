import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../src/model/settings.ts';
import { validateFile } from '../../src/validate/validate.ts';

function findings(run: string, shell = 'bash') {
  const text = `
params:
  free: { type: string }
  choice: { type: string, enum: [a, b] }
  count: { type: number }
  flag: { type: boolean }
tasks:
  list: { run: x }
  load:
    needs: list
    foreach: \${{ fromJSON(needs.list.outputs.files) }}
    shell: ${shell}
    run: ${JSON.stringify(run)}
`;
  const { diagnostics } = validateFile({ file: 'pipelines/a.yml', content: text }, defaultSettings);
  return diagnostics.filter(({ code }) => code === 'SG404');
}

describe('what may stand in a script', () => {
  test.each([
    'run.id',
    'RUN.Commit',
    'run.environment',
    'interval.start',
    'foreach.index',
    'needs.list.result',
    'params.choice',
    'params.COUNT',
    'params.flag',
    "format('{0}-{1}', run.id, foreach.index)",
    "params.flag && '--full' || ''",
    "'text'",
  ])('%s', (body) => {
    expect(findings(`echo \${{ ${body} }}`)).toEqual([]);
  });

  test.each([
    'needs.list.outputs.files',
    "needs['list'].outputs['files']",
    'NEEDS.list.outputs.files',
    'needs[params.choice].result',
    'needs.*.result',
    'toJSON(needs)',
    'params.free',
    'PARAMS.Free',
    'params[foreach.index]',
    'toJSON(params)',
    'vars.schema',
    'foreach.item',
    'foreach.item.name',
    "format('{0}', params.free)",
    "run.id == 'x' && params.free",
    'fromJSON(needs.list.outputs.files)[0]',
    'run[params.free]',
  ])('but not %s', (body) => {
    expect(findings(`echo \${{ ${body} }}`)).toHaveLength(1);
  });

  test('each expression is judged by itself', () => {
    expect(findings(`echo \${{ run.id }} \${{ params.free }} \${{ foreach.item }}`)).toHaveLength(2);
  });
});

describe('the way out that is shown', () => {
  test.each([
    ['params.free', 'bash', 'Write `"$SEGUE_PARAM_FREE"` in `run` instead.'],
    ['foreach.item', 'python', 'Write `os.environ["SEGUE_ITEM"]` in `run` instead.'],
    [
      'needs.list.outputs.row-count',
      'node',
      'Add `env: { ROW_COUNT: "$' +
        '{{ needs.list.outputs.row-count }}" }` to the task, and write `process.env.ROW_COUNT` in `run`.',
    ],
  ])('for %s in %s', (body, shell, help) => {
    expect(findings(`echo \${{ ${body} }}`, shell).map((finding) => finding.help)).toEqual([help]);
  });
});
