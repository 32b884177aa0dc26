import { expect, test } from 'vitest';
import type { Suspect } from '../../../src/incident/culprits.ts';
import type { MergedPull, PullForge } from '../../../src/report/forge/forge.ts';
import { likelyCauses } from '../../../src/workspace/tell/likely-causes.ts';
import { on } from '../../incident/incident-runs.ts';
import { pipelineOf, taskOf } from '../../support/builders.ts';

const pipeline = pipelineOf([taskOf('load', { run: 'python load.py' })]);
const question = { incident: 'i', pipeline: 'test', good: 'a', bad: 'b', trace: 'sql/load.sql' };

function commit(name: string, paths: readonly string[], number?: number): Suspect {
  const of = number === undefined ? {} : { number };
  return { commit: name, title: `title of ${name}`, author: 'Ana A.', at: on(1, '05:00'), paths, ...of };
}

function pull(number: number, login?: string): MergedPull {
  return { number, title: `pull ${number}`, mergedAt: on(1, '06:00'), ...(login === undefined ? {} : { login }) };
}

/** What is found in a history, and what a forge says of pull requests; it is away where it knows nothing. */
function ask(found: readonly Suspect[] | 'not-checked', pulls: Readonly<Record<string, MergedPull | 'none'>>) {
  const asked: string[] = [];
  const forge: PullForge = {
    pullOf: async (each) => {
      asked.push(each);
      const known = pulls[each];
      if (known === undefined) return { kind: 'unreachable', why: 'away' };
      return { kind: 'known', ...(known === 'none' ? {} : { pull: known }) };
    },
  };
  const culprits = { suspectsBetween: async () => found };
  return { asked, causes: likelyCauses({ culprits, forge, pipelineOf: () => pipeline }, question) };
}

test('who changed the file that the log names comes first, by its pull request', async () => {
  const found = [commit('c1', ['load.py']), commit('c2', ['sql/load.sql'], 9), commit('c3', ['pipelines/test.yml'])];
  const { causes } = ask(found, { c1: 'none', c2: pull(412, 'ana'), c3: pull(7) });
  expect(await causes).toEqual([
    { ...commit('c2', ['sql/load.sql']), number: 412, title: 'pull 412', author: 'ana', at: on(1, '06:00') },
    { ...commit('c3', ['pipelines/test.yml']), number: 7, title: 'pull 7', at: on(1, '06:00') },
    commit('c1', ['load.py']),
  ]);
});

test('commits of one pull request are one', async () => {
  const found = [commit('c1', ['load.py']), commit('c2', ['sql/load.sql'])];
  const { causes } = ask(found, { c1: pull(412, 'ana'), c2: pull(412, 'ana') });
  expect(await causes).toMatchObject([{ number: 412, commit: 'c2', paths: ['sql/load.sql', 'load.py'] }]);
});

test('a forge that is away is asked once: then the words of the commits count', async () => {
  const found = [commit('c1', ['sql/load.sql'], 9), commit('c2', ['load.py'])];
  const { causes, asked } = ask(found, {});
  expect(await causes).toEqual(found);
  expect(asked).toEqual(['c1']);
});

test('a few requests at most, and none where the history is not there', async () => {
  const many = Array.from({ length: 40 }, (_, index) => commit(`c${index}`, ['load.py']));
  const { causes, asked } = ask(many, Object.fromEntries(many.map(({ commit: name }) => [name, 'none'] as const)));
  expect(await causes).toHaveLength(10);
  expect(asked).toHaveLength(5);
  expect(await ask('not-checked', {}).causes).toBe('not-checked');
});
