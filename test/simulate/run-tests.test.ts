import { describe, expect, test } from 'vitest';
import { mismatches, play, playOne } from './played-test.ts';

const chain = `
tasks:
  extract: { run: x, retries: { limit: 2, delay: 1m, backoff: constant, jitter: none }, timeout: 10m }
  load: { run: x, needs: extract }
  report: { run: x, needs: load }
  page: { run: x, needs: [extract, load, report], trigger-rule: one_failed }
`;

describe('what a case expects', () => {
  test('is compared with the state of the run', () => {
    expect(mismatches(chain, ['expect: { state: success }'])).toEqual([]);
    expect(mismatches(chain, ['expect: { state: failed }'])).toEqual(['1 failed: failed | success']);
  });

  test('is compared with the states of tasks, their attempts and their reasons', () => {
    const answers = 'answers: { extract: [failed, success], load: { exit-code: 3 } }';
    const right = [
      'extract: { state: success, attempts: 2 }',
      'load: { state: failed, reason: exit 3 }',
      'report: { state: upstream_failed, reason: load failed, attempts: 0 }',
      'page: success',
    ];
    expect(mismatches(chain, [answers, `expect: { tasks: { ${right.join(', ')} } }`])).toEqual([]);
    const wrong = [
      'extract: { attempts: 1 }',
      'load: { reason: exit 4 }',
      'report: skipped',
      'page: { reason: nothing }',
    ];
    expect(mismatches(chain, [answers, `expect: { tasks: { ${wrong.join(', ')} } }`])).toEqual([
      '2 1: 1 attempt | 2 attempts',
      '2 exit 4: a reason with "exit 4" | exit 3',
      '2 skipped: skipped | upstream_failed',
      '2 nothing: a reason with "nothing" | no reason: the task is success',
    ]);
  });

  test('is compared with outputs, those of a foreach task as lists', () => {
    const wide = `
tasks:
  list: { run: x }
  each: { run: x, needs: list, foreach: "\${{ fromJSON(needs.list.outputs.files) }}" }
`;
    const lines = ['answers:', '  list: { outputs: { files: [a, b], n: 2 } }', '  each: { outputs: { rows: 1 } }'];
    const more = [...lines, '  each[1]: { outputs: { rows: 2.50 } }', 'expect:', '  tasks:'];
    expect(mismatches(wide, [...more, '    each: { outputs: { rows: ["1", "2.50"] } }'])).toEqual([]);
    expect(
      mismatches(wide, [...more, '    each: { outputs: { rows: 1 } }', '    list: { outputs: { m: 2, n: 3 } }']),
    ).toEqual([
      '7 1: rows = 1 | rows = ["1","2.50"]',
      '8 2: m = 2 | no output m; it has files, n',
      '8 3: n = 3 | n = 2',
    ]);
    expect(mismatches(wide, [...more, '    each[1]: { outputs: { rows: 2.50 } }', '    each[2]: success'])).toEqual([
      '8 each[2]: an instance each[2] | 2 instances',
    ]);
  });

  test('is compared with which tasks start, these and no others', () => {
    expect(mismatches(chain, ['expect: { starts: [report, load, extract] }'])).toEqual([]);
    const answers = 'answers: { extract: failed }';
    expect(mismatches(chain, [answers, 'expect: { starts: [extract, load] }'])).toEqual([
      '2 starts: no other task starts | page starts',
      '2 load: load starts | it does not',
    ]);
  });

  test('is compared with the order of starts and ends, also within one instant', () => {
    const wide = 'tasks: { a: { run: x }, b: { run: x }, c: { run: x, needs: [a, b] } }';
    expect(mismatches(wide, ['expect: { order: [[a, c], [b, c]] }'])).toEqual([]);
    expect(mismatches(wide, ['expect: { order: [a, b, c] }'])).toEqual([
      '1 b: b starts when a has ended | it starts while a is not yet at its end',
    ]);
    expect(mismatches(wide, ['jobs: 1', 'expect: { order: [a, b, c] }'])).toEqual([]);
    expect(mismatches(wide, ['expect: { order: [[a, c], [c, b]] }'])).toEqual([
      '1 b: b starts when c has ended | it starts before c does',
    ]);
    expect(mismatches(wide, ['answers: { a: failed }', 'expect: { order: [a, c] }'])).toEqual([
      '2 c: c starts | it does not',
    ]);
  });

  test('is compared with the time that the run takes', () => {
    const answers = 'answers: { extract: [failed, { duration: 4m }], load: { duration: 30s } }';
    expect(mismatches(chain, [answers, 'expect: { duration: 5m30s }'])).toEqual([]);
    expect(mismatches(chain, [answers, 'expect: { duration: { at-least: 5m, at-most: 6m } }'])).toEqual([]);
    expect(mismatches(chain, [answers, 'expect: { duration: 5m }'])).toEqual(['2 5m: 5m | 5m30s']);
    expect(mismatches(chain, [answers, 'expect: { duration: { at-least: 6m, at-most: 7m } }'])).toEqual([
      '2 6m: at least 6m | 5m30s',
    ]);
    const [slow] = playOne(chain, [answers, 'expect: { duration: { at-most: 5m } }']).mismatches;
    expect(slow).toMatchObject({
      expected: 'at most 5m',
      because: [
        expect.stringMatching(/^extract from 0s to 5m/),
        expect.stringMatching(/^load from 5m/),
        expect.stringMatching(/^report from 5m30s/),
      ],
    });
  });

  test('is compared with what people are told of the run', () => {
    const daily = `on: { schedule: [{ cron: "0 5 * * *" }] }\ndeadline: { after: 30m }\n${chain}`;
    const due = 'interval: 2026-03-01T05:00Z/2026-03-02T05:00Z';
    const fails = [due, 'answers: { load: { exit-code: 3 } }'];
    expect(mismatches(daily, [...fails, 'expect: { alerts: ["load fails"] }'])).toEqual([]);
    expect(mismatches(daily, [due, 'expect: { alerts: [] }'])).toEqual([]);
    expect(mismatches(daily, [due, 'answers: { load: { duration: 31m } }', 'expect: { alerts: [is late] }'])).toEqual(
      [],
    );
    expect(mismatches(daily, [...fails, 'expect: { alerts: [] }'])).toEqual([
      expect.stringMatching(/no other alert \| \S+: load fails: exit 3, without a word$/),
    ]);
    expect(mismatches(daily, [...fails, 'expect: { alerts: [is late] }'])).toEqual([
      expect.stringMatching(/an alert with "is late" \| \S+: load fails: exit 3, without a word$/),
    ]);
    const byHand = ['trigger: manual', 'answers: { load: failed }', 'expect: { alerts: [] }'];
    expect(mismatches(daily, byHand)).toEqual([]);
  });

  test('has an alert for each part, whichever order lets most of them have one', () => {
    const daily = `on: { schedule: [{ cron: "0 5 * * *" }] }\ndeadline: { after: 30m }\n${chain}`;
    const due = 'interval: 2026-03-01T05:00Z/2026-03-02T05:00Z';
    const fails = [due, 'answers: { load: { exit-code: 3 } }'];
    expect(mismatches(daily, [...fails, 'expect: { alerts: [crm, load] }'])).toEqual([
      expect.stringMatching(/an alert with "load" \| none besides \S+: load fails: exit 3, without a word$/),
    ]);
    const late = playOne(daily, [due, 'answers: { load: { duration: 31m } }', 'expect: { alerts: [] }']);
    expect(late.mismatches[0]?.because).toEqual([
      'the run ends at 2026-03-02 05:31:00 UTC, the deadline is at 2026-03-02 05:30:00 UTC',
    ]);
  });

  test('is compared with the deadline', () => {
    const daily = `on: { schedule: [{ cron: "0 5 * * *", timezone: Europe/Paris }] }\ndeadline: { by: "07:00" }\n${chain}`;
    const slow = ['interval: 2026-03-28', 'answers: { load: { duration: 59m }, report: { duration: 59m } }'];
    expect(mismatches(daily, [...slow, 'expect: { deadline: met, duration: 1h58m }'])).toEqual([]);
    expect(mismatches(daily, [...slow, 'at: 2026-03-29T05:03+02:00', 'expect: { deadline: met }'])).toEqual([
      '4 met: met | missed',
    ]);
    expect(mismatches(daily, [...slow, 'trigger: schedule', 'expect: { deadline: missed }'])).toEqual([
      '4 missed: missed | met',
    ]);
  });
});

