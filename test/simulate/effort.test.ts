import { describe, expect, test } from 'vitest';
import { loadPipeline, loadSettings } from '../../src/model/load.ts';
import { loadTest } from '../../src/model/load-test.ts';
import type { PipelineTest } from '../../src/model/pipeline-test.ts';
import { runTest } from '../../src/simulate/run-tests.ts';
import { Effort } from '../../src/simulate/world/effort.ts';

const { settings } = loadSettings('.github/segue.yml', undefined);
const tasks = Array.from({ length: 50 }, (_, n) => `  t${n}: { run: x${n === 0 ? '' : `, needs: t${n - 1}`} }\n`).join(
  '',
);
const { pipeline } = loadPipeline('pipelines/a.yml', `owner: o\ntasks:\n${tasks}`);
const cases = ['one', 'two', 'three'].map((name) => `  - { name: ${name}, expect: { state: success } }\n`).join('');
const { test: loaded, source } = loadTest('pipelines/a.test.yml', `pipeline: a\ncases:\n${cases}`);

function play(steps: number) {
  if (pipeline === undefined) throw new Error('the pipeline has errors');
  const effort = new Effort(steps);
  const result = runTest({ test: loaded as PipelineTest, source, pipeline }, settings, { effort });
  return result.cases.map(({ name, mismatches, givenUp = false }) => [name, mismatches.length, givenUp]);
}

describe('what tests may take', () => {
  test('enough of it changes nothing', () => {
    expect(play(100_000)).toEqual(['one', 'two', 'three'].map((name) => [name, 0, false]));
    expect(play(Number.POSITIVE_INFINITY)).toEqual(play(100_000));
  });

  test('a case that has not enough is given up, and so are those after it', () => {
    expect(play(300)).toEqual([
      ['one', 0, false],
      ['two', 0, true],
      ['three', 0, true],
    ]);
    expect(play(1)).toEqual(['one', 'two', 'three'].map((name) => [name, 0, true]));
  });

  test('it is the same on every machine', () => {
    for (let steps = 50; steps < 800; steps += 50) expect(play(steps)).toEqual(play(steps));
  });
});
