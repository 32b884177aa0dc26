import { describe, expect, it, test } from 'vitest';
import { loadTest } from '../../src/model/load-test.ts';
import { isTestFile, taskOfInstance, triggerOf } from '../../src/model/pipeline-test.ts';
import fc from '../support/seeded-fast-check.ts';

const file = 'pipelines/ingest/crm.test.yml';
const start = 'pipeline: ingest/crm\ncases:\n  - name: n\n';
const good = `${start}    expect: { state: success }\n`;

function found(text: string): readonly string[] {
  const { diagnostics, source } = loadTest(file, text);
  return diagnostics.map(({ code, range }) => `${code} ${source.text.slice(range.start, range.end)}`.trimEnd());
}

function caseOf(text: string) {
  const { test: loaded, diagnostics } = loadTest(file, text);
  expect(diagnostics).toEqual([]);
  return loaded?.cases[0];
}

describe('a test file', () => {
  test('gets defaults where it says nothing', () => {
    expect(loadTest(file, good).test).toEqual({
      file,
      pipeline: 'ingest/crm',
      cases: [
        {
          ...{
            name: 'n',
            strict: false,
            params: {},
            vars: {},
            environment: 'local',
            jobs: 4,
            failFast: false,
            seed: 0,
          },
          answers: {},
          expect: { state: 'success', tasks: {}, order: [] },
        },
      ],
      schedule: [],
    });
  });

  test('may be strict as a whole, and each case otherwise', () => {
    expect(caseOf(`strict: true\n${good}`)?.strict).toBe(true);
    expect(caseOf(`strict: true\n${good}    strict: false\n`)?.strict).toBe(false);
  });

  test('writes answers in several ways', () => {
    const answers = [
      'a: failed',
      'b: [timeout, { exit-code: 3, duration: 1m30s }, success]',
      'c: { state: failed }',
      'd[3]: { outputs: { price: 1.10, big: 0x1F, yes: true, list: [1, a], map: { k: null }, none: , text: " x " } }',
    ];
    const answer = { state: 'success', exitCode: 1, outputs: {}, durationMs: 0 };
    expect(caseOf(`${good}    answers:\n      ${answers.join('\n      ')}\n`)?.answers).toEqual({
      a: [{ ...answer, state: 'failed' }],
      b: [{ ...answer, state: 'timeout' }, { ...answer, state: 'failed', exitCode: 3, durationMs: 90_000 }, answer],
      c: [{ ...answer, state: 'failed' }],
      'd[3]': [
        {
          ...answer,
          outputs: {
            price: '1.10',
            big: '0x1F',
            yes: 'true',
            list: '[1,"a"]',
            map: '{"k":null}',
            none: '',
            text: ' x ',
          },
        },
      ],
    });
  });

  test('writes one chain of an order with and without the list around it', () => {
    const order = (text: string) => caseOf(`${start}    expect: { order: ${text} }\n`)?.expect.order;
    expect(order('[a, b]')).toEqual([['a', 'b']]);
    expect(order('[[a, b], [a, c]]')).toEqual([
      ['a', 'b'],
      ['a', 'c'],
    ]);
    expect(order('[]')).toEqual([]);
  });

  test('writes a span exactly or by its bounds', () => {
    const span = (text: string) => caseOf(`${start}    expect: { duration: ${text} }\n`)?.expect.duration;
    expect(span('14m')).toEqual({ atLeastMs: 840_000, atMostMs: 840_000 });
    expect(span('{ at-most: 15m }')).toEqual({ atMostMs: 900_000 });
  });

  it.each([
    ['cases: []\n', ['SG105 c']],
    [`${start}`, ['SG105 name: n']],
    [good.replace('success', 'sucess'), ['SG103 sucess']],
    [`${start}    expect: { tasks: { a: skiped } }\n`, ['SG103 skiped']],
    [`${start}    expect: { tasks: { a: 3 } }\n`, ['SG103 3']],
    [`${start}    expect: { tasks: { a: { stat: failed } } }\n`, ['SG101 stat']],
    [`${start}    expect: { tasks: { a: { attempts: -1 } } }\n`, ['SG109 -1']],
    [`${start}    expect: { duration: 20 }\n`, ['SG108 20']],
    [`${start}    expect: { order: extract }\n`, ['SG103 extract']],
    [`${good}    answers: { a: skipped }\n`, ['SG103 skipped']],
    [`${good}    answers: { a: [failed, skipped] }\n`, ['SG103 skipped']],
    [`${good}    answers: { a: { duration: 4 } }\n`, ['SG108 4']],
    [`${good}    answers: { a: { exit-code: 256 } }\n`, ['SG109 256']],
    [`${good}    at: 2026-02-30\n`, ['SG110 2026-02-30']],
    [`${good}    trigger: cron\n`, ['SG103 cron']],
    [`${good}    jobs: 0\n`, ['SG109 0']],
    ['- a\n', ['SG006']],
    ['', ['SG006']],
  ])('with a mistake: %j', (text, codes) => {
    expect(found(text).map((each) => (/^SG00[16]/.test(each) ? each.slice(0, 5) : each))).toEqual(codes);
    expect(loadTest(file, text)).not.toHaveProperty('test');
  });

  test('says each key once', () => {
    expect(found(`${good}    name: again\n`)).toEqual(['SG002 name']);
  });

  test('names its cases by their number in messages, and guesses what was meant', () => {
    const { diagnostics } = loadTest(file, `${start}    expect: { tasks: { a: skiped }, stat: x }\n`);
    expect(diagnostics.map(({ message, help }) => [message, help])).toEqual([
      [
        expect.stringContaining('`a` of `tasks` of `expect` of case 1 must be one of `success`'),
        'Did you mean `skipped`?',
      ],
      ['`expect` of case 1 has no key `stat`', 'Did you mean `state`?'],
    ]);
  });

  test('is never a reason to throw', () => {
    const word = fc.constantFrom(
      'pipeline',
      'cases',
      'name',
      'expect',
      'answers',
      'order',
      'success',
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a ',
      '0x',
      '"',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        expect(loadTest(file, `${start}${words.join('')}`).diagnostics).toBeDefined();
      }),
    );
  });
});

test('test files are known by their ending', () => {
  const names = ['a.test.yml', 'x/b.test.yaml', 'test.yml', 'a.test.yml.bak', 'a.backfill.yml', 'a.testyml'];
  expect(names.filter((name) => isTestFile(name))).toEqual(['a.test.yml', 'x/b.test.yaml']);
});

test('an instance belongs to its task', () => {
  expect(['load', 'load[0]', 'load[12]'].map((id) => taskOfInstance(id))).toEqual(['load', 'load', 'load']);
});

test('a run is started by the schedule if it is for one of its intervals', () => {
  const cron = { cron: '0 5 * * *', timezone: 'UTC' };
  const [plain, dated] = [caseOf(good), caseOf(`${good}    interval: 2026-01-01\n`)];
  if (plain === undefined || dated === undefined) throw new Error('not loaded');
  const [timed, untimed] = [[cron], []].map((schedule) => ({ on: { schedule, after: [] } }));
  if (timed === undefined || untimed === undefined) throw new Error('no pipelines');
  expect([triggerOf(plain, timed), triggerOf(dated, timed), triggerOf(dated, untimed)]).toEqual([
    'manual',
    'schedule',
    'manual',
  ]);
  expect(triggerOf({ ...dated, trigger: 'backfill' }, timed)).toBe('backfill');
});
