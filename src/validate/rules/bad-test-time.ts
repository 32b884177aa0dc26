import type { Pipeline } from '../../model/pipeline.ts';
import { type TestCase, triggerOf } from '../../model/pipeline-test.ts';
import type { Route, Source } from '../../model/yaml/source.ts';
import { intervalOf } from '../../schedule/interval-text.ts';
import type { Finding, Rule } from '../rule.ts';

export const badTestTime: Rule = {
  code: 'SG824',
  name: 'bad-test-time',
  severity: 'error',
  summary: 'A test is about an interval, a fire or a deadline that its pipeline cannot have.',
  why: 'A run like this never comes about, so the test would say nothing about those that do.',
  fix: 'Name an interval of the schedule, and expect fires and deadlines only where the pipeline has a schedule and a deadline.',
  checkTest({ test, source, pipeline, knowsTimes }) {
    if (pipeline === undefined || !knowsTimes) return [];
    const ofCases = test.cases.flatMap((each, index) => judgeCase(each, ['cases', index], pipeline, source));
    if (test.schedule.length === 0 || pipeline.on.schedule.length > 0) return ofCases;
    const message = `\`${pipeline.id}\` has no schedule, so it never fires by itself`;
    return [...ofCases, { range: source.key(['schedule']), message, help: 'Leave it out.' }];
  },
};

function judgeCase(each: TestCase, route: Route, pipeline: Pipeline, source: Source): readonly Finding[] {
  return [...judgeInterval(each, route, pipeline, source), ...judgeDeadline(each, route, pipeline, source)];
}

function judgeInterval(each: TestCase, route: Route, { id, on }: Pipeline, source: Source): readonly Finding[] {
  const { interval, trigger } = each;
  if (trigger === 'schedule' && on.schedule.length === 0) {
    const help = 'Write `trigger: manual`, or leave it out.';
    return [{ range: source.value([...route, 'trigger']), message: `\`${id}\` has no schedule`, help }];
  }
  if (interval === undefined) {
    if (trigger !== 'schedule' && trigger !== 'backfill') return [];
    const message = `a run by \`trigger: ${trigger}\` is for an interval, and the case names none`;
    return [{ range: source.value([...route, 'trigger']), message, help: 'Add one: `interval: 2026-01-31`.' }];
  }
  const parsed = intervalOf(on.schedule, interval);
  if (parsed.ok) return [];
  return [{ range: source.value([...route, 'interval']), message: parsed.message, help: parsed.help }];
}

function judgeDeadline(each: TestCase, route: Route, pipeline: Pipeline, source: Source): readonly Finding[] {
  if (each.expect.deadline === undefined) return [];
  const range = source.key([...route, 'expect', 'deadline']);
  if (pipeline.deadline === undefined) {
    const help = 'Add one to the pipeline, such as `deadline: { after: 90m }`, or leave this out.';
    return [{ range, message: `\`${pipeline.id}\` has no deadline`, help }];
  }
  const trigger = triggerOf(each, pipeline);
  if (trigger === 'schedule' || trigger === 'event') return [];
  const message = `a run by \`trigger: ${trigger}\` has no deadline`;
  return [{ range, message, help: 'Give the case an interval of the schedule, or leave this out.' }];
}
