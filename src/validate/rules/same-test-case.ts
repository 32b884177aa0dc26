import { clip } from '../../model/route-words.ts';
import type { Finding, Rule } from '../rule.ts';

export const sameTestCase: Rule = {
  code: 'SG825',
  name: 'same-test-case',
  severity: 'error',
  summary: 'Two cases of a test have the same name.',
  why: 'Reports know a case by its name: one of the two would hide the other.',
  fix: 'Say in the name what the one shows and the other does not.',
  checkTest({ test, source }) {
    const first = new Map<string, number>();
    return test.cases.flatMap(({ name }, index): Finding[] => {
      const earlier = first.get(name);
      if (earlier === undefined) {
        first.set(name, index);
        return [];
      }
      const related = [{ range: source.value(['cases', earlier, 'name']), message: 'the first of them' }];
      const message = `there is already a case \`${clip(name)}\``;
      return [{ range: source.value(['cases', index, 'name']), message, help: 'Rename one of them.', related }];
    });
  },
};
