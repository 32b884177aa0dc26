import type { TestAnswer } from '../../model/pipeline-test.ts';
import type { Route, Source } from '../../model/source.ts';
import type { Finding, Rule } from '../rule.ts';

export const impossibleAnswer: Rule = {
  code: 'SG826',
  name: 'impossible-answer',
  severity: 'error',
  summary: 'A test lets a task do what no task can do.',
  why: 'Only a success hands on outputs, only a failure has an exit code, and what runs into its timeout takes just that long.',
  fix: 'Leave out what does not belong to this end of an attempt.',
  checkTest({ test, source }) {
    return test.cases.flatMap(({ answers }, index) =>
      Object.entries(answers).flatMap(([id, attempts]) => {
        const route: Route = ['cases', index, 'answers', id];
        const isList = source.has([...route, 0]);
        return attempts.flatMap((answer, each) => judgeAnswer(answer, isList ? [...route, each] : route, source));
      }),
    );
  },
};

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