describe('what a case gives', () => {
  const asking = `
on: { schedule: [{ cron: "0 5 * * *" }] }
params: { country: { default: FR }, days: { type: number } }
tasks:
  a: { run: x, if: "\${{ params.country == 'DE' && params.days > 5 }}" }
  b: { run: x, if: "\${{ vars.schema == 'test' }}" }
  c: { run: x, if: "\${{ run.environment == 'production' }}" }
  d: { run: x, if: "\${{ interval.start == '2026-02-28T05:00:00.000Z' }}" }
`;
  const settings = 'environments: { local: { vars: { schema: dev } }, production: { vars: { schema: test } } }\n';
  const starts = (lines: readonly string[], tasks: string) =>
    mismatches(asking, ['params: { days: 7 }', ...lines, `expect: { starts: [${tasks}] }`], settings);

  test.each([
    [['interval: 2026-02-28'], 'd'],
    [['at: 2026-03-01T06:00Z'], 'd'],
    [['at: 2026-03-01T04:00Z'], ''],
    [['vars: { schema: test }'], 'b'],
    [['environment: production'], 'b, c'],
  ])('%j lets %s start', (lines, tasks) => {
    expect(starts(lines, tasks)).toEqual([]);
  });

  test('are params above their defaults', () => {
    const given = (params: string) => mismatches(asking, [`params: ${params}`, 'expect: { starts: [a] }'], settings);
    expect(given('{ country: DE, days: 6 }')).toEqual([]);
    expect(given('{ days: 6 }')).toEqual(['2 a: a starts | it does not']);
  });

  test('is how many tasks run at once, in all and in a pool of the settings', () => {
    const pooled = 'tasks: { a: { run: x, pool: crm }, b: { run: x, pool: crm }, c: { run: x } }';
    const lasting = 'answers: { a: { duration: 1m }, b: { duration: 1m }, c: { duration: 1m } }';
    const pools = 'pools: { crm: { slots: 1, scope: repository } }\n';
    expect(mismatches(pooled, [lasting, 'expect: { duration: 2m }'], pools)).toEqual([]);
    expect(mismatches(pooled, [lasting, 'jobs: 1', 'expect: { duration: 3m }'], pools)).toEqual([]);
  });

  test('is to stop at the first failure', () => {
    const wide = 'tasks: { a: { run: x }, b: { run: x } }';
    const lines = ['answers: { a: failed, b: { duration: 1h } }', 'expect: { duration: 0s, tasks: { b: cancelled } }'];
    expect(mismatches(wide, ['fail-fast: true', ...lines])).toEqual([]);
  });

  test('is a timeout, a failure that lasts just that long, at each try', () => {
    const lines = [
      'answers: { extract: timeout }',
      'expect: { duration: 32m, tasks: { extract: { attempts: 3, reason: timeout of 10 min } } }',
    ];
    expect(mismatches(chain, lines)).toEqual([]);
    const slow = lines.map((line) => line.replace('{ extract: timeout }', '{ extract: { duration: 11m } }'));
    expect(mismatches(chain, slow)).toEqual([]);
  });

  test('is a seed, from which alone jitter is drawn', () => {
    const jittery = chain.replace('jitter: none', 'jitter: full');
    const spent = (seed: number, name = 'n') => {
      const text = `pipeline: crm\ncases: [{ name: ${name}, seed: ${seed}, answers: { extract: [failed, success] }, expect: { state: success } }]\n`;
      return play(jittery, text).result.cases[0]?.durationMs;
    };
    expect(spent(1)).toBe(spent(1, 'renamed'));
    expect(spent(1)).not.toBe(spent(2));
  });
});

