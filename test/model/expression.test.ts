import { describe, expect, it } from 'vitest';
import {
  evaluateCondition,
  evaluateList,
  evaluateTemplate,
  referencedNeeds,
} from '../../src/model/expression/expression.ts';
import { checkExpression } from '../../src/model/expression/expression-check.ts';
import { bareExpression, findExpressions } from '../../src/model/expression/expression-text.ts';
import { stringOf } from '../../src/model/expression/expression-values.ts';
import fc from '../support/seeded-fast-check.ts';

const open = '$' + '{{';

const values = {
  needs: {
    list: { result: 'success', outputs: { rows: '3', files: '["a","b"]', many: JSON.stringify(Array(1001).fill(1)) } },
  },
  params: { country: 'FR', size: 2, dry: false },
  run: { id: 'r-1', pipeline: 'p', environment: 'local', commit: 'abc', attempt: 2 },
} as const;

const known = {
  needs: { list: { result: 'value', outputs: { '*': 'value' } } },
  params: { country: 'value' },
  vars: 'any',
  run: { id: 'value', commit: 'value' },
} as const;

describe('findExpressions', () => {
  it('finds bodies and their places, also with braces in strings', () => {
    const text = `a ${open} x }} b ${open}format('}}', 1)}}${open} open`;
    expect(findExpressions(text).map(({ body, closed }) => [body, closed])).toEqual([
      [' x ', true],
      ["format('}}', 1)", true],
      [' open', false],
    ]);
    for (const { start, end, body, bodyStart } of findExpressions(text)) {
      expect(text.slice(bodyStart, bodyStart + body.length)).toBe(body);
      expect(text.slice(start, end)).toContain(body);
    }
  });

  it.each([
    [`${open} a }}`, ' a ', 3],
    ['a', 'a', 0],
    [`${open} a }} && ${open} b }}`, `${open} a }} && ${open} b }}`, 0],
  ])('takes the braces off %j', (text, body, start) => {
    expect(bareExpression(text)).toEqual({ body, start });
  });
});

describe('evaluation', () => {
  it.each([
    ['plain', 'plain'],
    [`${open} needs.list.outputs.rows }} rows of ${open} params.country }}`, '3 rows of FR'],
    [`[${open} needs.list.outputs.missing }}]`, '[]'],
    [`${open} params.size }} ${open} params.dry }} ${open} null }}`, '2 false '],
    [`${open} 'it''s ''so''' }}`, "it's 'so'"],
    [`${open} toJSON(fromJSON(needs.list.outputs.files)[1]) }}`, '"b"'],
    [`${open} needs.list }}`, 'Object'],
    [`${open} NEEDS.List.result == 'SUCCESS' && run.attempt > 1 }}`, 'true'],
  ])('of %j gives %j', (text, value) => {
    expect(evaluateTemplate(text, values)).toEqual({ ok: true, value });
  });

  it.each([
    [`${open} foreach.item }}`, '`foreach` has no value here'],
    [`${open} fromJSON('{') }}`, 'not JSON'],
    [`${open} nope() }}`, 'no function `nope`'],
    [`${open} a`, 'without `}}`'],
    [`${open} }}`, 'empty'],
  ])('of %j is refused', (text, message) => {
    expect(evaluateTemplate(text, values)).toEqual({ ok: false, message: expect.stringContaining(message) });
  });

  it.each([
    ["needs.list.outputs.rows != '0'", true],
    ['needs.list.outputs.missing', false],
    ['params.dry', false],
    ["'false'", true],
  ])('of the condition %s gives %s', (body, value) => {
    expect(evaluateCondition(body, values)).toEqual({ ok: true, value });
  });

  it('gives lists of bounded width', () => {
    expect(evaluateList('fromJSON(needs.list.outputs.files)', values)).toEqual({ ok: true, value: ['a', 'b'] });
    expect(evaluateList('needs.list.outputs.files', values)).toMatchObject({
      message: expect.stringContaining('not a list'),
    });
    expect(evaluateList('fromJSON(needs.list.outputs.many)', values)).toMatchObject({
      message: expect.stringContaining('1001'),
    });
  });

  it('bounds what nested functions make', () => {
    let body = `'${'x'.repeat(1000)}'`;
    for (let level = 0; level < 12; level++) body = `format('{0}{0}{0}{0}', ${body})`;
    expect(evaluateTemplate(`${open} ${body} }}`, values)).toMatchObject({ ok: false });
  });

  it('makes text by the rules of GitHub', () => {
    expect([null, true, 1.5, 'a', [1], { a: 1 }].map((value) => stringOf(value))).toEqual([
      '',
      'true',
      '1.5',
      'a',
      'Array',
      'Object',
    ]);
  });
});

