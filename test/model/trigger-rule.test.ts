import { expect, test } from 'vitest';
import { isEager, type Judgement, judge, type TriggerRule, triggerRules } from '../../src/model/trigger-rule.ts';

const endings = ['success', 'failed', 'upstream_failed', 'skipped'] as const;
type Ending = (typeof endings)[number];

const upToThree: readonly (readonly Ending[])[] = [0, 1, 2, 3].flatMap((length) => combinations(length));

test('gives one answer for any combination of up to three upstreams, in whatever order they end', () => {
  for (const rule of triggerRules) {
    for (const upstreams of upToThree) {
      const answers = new Set(
        orders(upstreams).map((order) => firstAnswer(order, (ended) => ask(rule, ended, order.length))),
      );
      if (!isEager(rule)) expect([rule, upstreams, [...answers]]).toEqual([rule, upstreams, [ask(rule, upstreams)]]);
      expect(answers).not.toContain('wait');
    }
  }
});

test('waiting rules wait for the last upstream, eager ones only until they know', () => {
  for (const rule of triggerRules.filter((each) => !isEager(each))) expect(ask(rule, ['success'], 2)).toBe('wait');
  expect(ask('always', [], 2)).toBe('start');
  expect(ask('one_success', ['success'], 3)).toBe('start');
  expect(ask('one_success', ['failed', 'skipped'], 3)).toBe('wait');
  expect(ask('one_failed', ['upstream_failed'], 3)).toBe('start');
  expect(ask('one_done', ['skipped', 'upstream_failed'], 3)).toBe('wait');
  expect(ask('one_done', ['failed'], 3)).toBe('start');
});

test("is Airflow's answer wherever Airflow has only one", () => {
  for (const rule of triggerRules) {
    for (const upstreams of upToThree) {
      const theirs = airflowAnswers(rule, upstreams);
      if (theirs.size === 1) expect([rule, upstreams, ask(rule, upstreams)]).toEqual([rule, upstreams, ...theirs]);
      else expect(theirs).toContain(ask(rule, upstreams));
    }
  }
});

test("where Airflow's answer depends on the order, the difference is listed in the documentation", async () => {
  const differences = triggerRules.flatMap((rule) =>
    upToThree
      .filter((upstreams) => upstreams.length === 2 && airflowAnswers(rule, upstreams).size > 1)
      .map(
        (upstreams) =>
          `${rule}: ${upstreams.join(' + ')}: ${[...airflowAnswers(rule, upstreams)].sort().join(' or ')} there, ${ask(rule, upstreams)} here`,
      ),
  );
  await expect(`${differences.join('\n')}\n`).toMatchFileSnapshot('airflow-differences.txt');
});

function ask(rule: TriggerRule, ended: readonly Ending[], total = ended.length): Judgement {
  const inState = (state: Ending) => ended.filter((each) => each === state).length;
  return judge(rule, {
    total,
    success: inState('success'),
    failed: inState('failed'),
    upstreamFailed: inState('upstream_failed'),
    skipped: inState('skipped'),
  });
}

/** What Airflow says of the upstreams that have ended so far: it decides some states before all of them have. */
function airflow(rule: TriggerRule, ended: readonly Ending[], total: number): Judgement {
  const has = (...states: Ending[]) => ended.filter((each) => states.includes(each)).length;
  const all = ended.length === total;
  const state = airflowState(rule, has, all, total);
  if (state !== undefined) return state;
  return airflowStarts(rule, has, total, all) ? 'start' : 'wait';
}

type Count = (...states: Ending[]) => number;

function airflowState(rule: TriggerRule, has: Count, all: boolean, total: number): Judgement | undefined {
  const bad = has('failed', 'upstream_failed');
  if (rule === 'all_success') return bad > 0 ? 'upstream_failed' : has('skipped') > 0 ? 'skipped' : undefined;
  if (rule === 'all_failed') return has('success', 'skipped') > 0 ? 'skipped' : undefined;
  if (rule === 'none_failed') return bad > 0 ? 'upstream_failed' : undefined;
  if (rule === 'none_failed_min_one_success') {
    if (bad > 0) return 'upstream_failed';
    return has('skipped') === total && total > 0 ? 'skipped' : undefined;
  }
  if (rule === 'none_skipped') return has('skipped') > 0 ? 'skipped' : undefined;
  if (rule === 'all_skipped') return has('success', 'failed', 'upstream_failed') > 0 ? 'skipped' : undefined;
  if (rule === 'all_done_min_one_success') {
    if (has('skipped') > 0) return 'skipped';
    return all && total > 0 && has('success') === 0 ? 'upstream_failed' : undefined;
  }
  if (!all) return undefined;
  if (rule === 'one_success' && has('skipped') === total) return 'skipped';
  if (rule === 'one_success' && has('success') === 0) return 'upstream_failed';
  if (rule === 'one_failed' && bad === 0) return 'skipped';
  if (rule === 'one_done' && has('success', 'failed') === 0) return 'skipped';
  return undefined;
}

function airflowStarts(rule: TriggerRule, has: Count, total: number, all: boolean): boolean {
  const bad = has('failed', 'upstream_failed');
  if (rule === 'always') return true;
  if (rule === 'one_success') return has('success') > 0;
  if (rule === 'one_failed') return bad > 0;
  if (rule === 'one_done') return has('success', 'failed') > 0;
  if (rule === 'all_success') return has('success') === total;
  if (rule === 'all_failed') return bad === total;
  if (rule === 'all_skipped') return has('skipped') === total;
  if (rule === 'none_failed' || rule === 'none_failed_min_one_success') return has('success', 'skipped') === total;
  return all;
}

function airflowAnswers(rule: TriggerRule, upstreams: readonly Ending[]): ReadonlySet<Judgement> {
  return new Set(orders(upstreams).map((order) => firstAnswer(order, (ended) => airflow(rule, ended, order.length))));
}

function firstAnswer(order: readonly Ending[], answer: (ended: readonly Ending[]) => Judgement): Judgement {
  const answers = Array.from({ length: order.length + 1 }, (_, count) => answer(order.slice(0, count)));
  return answers.find((each) => each !== 'wait') ?? 'wait';
}

function combinations(length: number): readonly (readonly Ending[])[] {
  if (length === 0) return [[]];
  return combinations(length - 1).flatMap((rest) => endings.map((ending) => [...rest, ending]));
}

function orders(items: readonly Ending[]): readonly (readonly Ending[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => orders(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