describe('tasks without an answer', () => {
  test('succeed at once and hand on nothing', () => {
    expect(mismatches(chain, ['expect: { state: success, duration: 0s, starts: [extract, load, report] }'])).toEqual(
      [],
    );
  });

  test('are failures of a strict case if they start', () => {
    const lines = ['strict: true', 'answers: { extract: success, load: failed }', 'expect: { state: failed }'];
    expect(mismatches(chain, lines)).toEqual(['2 answers: an answer for page | none, and it starts']);
    const answered = lines.map((line) => line.replace('load: failed', 'load: failed, page: success'));
    expect(mismatches(chain, answered)).toEqual([]);
  });
});

test('fires are compared one by one, across a change of clocks', () => {
  const daily = `on: { schedule: [{ cron: "30 2 * * *", timezone: Europe/Paris, end: 2026-03-30 }] }\n${chain}`;
  const fires = (list: string) => {
    const { cases } = play(daily, `pipeline: crm\nschedule: [{ after: 2026-03-28, fires: [${list}] }]\n`).result;
    return cases.map(({ name, mismatches: found }) => [
      name,
      ...found.map(({ expected, got }) => `${expected} | ${got}`),
    ]);
  };
  const right = '2026-03-28T02:30+01:00, 2026-03-29T03:00+02:00, 2026-03-30T02:30+02:00';
  expect(fires(right)).toEqual([['schedule: fires after 2026-03-28']]);
  expect(fires(right.replace('T03:00', 'T02:30'))).toEqual([
    [
      'schedule: fires after 2026-03-28',
      '2026-03-29T00:30Z (Sun 29 Mar 01:30 in Europe/Paris) | 2026-03-29T01:00Z (Sun 29 Mar 03:00 in Europe/Paris)',
    ],
  ]);
  expect(fires('')).toEqual([['schedule: fires after 2026-03-28', expect.stringMatching(/^no fire \| 2026-03-28T/)]]);
  expect(fires(`${right}, 2026-03-31T02:30+02:00`)[0]?.[1]).toMatch(/no fire: the schedule has ended$/);
});