describe('checkExpression', () => {
  it.each([
    ['needs.lst.outputs.rows', 'SG402', 'lst', 'Did you mean `list`?'],
    ['needs.list.reslt', 'SG402', 'reslt', 'Did you mean `result`?'],
    ['needs.list.result.x', 'SG402', 'x', undefined],
    ['nedes.list', 'SG402', 'nedes', 'Did you mean `needs`?'],
    ["'a\nb' == params.contry", 'SG402', 'contry', 'Did you mean `country`?'],
    ['vars.anything.goes[params.nope]', 'SG402', 'nope', 'Known here: `country`.'],
    ["startWith('a', 'b')", 'SG402', 'startWith', 'Did you mean `startsWith`?'],
    ['always()', 'SG102', 'always', 'Write `trigger-rule: all_done`'],
    ['github.sha', 'SG102', 'github', 'Use `run.commit`.'],
    ['secrets.TOKEN', 'SG102', 'secrets', '`secrets: [TOKEN]`'],
    ["hashFiles('x')", 'SG102', 'hashFiles', 'Hash the files in a task'],
    ['needs.list == "x"', 'SG401', '"x"', 'single quotes'],
    ['contains(1)', 'SG401', 'contains', 'looks like'],
    ["'open", 'SG401', "'open", 'looks like'],
    ['1 + 2', 'SG401', '+', 'looks like'],
  ])('finds in %j %s at %j', (body, code, at, help) => {
    const [problem, ...more] = checkExpression(body, known);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code });
    expect(body.slice(problem?.start, problem?.end)).toBe(at);
    if (help !== undefined) expect(problem?.help).toContain(help);
  });

  it.each([
    "needs.list.outputs.rows == '0'",
    'NEEDS.LIST.Result',
    "vars['x'].y",
    'needs.*.result',
    "join(fromJSON('[1]'), ',')",
  ])('accepts %s', (body) => {
    expect(checkExpression(body, known)).toEqual([]);
  });

  it('finds all problems at once', () => {
    expect(checkExpression('a.b && always() || params.x', known).map(({ code }) => code)).toEqual([
      'SG402',
      'SG102',
      'SG402',
    ]);
  });

  it('never throws, and keeps its places within the text', () => {
    const piece = fc.constantFrom(
      'needs',
      '.',
      '[',
      ']',
      '(',
      ')',
      "'",
      '"',
      '*',
      '!',
      '&&',
      '==',
      ' ',
      '\n',
      'list',
      '1',
      ',',
      'toJSON',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 15 }), (pieces) => {
        const body = pieces.join('');
        for (const { start, end } of checkExpression(body, known)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThanOrEqual(start);
          expect(end).toBeLessThanOrEqual(body.length);
        }
        expect(evaluateCondition(body, values)).toHaveProperty('ok');
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('referencedNeeds', () => {
  it('names tasks and outputs', () => {
    expect(referencedNeeds("needs.a.outputs.b && needs['c'].result || params.x")).toEqual([
      { task: 'a', output: 'b' },
      { task: 'c' },
    ]);
    expect(referencedNeeds('needs.')).toEqual([]);
  });
});
