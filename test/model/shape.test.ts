import { describe, expect, it, test } from 'vitest';
import { loadPipeline } from '../../src/model/load.ts';

const good = 'tasks: { a: { run: x } }';

/** Each finding as its code and the text that it points at. */
function found(text: string, file = 'pipelines/a.yml'): readonly string[] {
  const { diagnostics, source } = loadPipeline(file, text);
  return diagnostics.map(({ code, range }) => `${code} ${source.text.slice(range.start, range.end)}`.trimEnd());
}

function only(text: string, file?: string) {
  const { diagnostics } = loadPipeline(file ?? 'pipelines/a.yml', text);
  expect(diagnostics).toHaveLength(1);
  return diagnostics[0];
}

/** A pipeline with one task that has this entry. */
function task(entry: string): string {
  return `tasks: { a: { run: x, ${entry} } }`;
}

describe('the shape of a pipeline', () => {
  it.each([
    [`retires: 1\n${good}`, 'SG101 retires'],
    [task('retires: 1'), 'SG101 retires'],
    [task('timeout-minutes: 5'), 'SG102 timeout-minutes'],
    [`catchup: newest\n${good}`, 'SG103 newest'],
    [`name: 5\n${good}`, 'SG103 5'],
    [`on: push\n${good}`, 'SG103 push'],
    [`on:\n${good}`, 'SG103 on'],
    [`on: { schedule: ["0 5 * * *"] }\n${good}`, 'SG103 "0 5 * * *"'],
    [`on: { after: { a: b } }\n${good}`, 'SG103 { a: b }'],
    [`on: { after: [1] }\n${good}`, 'SG103 1'],
    [`on: { schedule: [{ cron: "0 5 * * *", start: 2026 }] }\n${good}`, 'SG110 2026'],
    [`on: { schedule: [{ cron: "0 5 * * *", end: 2026-02-29 }] }\n${good}`, 'SG110 2026-02-29'],
    [`renamed-from: a b\n${good}`, 'SG104 a b'],
    [`renamed-from: { a: 1 }\n${good}`, 'SG103 { a: 1 }'],
    [`renamed-from: [a, b c]\n${good}`, 'SG104 b c'],
    [`tags: crm\n${good}`, 'SG103 crm'],
    [task('needs: { b: c }'), 'SG103 { b: c }'],
    [task('needs: [1]'), 'SG103 1'],
    [task('continue-on-error: yes'), 'SG103 yes'],
    [task('trigger-rule: all_don'), 'SG103 all_don'],
    [task('retries: "3"'), 'SG103 "3"'],
    [task('retries: { limit: 1, backoff: quick }'), 'SG103 quick'],
    [task('env: [A]'), 'SG103 [A]'],
    [task('env: { A: [1] }'), 'SG103 [1]'],
    ['tasks: { a: ./a.sh }', 'SG103 ./a.sh'],
    ['tasks: [a]', 'SG103 [a]'],
    ['tasks: { 5a: { run: x } }', 'SG104 5a'],
    ['tasks: { "a b": { run: x } }', 'SG104 "a b"'],
    ['tasks: { constructor: { run: x } }', 'SG104 constructor'],
    ['tasks: { a: { run: x }, A: { run: x } }', 'SG104 A'],
    ['tasks: { __proto__: { run: x }, a: { run: x } }', 'SG104 __proto__'],
    [`params: { a-b: {}, A_b: {} }\n${good}`, 'SG104 A_b'],
    [`env: { A-B: c }\n${good}`, 'SG104 A-B'],
    ['name: x', 'SG105 n'],
    ['tasks: {}', 'SG105 tasks'],
    ['tasks: { a: { needs: b }, b: { run: x } }', 'SG105 a'],
    [task('retries: { delay: 1s }'), 'SG105 retries'],
    [`deadline: {}\n${good}`, 'SG105 deadline'],
    [`on: { schedule: [{ timezone: UTC }] }\n${good}`, 'SG105 { timezone: UTC }'],
    ['tasks: { a: { run: " " } }', 'SG106 " "'],
    [task('shell: fish'), 'SG107 fish'],
    [task('timeout: 20'), 'SG108 20'],
    [task('timeout: 1.5h'), 'SG108 1.5h'],
    [`deadline: { by: 7:00 }\n${good}`, 'SG108 7:00'],
    [task('timeout: 0s'), 'SG109 0s'],
    [task('timeout: 8d'), 'SG109 8d'],
    [task('retries: 21'), 'SG109 21'],
    [task('retries: -1'), 'SG109 -1'],
    [task('retries: { limit: 1, delay: 1m, max-delay: 30s }'), 'SG109 30s'],
    [`max-active-runs: 0\n${good}`, 'SG109 0'],
    [`deadline: { after: 8d }\n${good}`, 'SG109 8d'],
    [`deadline: { by: "07:00", after: 8m }\n${good}`, 'SG103 deadline'],
  ])('of %j is refused: %s', (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  it.each([
    task('needs: b').replace('} }', '}, b: { run: y } }'),
    task('shell: "perl {0}"'),
    task('retries: 0'),
    task('artifacts: none'),
    task('timeout: 7d'),
    `deadline: { after: 90m }\n${good}`,
    `on: {}\n${good}`,
    `on: { after: b }\n${good}`,
    `on: { after: [] }\n${good}`,
    `renamed-from: old/a\n${good}`,
    `renamed-from: [old/a, a]\n${good}`,
    'tasks:\n  a:\n    run: |\n      one\n      two\n',
  ])('of %j is accepted', (text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('the id of a pipeline', () => {
  it.each(['a.yml', 'a.lock.yml', 'finance/daily-close.yaml', '日報/été.yml', '_x/1.2.yml'])(
    'may come from %s',
    (file) => {
      expect(found(good, `pipelines/${file}`)).toEqual([]);
    },
  );

  it.each([
    'a b.yml',
    '.hidden.yml',
    'a/../b.yml',
    'a..b.yml',
    '-x.yml',
    'a./b.yml',
    'a:b.yml',
    `${'x'.repeat(201)}.yml`,
  ])('may not come from %s', (file) => {
    expect(found(good, `pipelines/${file}`)).toEqual(['SG104']);
  });
});

describe('messages', () => {
  it('name the place, what is expected and what was found, and guess', () => {
    expect(only(task('trigger-rule: all_sucess'))).toMatchObject({
      message: expect.stringMatching(
        /^`trigger-rule` of task `a` must be one of `all_success`, .*, but it is the text "all_sucess"$/,
      ),
      help: 'Did you mean `all_success`?',
    });
    expect(only(task('timeout: 90 minutes'))).toMatchObject({ help: 'Write `1h30m`.' });
    expect(only(task('needs: [b, 5]'))).toMatchObject({
      message: 'item 2 of `needs` of task `a` must be text, but it is the number 5',
    });
    expect(only(`retries: 3\n${good}`)?.help).toContain('below `defaults`');
    expect(only(task('lane: x'))?.help).toContain('top level');
    expect(only(task('zzz: x'))?.help).toContain('`needs`');
  });

  it('point at the first of two names that differ too little', () => {
    const { diagnostics } = loadPipeline('pipelines/a.yml', 'tasks: { a: { run: x }, A: { run: x } }');
    expect(diagnostics[0]?.related).toMatchObject([{ range: { start: 9, end: 10 } }]);
  });
});

test.each([
  [`on: "30 5 * * 1"\n${good}`, 'on: { schedule: [{ cron: "30 5 * * 1" }] }'],
  [`on: { schedule: daily }\n${good}`, 'schedule: [{ cron: "0 0 * * *", timezone: Europe/Paris }]'],
  [`on: { schedule: { cron: "1 5 * * *" } }\n${good}`, 'schedule: [{ cron: "1 5 * * *", timezone: Europe/Paris }]'],
  [`on: { schedule: ["2 5 * * *"] }\n${good}`, '{ cron: "2 5 * * *", timezone: Europe/Paris }'],
  [`schedule: hourly\n${good}`, 'on: { schedule: [{ cron: "0 * * * *" }] }'],
  [`deadline: "07:00"\n${good}`, 'deadline: { by: "07:00" }'],
  [task('foreach: [1, 2]'), "foreach: fromJSON('[1, 2]')"],
  [task('foreach: [a, b]'), 'foreach: fromJSON(\'["a", "b"]\')'],
  [task('foreach: { a: b }'), 'foreach: fromJSON(\'["FR", "DE"]\')'],
])('the help writes out what was meant: %j', (text, written) => {
  const help = only(text)?.help ?? '';
  expect(help).toContain(`\`${written}\``);
});

test.each([
  ['tasks: { a: { rum: x } }', 'SG101 rum'],
  ['tasks: { a: { command: x } }', 'SG102 command'],
  ['jobs: { a: { run: x } }', 'SG102 jobs'],
  ['task: { a: { run: x } }', 'SG101 task'],
  [task('retries: { limt: 3 }'), 'SG101 limt'],
  [`on: { schedule: [{ corn: "0 5 * * *" }] }\n${good}`, 'SG101 corn'],
])('what is missing because it is misspelt is one finding: %j', (text, finding) => {
  expect(found(text)).toEqual([finding]);
});

test('what is missing beside a word without a replacement is a finding of its own', () => {
  expect(found('tasks: { a: { runs-on: x } }')).toEqual(['SG105 a', 'SG102 runs-on']);
});
