import { expect, test } from 'vitest';
import { stateRef } from '../../src/store/names.ts';
import { listedRuns, putEntry } from '../store/state-fixture.ts';
import { documentOf, recordOf } from '../support/documents.ts';
import { stateVisitor } from './state-world.ts';
import { stored, storedWorld } from './stored-world.ts';

const production = 'production';
const documents = ['pipeline.json', 'runs.json', 'durations.json', 'runs/1/r-1.json'];
const shapeOf = (line: string) => line.replaceAll(/[0-9a-f]{40}/g, '…');

test('much of the state is a look at the refs and a question, none for what was brought before, and it says what reading it says', async () => {
  const { github, git, state } = await storedWorld();
  for (const run of ['r-1', 'r-2']) await stored(git, run);
  const { moment } = stateVisitor(github, 'reviewer');
  const wanted = documents.map((path) => ({ pipeline: 'a', path }));
  const look = async () => {
    const seen = await moment();
    expect(await seen.bring(production, [...wanted, { pipeline: 'never', path: 'pipeline.json' }])).toBe(true);
    return seen;
  };
  github.takeLines();
  const first = await look();
  const view = await first.state.view(production, 'a');
  expect(await view.runs()).toHaveLength(2);
  expect(await view.durations()).toEqual(await (await state.view(production, 'a')).durations());
  expect(await first.state.run(production, 'a', 'r-1')).toMatchObject({ run: 'r-1' });
  expect(await first.state.environments()).toContain(production);
  expect(
    github
      .takeLines()
      .filter((line) => !line.includes('/git/ref/'))
      .map(shapeOf)
      .slice(0, 2),
  ).toEqual(['GET /git/matching-refs/segue/ 200', 'POST /graphql 200']);
  await look();
  expect(github.takeLines()).toEqual(['GET /git/matching-refs/segue/ 304']);
  await stored(git, 'r-3');
  // What was looked at stays as it was; who looks again sees the new run.
  expect(await listedRuns(first.state, production, 'a')).toHaveLength(2);
  expect(await listedRuns((await look()).state, production, 'a')).toHaveLength(3);
});

test('where GraphQL does not answer so, it is said, and reading goes on one by one', async () => {
  const { github, git } = await storedWorld();
  await stored(git, 'r-1');
  const { moment } = stateVisitor(github, 'reviewer');
  const seen = await moment();
  github.fault({ kind: 'answer', status: 403, path: /\/graphql$/, times: 9 });
  expect(await seen.bring(production, [{ pipeline: 'a', path: 'runs.json' }])).toBe(false);
  expect(await listedRuns(seen.state, production, 'a')).toHaveLength(1);
});

test('of 150 pipelines all is known after six requests', async () => {
  const { github, git, bare } = await storedWorld();
  await git.update(production, 'p0', putEntry, ({ state }) => ({
    state,
    runs: [documentOf({ x: recordOf('success') }, { run: 'r-1', pipeline: 'p0', environment: production })],
  }));
  // The same documents under the names of all: who reads them finds that they are another's, but reads them all the same.
  const first = bare.git('rev-parse', stateRef(production, 'p0'));
  const ids = Array.from({ length: 150 }, (_, at) => `p${at}`);
  const versions = new Set([first]);
  for (const id of ids.slice(1)) {
    const version = bare.git('commit-tree', `${first}^{tree}`, '-m', id);
    bare.git('update-ref', stateRef(production, id), version);
    versions.add(version);
  }
  expect(versions.size).toBe(150);
  const { moment } = stateVisitor(github, 'reviewer');
  github.takeLines();
  const seen = await moment();
  await seen.bring(
    production,
    ids.flatMap((pipeline) => ['pipeline.json', 'durations.json'].map((path) => ({ pipeline, path }))),
  );
  await expect(seen.state.view(production, 'p149')).rejects.toMatchObject({ code: 'SG607' });
  expect(await (await seen.state.view(production, 'p0')).durations()).toEqual({});
  expect(github.takeLines().length).toBe(6);
});
