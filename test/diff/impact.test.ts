import { expect, test } from 'vitest';
import { diffPipelines } from '../../src/diff/diff-pipelines.ts';
import { impactOf } from '../../src/diff/impact.ts';
import { sideOf } from './sides.ts';

const files = {
  raw: 'tasks: { a: { run: one }, b: { run: two, needs: a }, c: { run: three, needs: b }, d: { run: four } }',
  marts: 'on: { after: raw }\ntasks: { m: { run: m } }',
  board: 'on: { after: marts }\ntasks: { m: { run: m } }',
  apart: `tasks: { m: { run: "echo \${{ vars.CURRENCY }}" }, n: { run: n } }`,
};
const told = (base: Parameters<typeof sideOf>, head: Parameters<typeof sideOf>) => {
  const [before, after] = [sideOf(...base), sideOf(...head)];
  const { tasks, downstream, pipelines } = impactOf(diffPipelines(before, after), before, after);
  const names = (all: typeof tasks) => all.map(({ pipeline, task }) => `${pipeline}/${task}`);
  return { tasks: names(tasks), downstream: names(downstream), pipelines };
};

test.each([
  ['a command', { raw: files.raw.replace('two', 'other') }, ['raw/b'], ['raw/c'], ['board', 'marts']],
  ['a title', { raw: files.raw.replace('run: two', 'run: two, name: Two') }, [], [], []],
  [
    'the order',
    { raw: files.raw.replace(', d: { run: four }', '').replace('{ a', '{ d: { run: four }, a') },
    [],
    [],
    [],
  ],
  [
    'a param',
    { raw: `params: { x: { default: 1 } }\n${files.raw}` },
    ['raw/a', 'raw/b', 'raw/c', 'raw/d'],
    [],
    ['board', 'marts'],
  ],
  [
    'a secret',
    { raw: `secrets: [KEY]\n${files.raw.replace('two', 'two $KEY')}` },
    ['raw/b'],
    ['raw/c'],
    ['board', 'marts'],
  ],
  ['a schedule', { raw: `on: { schedule: [{ cron: "0 5 * * *" }] }\n${files.raw}` }, [], [], []],
  ['an edge', { raw: files.raw.replace('needs: b', 'needs: [b, d]') }, ['raw/c'], [], ['board', 'marts']],
])('%s reaches what waits for it, here and in other pipelines', (_, change, tasks, downstream, pipelines) => {
  expect(told([files], [{ ...files, ...change }])).toEqual({ tasks, downstream, pipelines });
});

test('a secret that comes is seen by who names it, one that goes is missed by nobody knows whom', () => {
  const raw = files.raw.replace('one', 'echo $KEY').replace('two', '"curl -H KEYS"');
  const [without, having] = [{ raw }, { raw: `secrets: [KEY]\n${raw}` }];
  expect(told([without], [having]).tasks).toEqual(['raw/a']);
  expect(told([having], [without]).tasks).toEqual(['raw/a', 'raw/b', 'raw/c', 'raw/d']);
});

test('what came after a pipeline that is gone, and what follows that', () => {
  const { raw: _, ...rest } = files;
  expect(told([files], [{ ...rest, marts: files.marts.replace('on: { after: raw }\n', '') }])).toMatchObject({
    tasks: [],
    pipelines: ['board', 'marts'],
  });
});

test('settings reach the tasks that use them', () => {
  const head =
    'environments: { production: { vars: { CURRENCY: EUR } } }\npools: { x: 1 }\nlanes: { dbt: { runs-on: big } }';
  expect(told([files], [files, head])).toEqual({ tasks: ['apart/m'], downstream: [], pipelines: [] });
  const raw = `lane: dbt\n${files.raw}`;
  expect(
    told([{ raw }, 'lanes: { dbt: { runs-on: small } }'], [{ raw }, 'lanes: { dbt: { runs-on: big } }']).tasks,
  ).toHaveLength(4);
});
