import { describe, expect, test } from 'vitest';
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

test('what a task that is gone waited for does not stand in its place', () => {
  const base = sideOf({ a: 'tasks: { x: { run: e }, y: { run: f --all, needs: x }, z: { run: g, needs: y } }' });
  const heads = [
    '{ x: { run: e }, z: { run: g, needs: x } }',
    '{ x: { run: e }, new: { run: h }, z: { run: g, needs: new } }',
  ];
  const codes = heads.map((tasks) => analyse(base, sideOf({ a: `tasks: ${tasks}` }), new Map(), exampleTime).risks);
  expect(codes.map((risks) => risks.filter(({ code }) => code === 'SG851').length)).toEqual([1, 0]);
});

describe('runs that are due at once', () => {
  const daily = 'on: { schedule: [{ cron: "0 5 * * *" }] }\ncatchup: all\ntasks: { x: { run: ./x.sh --all } }';
  const codes = (before: object, after: object, id: string) => {
    const history = new Map([[id, { tasks: {}, hasState: true, cursor: '2026-11-18T05:00:00.000Z' }]]);
    const [base, head] = [sideOf({ ...before }), sideOf({ ...after })];
    return analyse(base, head, history, exampleTime).risks.map(({ code, message }) => `${code} ${message.slice(0, 6)}`);
  };

  test('also of a pipeline that comes back after a while', () => {
    expect(codes({}, { a: daily }, 'a')).toContain('SG854 3 runs');
  });

  test('not under a new id, which begins at the present', () => {
    expect(codes({ a: daily.replace('catchup: all\n', '') }, { b: daily }, 'a').join()).not.toContain('SG854');
  });
});
