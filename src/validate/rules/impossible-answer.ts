import type { Task } from '../../model/pipeline.ts';
import { type TestAnswer, taskOfInstance } from '../../model/pipeline-test.ts';
import type { Route, Source } from '../../model/yaml/source.ts';
import type { Finding, Rule } from '../rule.ts';

export const impossibleAnswer: Rule = {
  code: 'SG826',
  name: 'impossible-answer',
  severity: 'error',
  summary: 'A test lets a task do what no task can do.',
  why: 'Only a success hands on outputs, only a failure has an exit code, and what runs into its timeout takes just that long. An answer for an attempt that there never is shows nothing.',
  fix: 'Leave out what does not belong to this end of an attempt, and answers beyond the `retries` of the task.',
  checkTest({ test, source, pipeline }) {
    const tasks = new Map(pipeline?.tasks.map((task) => [task.id, task]));
    return test.cases.flatMap(({ answers }, index) =>
      Object.entries(answers).flatMap(([id, attempts]) => {
        const route: Route = ['cases', index, 'answers', id];
        const isList = source.has([...route, 0]);
        const ends = attempts.flatMap((answer, each) => judgeAnswer(answer, isList ? [...route, each] : route, source));
        return [...ends, ...judgeCount(attempts, tasks.get(taskOfInstance(id)), route, source)];
      }),
    );
  },
};

/** The first answer that no attempt can have; a test that has one takes the task for another. */
function judgeCount(
  attempts: readonly TestAnswer[],
  task: Task | undefined,
  route: Route,
  source: Source,
): readonly Finding[] {
  if (task === undefined) return [];
  const most = task.retries.limit + 1;
  const succeeds = attempts.findIndex(({ state }) => state === 'success');
  const last = succeeds < 0 ? most : Math.min(most, succeeds + 1);
  if (attempts.length <= last) return [];
  const isTriedOut = last === most;
  const message = isTriedOut
    ? `\`${task.id}\` is tried ${most === 1 ? 'once' : `${most} times`} at most, so no attempt has this answer`
    : `a task that has succeeded is not tried again, so no attempt has this answer`;
  const help = isTriedOut ? 'Leave it out, or give the task more `retries`.' : 'Leave it out.';
  return [{ range: source.value([...route, last]), message, help }];
}

function judgeAnswer({ state }: TestAnswer, route: Route, source: Source): readonly Finding[] {
  const findings: Finding[] = [];
  const refuse = (key: string, message: string, help: string): void => {
    if (source.has([...route, key])) findings.push({ range: source.key([...route, key]), message, help });
  };
  if (state !== 'success') refuse('outputs', 'only a successful attempt hands on outputs', 'Leave them out.');
  if (state === 'success')
    refuse(
      'exit-code',
      'a successful attempt has no other exit code than 0',
      'Write `state: failed`, or leave one of the two out.',
    );
  if (state === 'timeout') {
    refuse('exit-code', 'an attempt that runs into its timeout has no exit code', 'Leave it out.');
    refuse('duration', 'an attempt that runs into its timeout takes just that long', 'Leave it out.');
  }
  return findings;
}