test('a failure is explained back to where it began', () => {
  const branch = `
tasks:
  ask: { run: x }
  yes: { run: x, needs: ask, if: "\${{ needs.ask.outputs.answer == 'yes' }}" }
  then: { run: x, needs: yes }
  end: { run: x, needs: [ask, then], trigger-rule: none_failed_min_one_success }
`;
  const lines = [
    'answers: { ask: { outputs: { answer: maybe } } }',
    'expect: { tasks: { then: success, end: skipped } }',
  ];
  expect(playOne(branch, lines).mismatches.map(({ because }) => because)).toEqual([
    [
      'then skipped: yes was skipped',
      "  yes skipped: its condition is false: needs.ask.outputs.answer == 'yes'",
      '    ask succeeded with answer = maybe',
    ],
    [
      'end succeeded, started by its trigger rule none_failed_min_one_success',
      '  ask succeeded with answer = maybe',
      '  then skipped: yes was skipped',
      "    yes skipped: its condition is false: needs.ask.outputs.answer == 'yes'",
    ],
  ]);
});

test('an explanation has an end', () => {
  const ids = Array.from({ length: 300 }, (_, index) => `t${index}`);
  const rows = ids.map((id, index) => `  ${id}: { run: x${index === 0 ? ', if: "false"' : `, needs: t${index - 1}`} }`);
  const [found] = playOne(`tasks:\n${rows.join('\n')}\n`, ['expect: { tasks: { t299: success } }']).mismatches;
  expect(found?.because).toHaveLength(13);
  expect(found?.because.at(-1)).toBe('and so on');
});
