import { expect, test } from 'vitest';
import { play } from './played-test.ts';

const pipeline = `
tasks:
  list: { run: x }
  each: { run: x, needs: list, if: "\${{ needs.list.outputs.go == 'yes' }}", foreach: "\${{ fromJSON(needs.list.outputs.files) }}" }
  load: { run: x, needs: each }
  clean-up: { run: x, needs: load, trigger-rule: all_done }
  page: { run: x, needs: [each, load], trigger-rule: one_failed }
`;

function coverageOf(...answers: readonly string[]) {
  const cases = answers.map(
    (each, index) => `  - { name: n${index}, answers: ${each}, expect: { tasks: { list: success } } }\n`,
  );
  const {
    pipeline: _,
    file: __,
    ...rest
  } = play(pipeline, `pipeline: crm\ncases:\n${cases.join('')}`).coverage.report();
  return rest;
}

const goes = (more: string) => `{ list: { outputs: { go: "yes", files: ${more} } } }`;

test('one case that goes well sees all but the other sides', () => {
  expect(coverageOf(goes('[a]'))).toEqual({
    tasks: { seen: 4, total: 5 },
    branches: { seen: 1, total: 2 },
    rules: { seen: 2, total: 3 },
    unseen: [
      "each: its condition is never false: needs.list.outputs.go == 'yes'",
      'page never starts',
      'page: its trigger rule one_failed never holds',
    ],
  });
});

test('cases see together what each of them sees; an empty list is a condition that was true', () => {
  const skipped = '{ list: { outputs: { go: "no" } } }';
  expect(coverageOf(goes('[]'), skipped)).toMatchObject({
    tasks: { seen: 2, total: 5 },
    branches: { seen: 2, total: 2 },
    unseen: [
      'each never starts',
      'load never starts',
      'page never starts',
      'page: its trigger rule one_failed never holds',
    ],
  });
  const failing = '{ list: { outputs: { go: "yes", files: [a] } }, each: failed }';
  expect(coverageOf(goes('[a]'), skipped, failing)).toMatchObject({
    tasks: { seen: 5 },
    rules: { seen: 3 },
    unseen: [],
  });
});
