import type { CaseExpectation } from '../../model/pipeline-test.ts';
import { clip } from '../../model/route-words.ts';
import type { Finding, Rule } from '../rule.ts';

export const emptyTest: Rule = {
  code: 'SG827',
  name: 'empty-test',
  severity: 'error',
  summary: 'A test, or a case of one, expects nothing.',
  why: 'It would pass whatever the pipeline does.',
  fix: 'Say what must come of it: `expect: { state: success }` is the least.',
  checkTest({ test, source }) {
    const { cases, schedule } = test;
    const help = 'Say what must come of it: `expect: { state: success }`.';
    if (cases.length + schedule.length === 0) {
      const message = 'the test has no cases, and expects nothing of the schedule';
      return [{ range: source.value(['pipeline']), message, help: 'Add a case below `cases`.' }];
    }
    return cases.flatMap(({ name, expect }, index): Finding[] => {
      if (expectsSomething(expect)) return [];
      return [
        { range: source.key(['cases', index, 'expect']), message: `the case \`${clip(name)}\` expects nothing`, help },
      ];
    });
  },
};

function expectsSomething({ state, tasks, starts, order, duration, deadline, alerts }: CaseExpectation): boolean {
  const ofTasks = Object.values(tasks).some(
    (task) =>
      task.state !== undefined ||
      task.attempts !== undefined ||
      task.reason !== undefined ||
      Object.keys(task.outputs).length > 0,
  );
  const ofOrder = order.some((chain) => chain.length > 1);
  const ofTime = (duration?.atLeastMs ?? 0) > 0 || duration?.atMostMs !== undefined;
  const ofPeople = deadline !== undefined || alerts !== undefined;
  return state !== undefined || starts !== undefined || ofPeople || ofTasks || ofOrder || ofTime;
}
