import { expect, test } from 'vitest';
import { exampleTime, readRiskFixtures } from '../../scripts/risk-fixtures.ts';
import { analyse } from '../../src/diff/analyse.ts';
import { findRisk, riskRules } from '../../src/diff/risk-registry.ts';
import { sideOf } from './sides.ts';

const fixtures = readRiskFixtures();
const side = (files: (typeof fixtures)[number]['before']) =>
  sideOf(Object.fromEntries(files.map(({ file, text }) => [file.replace(/^pipelines\/(.*)\.yml$/, '$1'), text])));

test('each risk has an example, and each example a risk', () => {
  expect(fixtures.map(({ code, name }) => [code, name])).toEqual(riskRules.map(({ code, name }) => [code, name]));
  for (const { code, name } of riskRules)
    expect([findRisk(code.toLowerCase()), findRisk(name)]).toEqual([findRisk(code), findRisk(code)]);
});

test.each(fixtures)(
  '$code: the example has it alone, what is right has it not',
  ({ code, before, after, good, history }) => {
    const [base, head, right] = [side(before), side(after), side(good)];
    expect([base, head, right].map(({ unfit }) => unfit?.size)).toEqual([0, 0, 0]);
    const { risks } = analyse(base, head, history, exampleTime);
    expect(risks.map((each) => each.code)).toEqual([code]);
    const known = new Set(after.map(({ file }) => file));
    expect(risks.every(({ file }) => known.has(file))).toBe(true);
    expect(analyse(base, right, history, exampleTime).risks.filter((each) => each.code === code)).toEqual([]);
    expect(analyse(base, base, history, exampleTime).risks).toEqual([]);
  },
);

test('without a history nothing is said that needs one', () => {
  const codes = fixtures.flatMap(({ before, after }) =>
    analyse(side(before), side(after), new Map(), exampleTime).risks.map(({ code }) => code),
  );
  expect(codes).not.toEqual(expect.arrayContaining([expect.stringMatching(/SG85[249]/)]));
});

test('a task that others still name is an error of validation, and no risk', () => {
  const base = sideOf({ a: 'tasks: { x: { run: e }, y: { run: f, needs: x } }' });
  const head = sideOf({ a: 'tasks: { y: { run: f, needs: x } }' });
  expect(head.unfit).toEqual(new Set(['a']));
  expect(analyse(base, head, new Map(), exampleTime).risks).toEqual([]);
});

test('a history follows a task and a pipeline to their new names', () => {
  const text = 'tasks:\n  fetch: { run: python fetch.py --all --now, timeout: 1h }\n';
  const base = sideOf({ old: text });
  const head = sideOf({ new: `renamed-from: old\n${text.replace('fetch:', 'get:').replace('1h', '5m')}` });
  const history = new Map([['old', { tasks: { fetch: { medianMs: 400_000, p95Ms: 600_000, attempts: 1 } } }]]);
  expect(analyse(base, head, history, exampleTime).risks).toMatchObject([
    {
      code: 'SG852',
      pipeline: 'new',
      route: ['tasks', 'get', 'timeout'],
      message: expect.stringMatching(/\(1 attempt\)$/),
    },
  ]);
});
