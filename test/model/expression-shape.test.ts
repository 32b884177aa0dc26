import { describe, expect, test } from 'vitest';
import { evaluateTemplate } from '../../src/model/expression/expression.ts';
import { parseExpression } from '../../src/model/expression/expression-parse.ts';
import { shapeOf } from '../../src/model/expression/expression-shape.ts';
import fc from '../support/seeded-fast-check.ts';

function shape(body: string) {
  const parsed = parseExpression(body);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return shapeOf(parsed.root);
}

describe('the shape of an expression', () => {
  test.each([
    ["'text'", 'text'],
    ['12', 'number'],
    ['true', 'boolean'],
    ['null', 'null'],
    ["(needs.a.result == 'success')", 'boolean'],
    ['!params.flag', 'boolean'],
    ['needs.a.outputs.files', 'text'],
    ['needs.a.result', 'text'],
    ["needs['a']['outputs']['files']", 'text'],
    ['needs.a.outputs', 'mapping'],
    ['needs', 'mapping'],
    ['params.country', 'text'],
    ['vars.schema', 'text'],
    ['run', 'mapping'],
    ['toJSON(needs)', 'text'],
    ["join(fromJSON('[1]'), ',')", 'text'],
    ["contains('ab', 'a')", 'boolean'],
    ["fromJSON('{}')", 'mapping'],
    ["fromJSON('12')", 'number'],
    ["fromJSON('[1,')", 'not-json'],
    ['fromJSON(needs.a.outputs.files)', 'unknown'],
    ['fromJSON(needs.a.outputs.files)[0]', 'unknown'],
    ['needs.*.result', 'unknown'],
    ['needs[params.x].outputs.y', 'unknown'],
    ['foreach.item', 'unknown'],
    ["params.x && 'a' || 'b'", 'unknown'],
  ])('%s is %s', (body, kind) => {
    expect(shape(body).kind).toBe(kind);
  });

  test('a literal list has its length', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null))), (list) => {
        const body = `fromJSON('${JSON.stringify(list).replaceAll("'", "''")}')`;
        expect(shape(body)).toEqual({ kind: 'list', length: list.length });
        expect(evaluateTemplate(`\${{ toJSON(${body}) }}`, {})).toMatchObject({ ok: true });
      }),
    );
  });
});
